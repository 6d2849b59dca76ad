"""What waits for a person in the workshop. Each list is a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail_localize.models import StringTranslation

from cases_cms.core.languages import language_label, language_tag
from cases_cms.core.periods import date_and_time
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell, SegmentComment
from cases_cms.localization.rights import is_four_eyes, reviewed_by

#: What a translator can go on with.
OPEN = (CellState.NOT_STARTED, CellState.IN_PROGRESS, CellState.OUT_OF_DATE)
#: Deadlines from now on that are near.
SOON = timedelta(days=3)


@dataclass(frozen=True)
class QueueItem:
    """A cell as its person sees it; ``url`` opens the editor."""

    title: str
    tag: str
    language: str
    state: str
    progress: str
    url: str
    deadline: object = None
    is_late: bool = False
    is_soon: bool = False
    remark: str = ""
    questions: str = ""

    @property
    def when(self):
        """The deadline in the person's time zone."""
        return date_and_time(timezone.localtime(self.deadline)) if self.deadline else ""


@dataclass(frozen=True)
class QueueList:
    """Items of one kind; ``total`` may be more than there are items."""

    code: str
    title: str
    items: list = field(default_factory=list)
    total: int = 0

    @property
    def more(self):
        return self.total - len(self.items)


def _cells():
    return BoardCell.objects.filter(translation__enabled=True, same_on_purpose=False).select_related("row", "locale")


def _by_deadline(cells):
    return cells.order_by(F("deadline").asc(nulls_last=True), "row__path", "row__title", "pk")


def own_cells(user):
    """What ``user`` was given and is to translate; the nearest deadline first."""
    return _by_deadline(_cells().filter(assignee=user, state__in=OPEN))


def free_cells(user):
    """What nobody has, in languages into which ``user`` translates by a role given by name."""
    locales = [role.locale_id for role in user.language_roles.all() if role.translates]
    return _by_deadline(_cells().filter(assignee=None, state__in=OPEN, locale_id__in=locales))


def cells_to_review(user):
    """What is in review in languages that ``user`` reviews; with four eyes nothing of what they worked on."""
    cells = _cells().filter(locale_id__in=reviewed_by(user), state=CellState.IN_REVIEW)
    if is_four_eyes():
        own = StringTranslation.objects.filter(
            context__object_id=OuterRef("row__object_id"), locale_id=OuterRef("locale_id"), last_translated_by=user
        )
        since = Q(updated_at__gt=OuterRef("approved_at"))
        cells = (
            cells.exclude(submitted_by=user)
            .exclude(Q(approved_at=None) & Exists(own))
            .exclude(Q(approved_at__isnull=False) & Exists(own.filter(since)))
        )
    return _by_deadline(cells)


def cells_with_questions(user):
    """Cells in which somebody asked ``user`` something that is still open."""
    asked = SegmentComment.objects.filter(
        Q(mentioned=user) | Q(answers__mentioned=user),
        row_id=OuterRef("row_id"),
        locale_id=OuterRef("locale_id"),
        resolved_at=None,
        parent=None,
    )
    return _by_deadline(
        BoardCell.objects.filter(Exists(asked), translation__isnull=False).select_related("row", "locale")
    )


def _progress(cell):
    if cell.state == CellState.IN_REVIEW:
        return ""
    done = _("%(done)d of %(all)d texts") % {"done": cell.translated, "all": cell.segments}
    left = ngettext("%(number)d word left", "%(number)d words left", cell.words_left) % {"number": cell.words_left}
    return _("%(done)s, %(left)s") % {"done": done, "left": left} if cell.words_left else done


def editor_url(cell):
    """The address of the editor of ``cell``, which was handed over."""
    return reverse("localization:translate", args=[cell.translation_id])


def _item(cell):
    now = timezone.now()
    code = cell.locale.language_code
    questions = (
        ngettext("%(number)d open question", "%(number)d open questions", cell.questions) % {"number": cell.questions}
        if cell.questions
        else ""
    )
    return QueueItem(
        title=cell.row.title,
        tag=language_tag(cell.row.locale.language_code),
        language=str(language_label(code)),
        state=cell.get_state_display(),
        progress=_progress(cell),
        url=editor_url(cell),
        deadline=cell.deadline,
        is_late=bool(cell.deadline and cell.deadline < now),
        is_soon=bool(cell.deadline and now <= cell.deadline < now + SOON),
        remark=cell.remark,
        questions=questions,
    )


def queue_of(user, limit=None):
    """Non-empty QueueLists of ``user``, each with ``limit`` items at most; free work is last."""
    lists = []
    for code, title, cells in (
        ("own", _("To translate"), own_cells(user)),
        ("review", _("To review"), cells_to_review(user)),
        ("questions", _("Questions to you"), cells_with_questions(user)),
        ("free", _("Nobody has it yet"), free_cells(user)),
    ):
        total = cells.count()
        if total:
            found = cells.select_related("row__locale", "locale")[:limit]
            lists.append(QueueList(code, title, [_item(cell) for cell in found], total))
    return lists


def digest_of(user, limit=30):
    """``[(code, cells, total)]`` of what a digest tells ``user``: what is theirs, or waits for their decision."""
    digest = []
    for code, cells in (
        ("own", own_cells(user)),
        ("review", cells_to_review(user)),
        ("questions", cells_with_questions(user)),
    ):
        total = cells.count()
        digest.append((code, list(cells[:limit]) if total else [], total))
    return digest
