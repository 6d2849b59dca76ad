"""Reads XLSX: strictly, and only what a table needs. Sizes that the file states are not believed.

A library would read far more than texts (drawings, filters, styles), each of which can be broken or hostile.
"""

import io
import math
import posixpath
import re
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from cases_cms.interchange.errors import DAMAGED, NO_TABLE, UNPACKED, FileRefusedError
from cases_cms.interchange.limits import MAX_ELEMENTS, MAX_PARTS, MAX_UNPACKED, Counted
from cases_cms.interchange.tables import Line, column_letters, column_number

#: Parts that carry what can act or fetch, by what their names hold.
MACROS = ("vbaproject", "activex", "macrosheets", "ctrlprops", "embeddings", "customui")
ELSEWHERE = ("externallinks/", "connections.xml", "querytables/", "webextensions", "model/item")
#: Numbers of formats that Excel has for dates in Chinese and other languages, which no file declares.
EAST_ASIAN_DATES = {*range(27, 37), *range(50, 59)}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: Formats such as 000 and "2026-"000: what people see there is what they mean.
_PADDED = re.compile(r'(?:"([^"]*)")?(0{2,20})')
_APOSTROPHE = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
#: The last line that a sheet can have.
LAST = 1_048_576


def unescape(text):
    """Without the apostrophe that keeps spreadsheets from taking a text for a formula (``writing``)."""
    return text[1:] if _APOSTROPHE.match(text) else text


def refuse_formula(coordinate):
    """The error that says where a formula stands."""
    return FileRefusedError(
        _("%(cell)s holds a formula. Put its value there: copy the cell, then paste “values only”.")
        % {"cell": coordinate}
    )


