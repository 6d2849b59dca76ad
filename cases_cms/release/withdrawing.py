"""Takes an edition back from the public: the pages' part of an undo, in the caller's transaction."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from cases_cms.core.gathering import gather
from cases_cms.localization.things import things
from cases_cms.release.building import Builder
from cases_cms.release.embargo import about_models, case_keys
from cases_cms.release.models import HeldPage, ReadyMark
from cases_cms.release.publishing import BEFORE, Published, note, publish_aliases, save

DATES = ("first_published_at", "last_published_at")


def pages_to_withdraw(embargo, before):
    """Plain live Pages that belong to the edition, whenever they became public; ``before`` has those of its release.

    A page whose draft alone is about one of its cases stays: what is public of it is not.
    """
    below = reduce(or_, (Q(path__startswith=path) for path in embargo.paths), Q(pk__in=[]))
    cases = list(case_keys(embargo))
    keys = set(HeldPage.objects.filter(release_id=embargo.release_id).values_list("page_key", flat=True))
    for model in about_models():
        keys |= set(model.about_cases(cases).order_by().values_list("translation_key", flat=True))
    condition = below | Q(translation_key__in=keys) | Q(pk__in=list(before))
    pages = Page.objects.filter(condition, live=True, alias_of__isnull=True).order_by("depth", "path")
    # The page of an edition that was announced may be public still; what the release changed of it goes back.
    return [
        page
        for page in pages
        if not (embargo.is_announced and page.path in embargo.paths and page.pk not in before)
        and page.specific_class is not None
    ]


def withdraw(pages, before, *, user, at):
    """Put ``pages`` back as ReleasedPages ``before`` (``{page id: row}``) say; others become drafts.

    Returns ``(withdrawn, shown again)``: specific pages, and ``[(page, revision)]`` of what was public before, too.
    """
    old = {pk: row.before for pk, row in before.items()}
    again = _shown_before(pages, old)
    builder = Builder([(page, old[page.pk]["live_revision_id"]) for page in again])
    shown, withdrawn, notes = [], [], []
    with gather(), disable_reference_index_auto_update():
        for page in again:
            built = builder.build(page, old[page.pk]["live_revision_id"])
            _set(built, old[page.pk])
            built.live_revision = builder.revisions[built.live_revision_id]
            save(builder, built)
            notes.append(note(built, "wagtail.revert", user=user, at=at, revision=built.live_revision))
            shown.append(Published(built, built.live_revision, before[page.pk].language, old[page.pk]))
        publish_aliases(shown)
        kept = {page.pk for page in again}
        for page in Page.objects.filter(pk__in=[page.pk for page in pages if page.pk not in kept]).specific():
            _set(page, {"has_unpublished_changes": True, **old.get(page.pk, {}), "live": False})
            page.live_revision_id = None
            page.save(update_fields=[name.removesuffix("_id") for name in BEFORE], clean=False)
            notes.append(note(page, "wagtail.unpublish", user=user, at=at))
            withdrawn.append(page)
        withdrawn += _withdraw_aliases([page.pk for page in withdrawn])
    PageLogEntry.objects.bulk_create(notes)
    _stay_ready([page for page in pages if page.pk not in kept], user)
    return withdrawn, [pair for one in shown for pair in one.pairs]


def _shown_before(pages, old):
    """Those of ``pages`` that were public, if what was public of them is still there: old revisions may be purged."""
    found = {page.pk: old[page.pk].get("live_revision_id") for page in pages if old.get(page.pk, {}).get("live")}
    present = set(Revision.objects.filter(pk__in=[pk for pk in found.values() if pk]).values_list("pk", flat=True))
    return [page for page in pages if found.get(page.pk) in present]


def _set(page, values):
    for name in BEFORE:
        if name in values:
            value = values[name]
            setattr(page, name, parse_datetime(value) if name in DATES and isinstance(value, str) else value)


def _withdraw_aliases(keys):
    """Copies that follow the pages, copies of copies included."""
    found, keys = [], list(keys)
    while keys:
        aliases = list(Page.objects.filter(alias_of__in=keys, live=True).specific())
        for alias in aliases:
            alias.live, alias.has_unpublished_changes = False, True
            alias.save(update_fields=["live", "has_unpublished_changes"], clean=False)
        found += aliases
        keys = [alias.pk for alias in aliases]
    return found


def _stay_ready(pages, user):
    """What was public as its latest revision says is approved: it comes out with the next release."""
    sources = {thing.origin.pk for thing in things({page.translation_key for page in pages})}
    marks = [
        ReadyMark(page_id=page.pk, revision_id=page.live_revision_id, approved_by=user)
        for page in pages
        if page.pk in sources and page.live_revision_id and page.live_revision_id == page.latest_revision_id
    ]
    marked = dict(ReadyMark.objects.filter(page__in=[mark.page_id for mark in marks]).values_list("page", "revision"))
    new = [mark for mark in marks if marked.get(mark.page_id) != mark.revision_id]
    ReadyMark.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["revision", "approved_by", "approved_at"],
    )
