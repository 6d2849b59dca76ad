"""What the board shows: a page of rows with a cell for each language, counts, and the choices of its filters."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cases_cms.core.languages import language_label, language_tag
from cases_cms.localization.board_filters import DEADLINES, MINE, NOBODY, translators, visible_rows
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell

ROWS = 50

#: Icon of each state: it says by its shape what the word beside it says.
ICONS = {
    CellState.MISSING: "radio-empty",
    CellState.NOT_STARTED: "draft",
    CellState.IN_PROGRESS: "edit",
    CellState.IN_REVIEW: "view",
    CellState.CURRENT: "circle-check",
    CellState.OUT_OF_DATE: "warning",
    CellState.SAME_ON_PURPOSE: "link",
}


def model_of(kind):
    """The model that a row's kind names; None if its app is gone."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def kind_label(kind):
    """A row's kind in words."""
    model = model_of(kind)
    return capfirst(model._meta.verbose_name) if model else kind


def edit_url(kind, pk):
    """Where a version of a thing is edited in the admin; "" where there is no such page."""
    model = model_of(kind)
    if model is None:
        return ""
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[pk])
    try:
        return reverse(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:edit", args=[quote(pk)])
    except NoReverseMatch:
        return ""


def cell_url(cell):
    """Where the translation in ``cell`` is worked on; "" as long as nothing was handed over."""
    if cell.translation_id:
        try:
            return reverse("localization:translate", args=[cell.translation_id])
        except NoReverseMatch:
            pass
    return edit_url(cell.row.kind, cell.target_pk) if cell.target_pk else ""


@dataclass
class ShownCell:
    """A cell as the board draws it."""

    cell: BoardCell
    matches: bool
    now: object

    @property
    def state(self):
        return CellState(self.cell.state)

    @property
    def icon(self):
        return ICONS[self.state]

    @property
    def url(self):
        return cell_url(self.cell)

    @property
    def is_underway(self):
        """Whether the numbers of segments say something that the state does not."""
        return self.state in (CellState.IN_PROGRESS, CellState.OUT_OF_DATE, CellState.IN_REVIEW)

    @property
    def is_overdue(self):
        done = (CellState.CURRENT, CellState.SAME_ON_PURPOSE)
        return bool(self.cell.deadline and self.cell.deadline < self.now and self.state not in done)


@dataclass
class ShownRow:
    """A row as the board draws it; ``cells`` has one for each column, None in the language it was written in."""

    row: object
    origin: str
    cells: list

    @property
    def kind(self):
        return kind_label(self.row.kind)

    @property
    def url(self):
        return edit_url(self.row.kind, self.row.object_pk)

    @property
    def tag(self):
        return language_tag(self.origin)


@dataclass
class Language:
    """A column."""

    pk: int
    code: str

    @property
    def name(self):
        return language_label(self.code)

    @property
    def tag(self):
        return language_tag(self.code)


def languages_of(query):
    """The columns that ``query`` asks for."""
    return [Language(locale.pk, code) for code, locale in query.locales.items() if query.language in ("", code)]


def shown_rows(rows, query):
    """ShownRows of a page of BoardRows; one query."""
    rows, columns, now = list(rows), languages_of(query), timezone.now()
    codes = {locale.pk: code for code, locale in query.locales.items()}
    by_row = {row.pk: row for row in rows}
    cells = {}
    for cell in BoardCell.objects.filter(row__in=rows, locale__in=[column.pk for column in columns]).select_related(
        "assignee"
    ):
        cell.row = by_row[cell.row_id]
        cells[cell.row_id, cell.locale_id] = ShownCell(cell, query.matches(cell), now)
    return [
        ShownRow(row, codes[row.locale_id], [(column, cells.get((row.pk, column.pk))) for column in columns])
        for row in rows
    ]


def page_of(query, number):
    """The Django page ``number`` of the rows that match; the nearest for what there is not."""
    return Paginator(query.rows(), ROWS).get_page(number)


@dataclass
class Choice:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass
class Chip:
    """A state with its number of cells, as a link that chooses it or, if it is chosen, lets it go."""

    state: CellState
    number: int
    chosen: bool
    query: str

    @property
    def icon(self):
        return ICONS[self.state]


def chips(query):
    """How many cells are in each state, of what else is chosen; one query."""
    counts = query.counts()
    return [
        Chip(
            state,
            counts.get(state.value, 0),
            query.state == state,
            query.as_params(state="" if query.state == state else state.value),
        )
        for state in CellState
    ]


def _choices(pairs, chosen):
    return [Choice(str(value), label, str(value) == str(chosen or "")) for value, label in pairs]


def selects(query):
    """The filters that are lists: ``[(name, label, choices)]``, of what the person sees. Two queries."""
    facets = visible_rows(query.user).order_by().values_list("kind", "year").distinct()
    kinds, years = set(), set()
    for kind, year in facets:
        kinds.add(kind)
        years.add(year)
    editions = [(year, str(year)) for year in sorted(years - {None}, reverse=True)]
    kinds = sorted(((kind, kind_label(kind)) for kind in kinds), key=lambda pair: pair[1])
    people = [(str(person.pk), person.get_full_name() or person.get_username()) for person in translators()]
    languages = [(code, language_label(code)) for code in query.locales]
    return [
        (
            "year",
            _("Edition"),
            _choices(editions, query.year),
        ),
        (
            "kind",
            _("Kind"),
            _choices(kinds, query.kind),
        ),
        ("language", _("Language"), _choices(languages, query.language)),
        ("state", _("State"), _choices([(state.value, state.label) for state in CellState], query.state)),
        (
            "translator",
            _("Translator"),
            _choices([(MINE, _("Me")), (NOBODY, _("Nobody")), *people], query.translator),
        ),
        ("deadline", _("Deadline"), _choices(DEADLINES.items(), query.deadline)),
        ("origin", _("Written in"), _choices(languages, query.origin)),
    ]
