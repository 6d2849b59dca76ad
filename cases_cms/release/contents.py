"""What comes out with an edition, and how far it is: for the admin's pages, each in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.languages import language_label
from cases_cms.core.permissions import editable_keys
from cases_cms.release.embargo import embargo_of_edition, embargoes, page_keys, pages_of
from cases_cms.release.enums import RunKind, RunStatus, Severity
from cases_cms.release.models import HeldPage, ReleasedPage
from cases_cms.release.readiness.selectors import find
from cases_cms.release.ready import ready_states

#: Drafts offered to be kept for a release, the latest edited first.
OFFERED = 200


@dataclass(frozen=True)
class Numbers:
    """Cases of an edition; its case pages in all languages, and how many of those are public or approved."""

    cases: int = 0
    pages: int = 0
    ready: int = 0


def page_numbers(releases):
    """``{pk of the release: Numbers}``; as many queries for one edition as for ten."""
    paths = EditionPage.objects.order_by().values_list("translation_key", "path")
    keys = {path: key for key, path in paths}
    cases = CasePage.objects.filter(alias_of__isnull=True).order_by()
    pages = list(Page.objects.filter(pk__in=cases.values("pk")))
    states = ready_states(pages)
    found = {}
    for page in pages:
        edition_key = keys.get(page.path[: -page.steplen])
        if edition_key is not None:
            found.setdefault(edition_key, []).append(page)
    numbers = {}
    for release in releases:
        own = found.get(release.edition_key, [])
        ready = sum(states[page.pk].is_ready for page in own)
        numbers[release.pk] = Numbers(len({page.translation_key for page in own}), len(own), ready)
    return numbers


def readiness_of(release):
    """``{Severity value: number of Findings}`` of an edition that is not released."""
    counts = Counter(finding.severity.value for finding in find(release))
    return {severity.value: counts[severity.value] for severity in Severity}


class PageState(models.TextChoices):
    """Where a page stands before the release, in one language."""

    PUBLIC = "public", pgettext_lazy("page", "Public")
    READY = "ready", _("Approved for the release")
    OPEN = "open", _("Not approved")
    MISSING = "missing", _("Not there yet")


@dataclass(frozen=True)
class Place:
    """A page of the edition in one language; ``page`` is None where there is none."""

    language: str
    state: PageState
    reason: str = ""
    page: Page | None = None
    may_edit: bool = False

    @property
    def label(self):
        return language_label(self.language)


@dataclass
class Content:
    """A page of the edition in its languages; ``held`` is the page to name when it is let go, None for others."""

    title: str
    places: list = field(default_factory=list)
    held: Page | None = None


def _kind_order(model):
    """The edition first, then its cases, then the others by name."""
    first = {EditionPage: 0, CasePage: 1}
    return (first.get(model, 2), str(model._meta.verbose_name_plural))


def contents_of(release, user, codes):
    """``[(name of the kind, [Content])]`` of what comes out with an embargoed edition; [] once it is released.

    ``codes`` are the languages shown besides those in which there is something. A fixed number of queries.
    """
    embargo = embargo_of_edition(release.edition_key)
    if embargo is None:
        return []
    pages = list(pages_of(embargo).select_related("locale", "content_type").order_by("path"))
    held = set(HeldPage.objects.filter(release=release).values_list("page_key", flat=True))
    states = ready_states(pages)
    editable = editable_keys(user, pages)
    by_key = {}
    for page in pages:
        by_key.setdefault(page.translation_key, []).append(page)
    kinds = {}
    for key, own in by_key.items():
        model = own[0].specific_class or Page
        found = {page.locale.language_code: page for page in own}
        title = found.get(get_language(), own[0]).draft_title
        content = Content(title, held=own[0] if key in held else None)
        for code in [*codes, *(code for code in found if code not in codes)]:
            content.places.append(_place(code, found.get(code), states, editable))
        kinds.setdefault(model, []).append(content)
    return [(model._meta.verbose_name_plural, kinds[model]) for model in sorted(kinds, key=_kind_order)]


def _place(code, page, states, editable):
    if page is None:
        return Place(code, PageState.MISSING)
    if page.live and not page.has_unpublished_changes:
        return Place(code, PageState.PUBLIC, "", page, page.pk in editable)
    state = states[page.pk]
    kind = PageState.READY if state.is_ready else PageState.OPEN
    return Place(code, kind, str(state.reason), page, page.pk in editable)


def released_pages(release):
    """ReleasedPages of the release that made the edition public, ordered as ``contents_of`` is; none before it.

    The languages of a page stand together; what is gone since comes last. Three queries.
    """
    run = release.runs.filter(kind=RunKind.RELEASE, status=RunStatus.DONE).first()
    if run is None:
        return []
    records = list(ReleasedPage.objects.filter(run=run))
    pages = Page.objects.filter(pk__in=[record.page_id for record in records]).select_related("content_type")
    by_pk, first = {}, {}
    for page in pages.order_by("path"):
        by_pk[page.pk] = page
        first.setdefault(page.translation_key, page.path)

    def place(record):
        page = by_pk.get(record.page_id)
        if page is None:
            return (True,)
        return False, _kind_order(page.specific_class or Page), first[page.translation_key], page.path

    return sorted(records, key=place)


def keepable_pages(user):
    """Drafts, public in no language and under no embargo, that ``user`` may edit: what can be kept for a release."""
    known = embargoes()
    taken = Q(pk__in=[])
    for embargo in known:
        taken |= Q(translation_key__in=page_keys(embargo))
        for path in embargo.paths:
            taken |= Q(path__startswith=path)
    live = Page.objects.filter(live=True).values("translation_key")
    pages = (
        Page.objects.filter(live=False, alias_of__isnull=True, depth__gt=1)
        .exclude(taken)
        .exclude(translation_key__in=live)
        .exclude(pk__in=EditionPage.objects.values("pk"))
        .select_related("locale", "content_type")
        .order_by("-latest_revision_created_at", "-pk")[:OFFERED]
    )
    found = {}
    for page in pages:
        found.setdefault(page.translation_key, page)
    editable = editable_keys(user, list(found.values()))
    return [page for page in found.values() if page.pk in editable]
