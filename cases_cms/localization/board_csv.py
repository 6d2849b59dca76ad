"""The board as a table for spreadsheets: a line for each cell."""

import csv

from django.utils.translation import gettext as _

from cases_cms.core.languages import language_label
from cases_cms.localization.board import kind_label
from cases_cms.localization.models import BoardRow

#: What makes a spreadsheet take a text for a formula, at its beginning.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 1_000


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line):
        return line


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


def lines(query):
    """The lines of a CSV file, with the mark by which spreadsheets know UTF-8; the database is read piece by piece."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(headings())
    codes = {locale.pk: code for code, locale in query.locales.items()}
    names = {pk: language_label(code) for pk, code in codes.items()}
    kinds = {kind: kind_label(kind) for kind in BoardRow.objects.order_by().values_list("kind", flat=True).distinct()}
    for cell in query.cells().select_related(None).select_related("row", "assignee").iterator(chunk_size=CHUNK):
        person = cell.assignee
        yield writer.writerow(
            [
                harmless(cell.row.title),
                harmless(kinds.get(cell.row.kind, cell.row.kind)),
                cell.row.year or "",
                names[cell.row.locale_id],
                names[cell.locale_id],
                cell.get_state_display(),
                cell.segments,
                cell.translated,
                cell.words_left,
                cell.questions,
                harmless(person.get_full_name() or person.get_username()) if person else "",
                cell.deadline.isoformat() if cell.deadline else "",
            ]
        )
