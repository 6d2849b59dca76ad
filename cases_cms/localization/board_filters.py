"""What part of the board a person looks at: read from a query string, asked of the database."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cases_cms.core.desk.menu import below, working_paths
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell, BoardRow
from cases_cms.localization.things import kind_of, snippet_models

#: Longest text that is looked for in titles.
MAX_WORDS = 100
#: Codes of the filter of deadlines.
DEADLINES = {
    "overdue": _("Overdue"),
    "week": _("Within seven days"),
    "set": _("With a deadline"),
    "none": _("Without a deadline"),
}
#: The translator filter's codes beside people's ids.
MINE, NOBODY = "me", "none"


def may_use_board(user):
    """Whether the board has rows for ``user``: they work with pages somewhere."""
    paths = working_paths(user)
    return paths is None or bool(paths)


def visible_rows(user):
    """The rows of pages with which ``user`` works, and of snippets that they may change."""
    paths = working_paths(user)
    if paths is None:
        return BoardRow.objects.all()
    kinds = [
        kind_of(model)
        for model in snippet_models()
        if any(user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}") for verb in ("change", "view"))
    ]
    return BoardRow.objects.filter(below(paths) | Q(kind__in=kinds))


def visible_cells(user):
    """The cells of ``visible_rows``."""
    if working_paths(user) is None:
        return BoardCell.objects.all()
    return BoardCell.objects.filter(row__in=visible_rows(user).order_by())


def _known(value, codes):
    return value if value in codes else ""


@dataclass(frozen=True)
class BoardQuery:
    """A filter of the board; what a query string says that does not exist is left out, nothing is refused."""

    user: object
    words: str = ""
    year: int | None = None
    kind: str = ""
    origin: str = ""
    language: str = ""
    state: str = ""
    translator: str = ""
    deadline: str = ""

    @classmethod
    def read(cls, params, user):
        """The filter in ``params`` (a QueryDict)."""
        year, translator = params.get("year", ""), params.get("translator", "")
        languages = cls.languages_by_code()
        return cls(
            user=user,
            words=params.get("q", "").replace("\x00", "").strip()[:MAX_WORDS],
            year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
            kind=params.get("kind", "").replace("\x00", "")[:40],
            origin=_known(params.get("origin", ""), languages),
            language=_known(params.get("language", ""), languages),
            state=_known(params.get("state", ""), CellState.values),
            translator=translator
            if translator in (MINE, NOBODY) or (translator.isascii() and translator.isdigit() and len(translator) < 10)
            else "",
            deadline=_known(params.get("deadline", ""), DEADLINES),
        )

    @staticmethod
    def languages_by_code():
        """``{code: Locale}`` of the languages there are."""
        return {locale.language_code: locale for locale in Locale.objects.order_by("pk")}

    @cached_property
    def locales(self):
        """``{code: Locale}``."""
        return self.languages_by_code()

    def as_params(self, **changes):
        """The filter as a query string; ``changes`` replace values."""
        names = {"q": self.words, "year": self.year or ""}
        names |= {
            name: getattr(self, name) for name in ("kind", "origin", "language", "state", "translator", "deadline")
        }
        params = QueryDict(mutable=True)
        params.update({name: str(value) for name, value in (names | changes).items() if value})
        return params.urlencode()

    @property
    def is_empty(self):
        return not self.as_params()

    def _row_condition(self, prefix=""):
        condition = Q()
        if self.words:
            condition &= Q(**{f"{prefix}title__icontains": self.words})
        if self.year:
            condition &= Q(**{f"{prefix}year": self.year})
        if self.kind:
            condition &= Q(**{f"{prefix}kind": self.kind})
        if self.origin:
            condition &= Q(**{f"{prefix}locale": self.locales[self.origin]})
        return condition

    def _cell_condition(self, *, with_state=True):
        condition, now = Q(), timezone.now()
        if self.language:
            condition &= Q(locale=self.locales[self.language])
        if self.state and with_state:
            condition &= Q(state=self.state)
        if self.translator == MINE:
            condition &= Q(assignee=self.user)
        elif self.translator == NOBODY:
            condition &= Q(assignee__isnull=True)
        elif self.translator:
            condition &= Q(assignee_id=int(self.translator))
        if self.deadline == "overdue":
            condition &= Q(deadline__lt=now)
        elif self.deadline == "week":
            condition &= Q(deadline__gte=now, deadline__lt=now + datetime.timedelta(days=7))
        elif self.deadline:
            condition &= Q(deadline__isnull=self.deadline == "none")
        return condition

    def rows(self):
        """The rows with a cell that matches, in their order."""
        rows = visible_rows(self.user).filter(self._row_condition())
        condition = self._cell_condition()
        if condition:
            rows = rows.filter(Exists(BoardCell.objects.filter(condition, row=OuterRef("pk"))))
        return rows

    def cells(self):
        """The cells that match, with their rows and languages, in the rows' order."""
        return (
            visible_cells(self.user)
            .filter(self._row_condition("row__"), self._cell_condition())
            .select_related("row", "locale")
            .order_by("row__path", "row__kind", "row__title", "row_id", "locale_id")
        )

    def counts(self):
        """``{state: cells}`` of what matches but for the state; one query."""
        cells = visible_cells(self.user).filter(self._row_condition("row__"), self._cell_condition(with_state=False))
        return dict(cells.order_by().values_list("state").annotate(number=Count("pk")))

    def matches(self, cell):
        """Whether a cell of a row that is shown is among ``cells``; asked of what is loaded."""
        if not (self.language or self.state or self.translator or self.deadline):
            return True
        now = timezone.now()
        soon = now + datetime.timedelta(days=7)
        deadlines = {
            "": True,
            "overdue": cell.deadline is not None and cell.deadline < now,
            "week": cell.deadline is not None and now <= cell.deadline < soon,
            "set": cell.deadline is not None,
            "none": cell.deadline is None,
        }
        translators = {"": True, MINE: cell.assignee_id == self.user.pk, NOBODY: cell.assignee_id is None}
        return (
            (not self.language or cell.locale_id == self.locales[self.language].pk)
            and (not self.state or cell.state == self.state)
            and deadlines[self.deadline]
            and translators.get(self.translator, str(cell.assignee_id) == self.translator)
        )


def translators():
    """People who have a cell of the board, by name; one query."""
    model = get_user_model()
    assigned = BoardCell.objects.filter(assignee__isnull=False).order_by().values("assignee")
    return sorted(model.objects.filter(pk__in=assigned), key=lambda person: person.get_full_name() or str(person))
