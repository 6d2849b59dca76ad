"""The board as a table for spreadsheets: a line for each cell."""

import csv
import io

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cases_cms.core.languages import language_label
from cases_cms.localization.board import kind_label
from cases_cms.localization.board_filters import translators
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardRow

#: What makes a spreadsheet take a text for a formula, at its beginning.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 1_000


def harmless(value):
    """``value`` as a text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text


def headings():
    """The first line."""
    return [
        _("Title"),
        _("Kind"),
        _("Edition"),
        _("Written in"),
        _("Language"),
        _("State"),
        _("Segments"),
        _("Translated"),
        _("Words left"),
        _("Open questions"),
        _("Translator"),
        _("Deadline"),
    ]


COLUMNS = (
    "row__title",
    "row__kind",
    "row__year",
    "row__locale_id",
    "locale_id",
    "state",
    "segments",
    "translated",
    "words_left",
    "questions",
    "assignee_id",
    "deadline",
)


def lines(query):
    """Pieces of a CSV file, with the mark by which spreadsheets know UTF-8; the database is read piece by piece.

    It speaks the language of the moment it is called in: who sends it piece by piece is in none any more.
    """
    return _in_language(_pieces(query), get_language())


def _in_language(pieces, language):
    while True:
        with override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _pieces(query):
    file = io.StringIO()
    writer = csv.writer(file)

    def written():
        text = file.getvalue()
        file.seek(0)
        file.truncate()
        return text

    file.write("\ufeff")
    writer.writerow(headings())
    names = {locale.pk: language_label(code) for code, locale in query.locales.items()}
    kinds = {kind: kind_label(kind) for kind in BoardRow.objects.order_by().values_list("kind", flat=True).distinct()}
    people = {person.pk: harmless(person.get_full_name() or person.get_username()) for person in translators()}
    states = {state.value: str(state.label) for state in CellState}
    cells = query.cells().select_related(None).values_list(*COLUMNS)
    for number, (title, kind, year, origin, language, state, *numbers, person, deadline) in enumerate(
        cells.iterator(chunk_size=CHUNK), start=1
    ):
        writer.writerow(
            [
                harmless(title),
                harmless(kinds.get(kind, kind)),
                year or "",
                names[origin],
                names[language],
                states[state],
                *numbers,
                people.get(person, ""),
                deadline.isoformat() if deadline else "",
            ]
        )
        if number % CHUNK == 0:
            yield written()
    yield written()
