"""Publishes many pages in one transaction: the same outcome as Wagtail's publishing of each, in a tenth of the queries.

What Wagtail does for each page (search, references, catalogue, board, sources) is done once for all of them
(core.gathering). Signals of publication, and whatever else is seen outside of the database, come after the commit
(``effects``).
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision, TranslatableMixin
from wagtail.signal_handlers import disable_reference_index_auto_update

from cases_cms.core.children import at_rest
from cases_cms.core.gathering import gather, postpone
from cases_cms.core.reference_entries import index_references
from cases_cms.core.synchronized import known_sources
from cases_cms.core.told import gettext as _
from cases_cms.core.told import language_of, sentences_of, title_of
from cases_cms.release.building import Builder, _foreign_keys
from cases_cms.release.embargo import joined
from cases_cms.release.errors import ReleaseRefusedError

#: What an undo needs of a page as it was.
BEFORE = ("live", "first_published_at", "last_published_at", "has_unpublished_changes", "expired", "live_revision_id")


@dataclass(frozen=True)
class Published:
    """A specific page that has just been written, its revision, what it was before, and the copies that follow it."""

    page: Page
    revision: Revision
    language: str
    before: dict
    aliases: list = field(default_factory=list)

    @property
    def pairs(self):
        """``[(page, revision)]`` of the page and its copies."""
        return [(page, self.revision) for page in (self.page, *self.aliases)]


def publish_all(candidates, *, at, user):
    """Make the Candidates public as of the instant ``at``, in the caller's transaction.

    Returns their Published, and sentences about those that break a rule and are left out, with their translations.
    Raises ReleaseRefusedError with all that break one and are needed.
    """
    builder = Builder([(one.page, one.revision_id) for one in candidates])
    done, broken, notes, left_out, without_source = [], [], [], [], set()
    titles = defaultdict(dict)
    for one in candidates:
        titles[one.key][one.language] = one.page.get_admin_display_title()
    keys = {one.page.translation_key for one in candidates}
    with gather(), known_sources(keys), disable_reference_index_auto_update():
        for one in candidates:
            if one.key in without_source:
                continue
            page = builder.build(one.page, one.revision_id)
            current = builder.current[one.page.pk]
            before = {name: _plain(getattr(current, name)) for name in BEFORE}
            revision = builder.revisions[one.revision_id]
            _make_public(page, revision, at)
            try:
                _check(page, at)
                save(builder, page)
            except ValidationError as error:
                said = _("“%(title)s” (%(language)s): %(reason)s") % {
                    "title": title_of(titles[one.key], page.title),
                    "language": language_of(one.language),
                    "reason": joined(sentences_of(error)),
                }
                (broken if one.is_needed else left_out).append(said)
                if one.is_source and not one.is_needed:
                    without_source.add(one.key)
                continue
            notes += _notes_of(page, current, revision, user, at)
            done.append(Published(page, revision, one.language, before))
        if broken:
            raise ReleaseRefusedError(*broken)
        PageLogEntry.objects.bulk_create(notes)
        publish_aliases(done)
        Revision.page_revisions.filter(
            object_id__in=[str(one.page.pk) for one in done], approved_go_live_at__isnull=False
        ).update(approved_go_live_at=None)
    return done, left_out


def _plain(value):
    """As JSON keeps it, to the microsecond."""
    return value.isoformat() if isinstance(value, datetime) else value


def _check(page, at):
    """Raise ValidationError for what publishing would refuse."""
    page.full_clean(exclude=_checked(page))
    if page.expire_at and page.expire_at <= at:
        raise ValidationError(_("The time at which it is to be taken off the site has passed."))
    if not page.get_parent().live:
        raise ValidationError(_("The page above it is not public."))


def _checked(page):
    """Fields whose values were looked up for all pages at once; and the place in the tree, which stays."""
    return {"path", *(field.name for field in _foreign_keys(type(page)) if page.was_checked)}


def _make_public(page, revision, at):
    page.live, page.expired = True, False
    page.has_unpublished_changes = revision.pk != page.latest_revision_id
    page.last_published_at = at
    page.first_published_at = page.first_published_at or at
    page.live_revision = revision
    if page.go_live_at and page.go_live_at > at:
        page.go_live_at = None  # a wish of its own from before; it comes out with the edition


def save(builder, page):
    """Write a built page; children that are as they were are left alone."""
    # What follows from the page reads its children: they need not come from the database again.
    with at_rest(page, builder.unchanged_children(page)):
        page.save(clean=False)
    builder.remember(page)
    postpone(index_references, [page])


def note(page, action, *, user, at, revision=None, data=None):
    """An entry for Wagtail's log, unsaved: ``log`` asks the database four times for it."""
    context = get_active_log_context()
    return PageLogEntry(
        page=page,
        content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
        label=page.get_admin_display_title(),
        action=action,
        timestamp=at,
        uuid=context.uuid,
        user=user,
        revision=revision,
        content_changed=action == "wagtail.publish",
        data=data or {},
    )


def _notes_of(page, current, revision, user, at):
    if current.title != page.title:
        data = {"title": {"old": current.title, "new": page.title}}
        yield note(page, "wagtail.rename", user=user, at=at, revision=revision, data=data)
    yield note(page, "wagtail.publish", user=user, at=at, revision=revision)


# --- Copies ---------------------------------------------------------------------------------------

#: What a copy does not take from the page that it follows (as in ``Page.update_aliases``).
OWN = ("id", "path", "depth", "numchild", "url_path", "index_entries")


def publish_aliases(published):
    """Let copies follow, copies of copies included. As ``Page.update_aliases``, which tells the world at once."""
    followed = {one.page.pk: (one, one.page) for one in published}
    while followed:
        aliases = Page.objects.filter(alias_of__in=list(followed)).order_by("path").specific()
        following = {}
        for alias in aliases:
            one, original = followed[alias.alias_of_id]
            copy = _copy(alias, original, one.revision)
            one.aliases.append(copy)
            following[copy.pk] = (one, copy)
        followed = following


def _copy(alias, original, revision):
    copy = alias.with_content_json(revision.content)
    copy.live, copy.has_unpublished_changes = True, False
    same_thing = copy.translation_key == original.translation_key
    for children in original.copy_all_child_relations(target=copy, exclude=OWN).values():
        for child in children if isinstance(children, list) else [children]:
            if isinstance(child, TranslatableMixin):
                child.locale = copy.locale
                child.translation_key = child.translation_key if same_thing else uuid.uuid4()
    copy.slug = alias.slug
    copy.set_url_path(copy.get_parent())
    copy.draft_title = copy.title
    copy.latest_revision_created_at = original.latest_revision_created_at
    copy.last_published_at = original.last_published_at
    copy.first_published_at = copy.first_published_at or original.first_published_at
    copy.save(clean=False)
    return copy
