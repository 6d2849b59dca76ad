"""Tables of cases as files: XLSX with drop-downs and notes, and CSV. No text in them is a formula."""

import csv
import io
import re

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from cases_cms.core.countries import country_choices
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.kinds import Category, Plain, Rich, YesNo
from cases_cms.interchange.limits import MAX_CELL, MAX_ROWS
from cases_cms.interchange.tables import column_letters
from cases_cms.interchange.workbooks import unescape
from cases_cms.localization.board_csv import FORMULAS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: What a workbook cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What a workbook would read as a character's number, as in “_x0041_”; the stroke before it is written as one itself.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
#: How many characters Excel allows in the title and in the text of a hint.
_HINT_TITLE, _HINT = 32, 255
_HEAD, _NEEDED, _EXAMPLE = ("FFFFFF", "1F5D6B"), ("FFFFFF", "8A1C3B"), ("6B6B6B", "F3EFE6")


def harmless(text):
    """A text that a program takes for no formula, and that ``workbooks.unescape`` gives back as it was."""
    return f"'{text}" if text.startswith(FORMULAS) or unescape(text) != text else text


# --- CSV -----------------------------------------------------------------------------------------


def csv_pieces(rows, table_places, reader):
    """Pieces of a CSV file of rows ``{key: text}``, with the mark by which Excel knows UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)

    def line(texts):
        writer.writerow([harmless(text) for text in texts])
        text = file.getvalue()
        file.seek(0)
        file.truncate()
        return text.encode()

    yield b"\xef\xbb\xbf" + line([place.heading(reader) for place in table_places])
    for row in rows:
        yield line([row.get(place.key, "") for place in table_places])


# --- XLSX ----------------------------------------------------------------------------------------


def xlsx(rows, table_places, known, reader, *, example=None):
    """Bytes of a workbook of rows ``{key: text}`` for readers of a language; ``example`` is a row that shows how.

    FileRefusedError for a text that is longer than a cell can hold.
    """
    rows = list(rows)
    with override(reader):
        _check_lengths(rows, table_places, reader)
        book = Workbook(write_only=True)
        sheet = book.create_sheet(pgettext("sheet", "Cases"))
        lists, notes = book.create_sheet(pgettext("sheet", "Lists")), book.create_sheet(pgettext("sheet", "Notes"))
        _set_up(sheet, table_places)
        _add_choices(sheet, lists, table_places, known, reader)
        sheet.append([_heading(sheet, place, reader) for place in table_places])
        if example:
            sheet.append([_styled(sheet, example.get(place.key, ""), *_EXAMPLE) for place in table_places])
        for row in rows:
            sheet.append([_cell(sheet, row.get(place.key, ""), place) for place in table_places])
        _fill_lists(lists, known, reader)
        _fill_notes(notes, table_places, reader)
        file = io.BytesIO()
        book.save(file)
    return file.getvalue()


def _write(sheet, text):
    """A cell with a text, whatever it begins with."""
    text = _CONTROLS.sub("", str(text))
    # What would be read back without its apostrophe gets one more; a formula is none as the cell is a text.
    written = f"'{text}" if unescape(text) != text else text
    cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", written))
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(FORMULAS):
        cell.quotePrefix = True  # it stays a text when somebody edits it
    return cell


def _styled(sheet, text, colour, ground, bold=False):
    cell = _write(sheet, text)
    cell.font = Font(name="Calibri", size=11, bold=bold, color=colour)
    cell.fill = PatternFill("solid", start_color=ground)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _heading(sheet, place, reader):
    return _styled(sheet, place.heading(reader), *(_NEEDED if place.column.is_required else _HEAD), bold=True)


def _check_lengths(rows, table_places, reader):
    """Before anything is written: a workbook that was begun has to be ended."""
    for number, row in enumerate(rows, start=2):
        for place in table_places:
            if len(row.get(place.key, "")) >= MAX_CELL:
                raise FileRefusedError(
                    _("“%(heading)s” of row %(row)s is longer than a cell can be. Take CSV.")
                    % {"heading": place.heading(reader), "row": number}
                )


def _cell(sheet, text, place):
    if not text:
        return None
    cell = _write(sheet, text)
    cell.alignment = Alignment(wrap_text=isinstance(place.column.kind, (Plain, Rich)) or "\n" in text, vertical="top")
    return cell


def _set_up(sheet, table_places):
    sheet.freeze_panes = "B2"
    for number, place in enumerate(table_places, start=1):
        column = sheet.column_dimensions[column_letters(number)]
        column.width = place.column.width
        # As texts: a program would make a date of an ID such as 2026-01.
        column.number_format = "@"


def _add_choices(sheet, lists, table_places, known, reader):
    """Drop-downs where a cell is one of a few, a hint everywhere."""
    for number, place in enumerate(table_places, start=1):
        kind, below = place.column.kind, f"{column_letters(number)}2:{column_letters(number)}{MAX_ROWS + 1}"
        choice = DataValidation(allow_blank=True)
        if isinstance(kind, Category) and known.category_codes:
            name = lists.title.replace("'", "''")
            choice = DataValidation(
                type="list", formula1=f"'{name}'!$A$2:$A${len(known.category_codes) + 1}", allow_blank=True
            )
        elif isinstance(kind, YesNo):
            choice = DataValidation(
                type="list", formula1=f'"{",".join(kind.choices(known, reader))}"', allow_blank=True
            )
        choice.showErrorMessage, choice.errorStyle = choice.type is not None, "warning"
        choice.error = str(place.column.note)[:_HINT]
        choice.promptTitle, choice.prompt = place.heading(reader)[:_HINT_TITLE], str(place.column.note)[:_HINT]
        choice.showInputMessage = True
        choice.add(below)
        sheet.data_validations.append(choice)


def _fill_lists(lists, known, reader):
    """What cells may say: categories; countries and regions with their codes."""
    for letter, width in (("A", 44), ("B", 36), ("C", 8)):
        lists.column_dimensions[letter].width = width
    heads = (pgettext("column", "Category"), pgettext("column", "Countries and regions"), "ISO")
    lists.append([_styled(lists, head, *_HEAD, bold=True) for head in heads])
    categories, countries = Category().choices(known, reader), country_choices()
    for number in range(max(len(categories), len(countries))):
        category = categories[number] if number < len(categories) else ""
        code, name = countries[number] if number < len(countries) else ("", "")
        lists.append([_write(lists, text) if text else None for text in (category, name, code)])


def _fill_notes(notes, table_places, reader):
    """What each column is for."""
    for letter, width in (("A", 44), ("B", 14), ("C", 100)):
        notes.column_dimensions[letter].width = width
    heads = (_("Column"), pgettext("of a column", "Needed"), pgettext("of a column", "What it holds"))
    notes.append([_styled(notes, head, *_HEAD, bold=True) for head in heads])
    for place in table_places:
        needed = ""
        if place.column.is_required:
            needed = pgettext("of a column", "in one language") if place.language else pgettext("cell", "yes")
        texts = (place.heading(reader), needed, place.column.note)
        notes.append([_write(notes, text) if text else None for text in texts])
