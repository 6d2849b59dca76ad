"""What the board shows: a page of rows with a cell for each language, counts, and the choices of its filters."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from cases_cms.core.languages import language_label, language_tag
from cases_cms.localization.board_filters import DEADLINES, MINE, NOBODY, translators, visible_rows
from cases_cms.localization.board_html import ICONS, CellWriter
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell, BoardRow, ImageText

ROWS = 50


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


class Addresses:
    """Addresses in the admin, of many things: each kind of address is resolved once."""

    def __init__(self):
        self._patterns = {}

    def _of(self, name, pk):
        if name not in self._patterns:
            try:
                before, after = reverse(name, args=["0"]).rsplit("0", maxsplit=1)
            except NoReverseMatch:
                before = after = None
            self._patterns[name] = before, after
        before, after = self._patterns[name]
        return "" if before is None else f"{before}{quote(pk)}{after}"

    def edit(self, kind, pk):
        """Where a version of a thing is edited; "" where there is no such page."""
        model = model_of(kind)
        if model is None or model is ImageText:  # a picture's own description is written in the library
            return ""
        if issubclass(model, Page):
            return self._of("wagtailadmin_pages:edit", pk)
        return self._of(f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:edit", pk)

    def of_cell(self, cell):
        """Where the translation in ``cell`` is worked on; "" as long as nothing was handed over."""
        if cell.translation_id:
            return self._of("localization:translate", cell.translation_id)
        return self.edit(cell.row.kind, cell.target_pk) if cell.target_pk else ""


@dataclass
class ShownRow:
    """A row as the board draws it; ``cells`` is the HTML of its columns."""

    row: BoardRow
    tag: str
    kind: str
    url: str
    cells: list


@dataclass
class Language:
    """A column."""

    pk: int
    code: str
    name: str


def languages_of(query):
    """The columns that ``query`` asks for."""
    return [
        Language(locale.pk, code, language_label(code))
        for code, locale in query.locales.items()
        if query.language in ("", code)
    ]


def shown_rows(rows, query, *, selectable=False):
    """ShownRows of a page of BoardRows, with checkboxes if ``selectable``; one query."""
    rows, columns = list(rows), languages_of(query)
    writer, addresses = CellWriter(selectable=selectable), Addresses()
    tags = {locale.pk: language_tag(code) for code, locale in query.locales.items()}
    by_row = {row.pk: row for row in rows}
    cells = {}
    for cell in BoardCell.objects.filter(row__in=rows, locale__in=[column.pk for column in columns]).select_related(
        "assignee"
    ):
        cell.row = by_row[cell.row_id]
        cells[cell.row_id, cell.locale_id] = cell

    def drawn(row, column):
        cell = cells.get((row.pk, column.pk))
        if cell is None:
            return writer.origin(column)
        return writer.cell(cell, column, title=row.title, url=addresses.of_cell(cell), matches=query.matches(cell))

    kinds = {kind: kind_label(kind) for kind in {row.kind for row in rows}}
    return [
        ShownRow(
            row,
            tags[row.locale_id],
            kinds[row.kind],
            addresses.edit(row.kind, row.object_pk),
            [drawn(row, column) for column in columns],
        )
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