def read_lines(data):
    """``[Line]`` of the first visible sheet; FileRefusedError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive)
            return _Workbook(archive).lines()
    except FileRefusedError:
        raise
    except DefusedXmlException as error:
        raise FileRefusedError(_("The file declares entities, as no spreadsheet does.")) from error
    except (
        *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError),
        *(ParseError, ValueError, KeyError, IndexError, OverflowError, TypeError),
    ) as error:
        raise FileRefusedError(DAMAGED) from error


def _check(archive):
    """All parts by their names and sizes, before one is read; ``zipfile`` gives no byte more than a part states."""
    infos = archive.infolist()
    names = [info.filename.lower() for info in infos]
    if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise FileRefusedError(UNPACKED)
    if any(info.flag_bits & 1 for info in infos):
        raise FileRefusedError(_("The file has a password. Save it without one."))
    if len(set(names)) != len(names):
        raise FileRefusedError(DAMAGED)
    if any(word in name for name in names for word in MACROS):
        raise FileRefusedError(_("The file holds macros or embedded objects. Save it without them, as .xlsx."))
    if any(word in name for name in names for word in ELSEWHERE):
        raise FileRefusedError(_("The file takes data from other files. Break the links, and save it again."))
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise FileRefusedError(NO_TABLE)
    if b"macroenabled" in archive.read(infos[names.index("[content_types].xml")]).lower():
        raise FileRefusedError(_("Files with macros are not read. Save it as “Excel workbook (.xlsx)”."))


def _local(tag):
    """The name of an element without its namespace: there are two dialects."""
    return tag.rpartition("}")[2]


def _attribute(element, name):
    return next((value for key, value in element.attrib.items() if _local(key) == name), None)


def _text_of(element):
    """The text of a string: runs together, without the readings that stand above Chinese characters."""
    parts = []
    for child in element:
        if _local(child.tag) == "t":
            parts.append(child.text or "")
        elif _local(child.tag) == "r":
            parts += [part.text or "" for part in child if _local(part.tag) == "t"]
    return _unescaped("".join(parts)).replace("\r\n", "\n").replace("\r", "\n")


def _unescaped(text):
    """With the characters that were written by their numbers; halves of characters, and nothing (0), are none."""
    if not _ESCAPED.search(text):
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore").replace("\0", "")


class _Workbook:
    """The parts of a workbook that matter."""

    def __init__(self, archive):
        self.archive = archive
        self.names = {name.lower(): name for name in archive.namelist()}
        self.epoch = CALENDAR_WINDOWS_1900
        self.sheet = self._find_sheet()
        self.strings = self._read_strings()
        self.padded = {}
        self.date_styles = self._read_date_styles()

    def _elements(self, part, *wanted, begun=""):
        """The finished elements of a part that have one of these names, and the beginnings of those named ``begun``.

        What was used, and what nobody wants, is forgotten at once: memory does not grow with the part.
        """
        above, inside, count = [], 0, 0
        with self.archive.open(self.names[part]) as stream:
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                name = _local(element.tag)
                if event == "start":
                    count += 1
                    if count > MAX_ELEMENTS:
                        raise FileRefusedError(UNPACKED)
                    above.append(element)
                    inside += name in wanted
                    if name == begun:
                        yield element
                    continue
                above.pop()
                inside -= name in wanted
                if inside:
                    continue
                if name in wanted:
                    yield element
                if above:
                    above[-1].clear()

    def _find_sheet(self):
        targets = {}
        for element in self._elements("xl/_rels/workbook.xml.rels", "Relationship"):
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[element.get("Id")] = posixpath.normpath(path).lower()
        for element in self._elements("xl/workbook.xml", "workbookPr", "sheet"):
            if _local(element.tag) == "workbookPr":
                self.epoch = CALENDAR_MAC_1904 if element.get("date1904") in ("1", "true") else self.epoch
            elif element.get("state", "visible") == "visible":
                found = targets.get(_attribute(element, "id"), "")
                if found.startswith("xl/worksheets/"):
                    return found
        raise FileRefusedError(_("The file has no table."))

    def _read_strings(self):
        part = "xl/sharedstrings.xml"
        return [_text_of(element) for element in self._elements(part, "si")] if part in self.names else []

    def _read_date_styles(self):
        """Numbers of the cell styles that show a number as a date; notes in ``padded`` those that show 1 as 001."""
        part, formats, styles = "xl/styles.xml", {}, set()
        if part not in self.names:
            return styles
        for element in self._elements(part, "numFmts", "cellXfs"):
            if _local(element.tag) == "numFmts":
                formats = {child.get("numFmtId"): child.get("formatCode", "") for child in element}
                continue
            for number, child in enumerate(element):
                key = child.get("numFmtId", "0")
                code = formats.get(key) or BUILTIN_FORMATS.get(int(key), "")
                if int(key) in EAST_ASIAN_DATES or is_date_format(code):
                    styles.add(number)
                elif padded := _PADDED.fullmatch(code):
                    self.padded[number] = (padded[1] or "", len(padded[2]))
        return styles

    def lines(self):
        """``[Line]`` of the sheet."""
        lines, counted, number, column, texts = [], Counted(), 0, 0, {}
        for element in self._elements(self.sheet, "c", begun="row"):
            if _local(element.tag) == "row":
                before, number = number, int(element.get("r") or number + 1)
                if not before < number <= LAST:
                    raise ValueError(number)
                column, texts = 0, {}
                continue
            coordinate = element.get("r")
            column = column_number(coordinate) if coordinate else column + 1
            text = self._text(element, f"{column_letters(column)}{number}")
            if not text.strip():
                continue
            if not texts:
                lines.append(Line(number, texts))
                counted.add_line()
            texts[column] = unescape(text)
            counted.check(lines[-1], column)
        return lines

    def _text(self, element, coordinate):
        """The text of a cell, as it would be typed."""
        kind, value = element.get("t", "n"), None
        for child in element:
            name = _local(child.tag)
            if name == "f":
                raise refuse_formula(coordinate)
            if name == "is":
                return _text_of(child)
            if name == "v":
                value = child.text
        if value is None:
            return ""
        if kind == "s":
            return self.strings[int(value)]
        if kind == "e":
            raise FileRefusedError(
                _("%(cell)s holds an error (%(error)s). Correct it.") % {"cell": coordinate, "error": value[:20]}
            )
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "n":
            return self._number(value, int(element.get("s") or 0))
        return value

    def _number(self, value, style):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(value)
        if style in self.date_styles:
            moment = from_excel(number, self.epoch)
            return str(moment).removesuffix(" 00:00:00")
        if number.is_integer() and abs(number) < 1e15:
            before, digits = self.padded.get(style, ("", 0)) if number >= 0 else ("", 0)
            return before + str(int(number)).zfill(digits)
        return repr(number)
