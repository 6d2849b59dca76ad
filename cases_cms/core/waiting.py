"""What waits for a person in the admin, and what was published. Each list is a fixed number of queries."""

from dataclasses import dataclass, field
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, DateTimeField, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import (
    Comment,
    Page,
    PageLogEntry,
    Revision,
    TaskState,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail_localize.models import Translation, TranslationSource

from cases_cms.core.dashboard import pages_for
from cases_cms.core.languages import language_label, language_of, language_tag
from cases_cms.core.periods import date_and_time

#: Rows of a list; who has more opens the reports.
LIMIT = 5
#: Pages looked at for those that a person may edit.
SCANNED = 50


@dataclass(frozen=True)
class Row:
    """A page with what is to do, or was done, and the link that does it; none for who may not."""

    title: str
    tag: str
    language: str
    kind: str
    url: str
    note: str = ""
    moment: object = None

    @property
    def when(self):
        """The moment in the person's time zone."""
        return date_and_time(timezone.localtime(self.moment)) if self.moment else ""


@dataclass(frozen=True)
class Waiting:
    """Rows of one kind; ``more`` if there are others."""

    title: str
    rows: list = field(default_factory=list)
    more: bool = False


def _kind(page):
    model = ContentType.objects.get_for_id(page.content_type_id).model_class()
    return str(model._meta.verbose_name) if model else ""


def may_edit(user, page):
    """Whether ``user`` may edit a plain page; what that is depends on its type (core.permissions)."""
    return page.specific_deferred.permissions_for_user(user).can_edit()


def row(page, *, url=None, **values):
    """A Row of a plain page; its title is that of the latest draft. ``url``: by default where it is edited."""
    code = language_of(page)
    return Row(
        title=page.draft_title or page.title,
        tag=language_tag(code),
        language=language_label(code),
        kind=_kind(page),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if url is None else url,
        **values,
    )


def _editable(user, pages):
    """The first of ``pages`` that ``user`` may edit, one more than a list shows."""
    found = (page for page in pages.prefetch_workflow_states()[:SCANNED] if may_edit(user, page))
    return list(islice(found, LIMIT + 1))


def _in_workflow(**values):
    return Exists(
        WorkflowState.objects.filter(
            base_content_type=get_default_page_content_type(), object_id=Cast(OuterRef("pk"), CharField()), **values
        )
    )


def in_moderation():
    """Condition for pages that a workflow is going on for; not for those that it sent back."""
    return _in_workflow(status=WorkflowState.STATUS_IN_PROGRESS)


def is_sent_back(user):
    """Condition for pages that ``user`` submitted, and somebody wants changed."""
    return _in_workflow(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)


def _waiting(title, rows):
    rows = list(rows)
    return Waiting(title, rows[:LIMIT], len(rows) > LIMIT)


def to_approve(user):
    """What lies in a step of a workflow that ``user`` may decide."""
    finder = AdminURLFinder(user)
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("revision__user", "task")
        .prefetch_related("revision__content_object")
        .order_by("started_at")[: LIMIT + 1]
    )
    rows = []
    for state in states:
        thing = state.revision.content_object
        if isinstance(thing, Page):
            rows.append(row(thing, note=state.task.name, moment=state.started_at))
        elif thing is not None and (url := finder.get_edit_url(thing)):
            rows.append(Row(str(thing), "", "", str(thing._meta.verbose_name), url, state.task.name, state.started_at))
    return _waiting(_("To approve"), rows)


def _sent_back_row(page):
    state = page.current_workflow_state
    step = state and state.current_task_state
    if step is None:
        return row(page)
    return row(page, note=Truncator(step.comment).chars(120) or step.task.name, moment=step.finished_at)


def sent_back(user):
    """What ``user`` submitted and is to change, with what was said about it."""
    pages = pages_for(user).filter(is_sent_back(user), alias_of=None).order_by("-latest_revision_created_at")
    return _waiting(_("Sent back to you"), [_sent_back_row(page) for page in _editable(user, pages)])


def own_drafts(user):
    """Drafts that ``user`` saved last and did not submit."""
    pages = (
        pages_for(user)
        .filter(has_unpublished_changes=True, latest_revision__user=user, alias_of=None)
        .filter(~in_moderation(), ~is_sent_back(user), latest_revision__approved_go_live_at=None)
        .order_by("-latest_revision_created_at")
    )
    return _waiting(
        _("Your drafts, not submitted"),
        [row(page, moment=page.latest_revision_created_at) for page in _editable(user, pages)],
    )


def locked_by(user):
    """Pages that ``user`` keeps from others."""
    pages = pages_for(user).filter(locked=True, locked_by=user).order_by("-locked_at", "-pk")
    return _waiting(_("Locked by you"), [row(page, moment=page.locked_at) for page in _editable(user, pages)])


def commented(user):
    """Pages with unresolved comments of others: where ``user`` follows the comments, or has commented."""
    concerns = Q(page__subscribers__user=user, page__subscribers__comment_notifications=True) | Q(replies__user=user)
    counts = dict(
        Comment.objects.filter(concerns, resolved_at=None, page__in=pages_for(user))
        .exclude(user=user)
        .values("page")
        .annotate(number=Count("pk", distinct=True))
        .order_by("-page")
        .values_list("page", "number")[:SCANNED]
    )
    rows = []
    for page in _editable(user, Page.objects.filter(pk__in=counts).order_by("-pk")):
        number = counts[page.pk]
        note = ngettext("%(number)s open comment", "%(number)s open comments", number) % {"number": number}
        rows.append(row(page, note=note))
    return _waiting(_("Comments"), rows)


def translations(user):
    """Translations begun and not published, and live pages that changed after they were last sent to translation."""
    begun = Translation.objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale=OuterRef("locale"), enabled=True
    )
    drafts = (
        pages_for(user)
        .filter(Exists(begun), ~in_moderation(), ~is_sent_back(user), live=False, alias_of=None)
        .order_by("-latest_revision_created_at")
    )
    found = [_waiting(_("Translations in progress"), [row(page) for page in _editable(user, drafts)])]
    if user.has_perm("wagtail_localize.submit_translation"):
        sources = TranslationSource.objects.filter(object_id=OuterRef("translation_key"), locale=OuterRef("locale"))
        changed = (
            pages_for(user)
            .filter(live=True, alias_of=None)
            .annotate(source=Subquery(sources.values("pk")[:1]))
            .annotate(sent_at=Subquery(sources.values("last_updated_at")[:1], output_field=DateTimeField()))
            .filter(last_published_at__gt=F("sent_at"))
            .order_by("-last_published_at")[: LIMIT + 1]
        )
        rows = [
            row(
                page,
                url=reverse("wagtail_localize:update_translations", args=[page.source]),
                moment=page.last_published_at,
            )
            # Who translates need not edit the source.
            for page in changed.prefetch_workflow_states()
        ]
        found.append(_waiting(_("Translations out of date"), rows))
    return found


def waiting_for(user):
    """Non-empty Waitings of ``user``, in the order in which others wait for them."""
    found = [
        to_approve(user),
        sent_back(user),
        commented(user),
        own_drafts(user),
        *translations(user),
        locked_by(user),
    ]
    return [waiting for waiting in found if waiting.rows]


def published_last(user, number=10):
    """Rows of the pages published last among those of ``user``; the note names who did it."""
    pages = list(
        pages_for(user)
        .filter(live=True, alias_of=None, depth__gt=1, last_published_at__isnull=False)
        .prefetch_workflow_states()
        .order_by("-last_published_at", "-pk")[:number]
    )
    entries = PageLogEntry.objects.filter(page__in=pages, action="wagtail.publish").select_related("user")
    names = {entry.page_id: entry.user_display_name for entry in entries.order_by("timestamp", "pk")}
    return [
        row(
            page,
            url=None if may_edit(user, page) else "",
            note=names.get(page.pk, ""),
            moment=page.last_published_at,
        )
        for page in pages
    ]


def scheduled_next(user):
    """Rows of the pages of ``user`` that will be published by themselves, the next first."""
    revisions = (
        Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now())
        .annotate(page_id=Cast("object_id", IntegerField()))
        .filter(page_id__in=pages_for(user).values("pk"))
        .order_by("approved_go_live_at", "pk")
        .values_list("page_id", "approved_go_live_at")[:LIMIT]
    )
    moments = dict(revisions)
    pages = Page.objects.prefetch_workflow_states().in_bulk(moments)
    return [
        row(pages[pk], url=None if may_edit(user, pages[pk]) else "", moment=moment) for pk, moment in moments.items()
    ]
