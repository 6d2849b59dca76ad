"""Bytes of a spreadsheet to Lines of texts, whatever they claim to be: CSV here, XLSX in ``workbooks``."""

import codecs
import csv
import io
import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from cases_cms.interchange import workbooks
from cases_cms.interchange.errors import NO_TABLE, FileRefusedError
from cases_cms.interchange.limits import MAX_BYTES, Counted
from cases_cms.interchange.tables import Line

MACROS = {".xlsm", ".xltm", ".xlam", ".xlsb", ".xls4"}
TEXTS = {".csv", ".txt", ".tsv"}
#: What files of other kinds begin with; none of them is text.
SIGNATURES = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"%PDF", b"\x89PNG", b"GIF8")
ZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A text file in which a spreadsheet would see a formula or a command. A line that begins with “- ” is a list's, and
#: “-UNESCO (Paris)” is one, too.
FORMULA = re.compile(r"\s*(?:[=＝]|[+\-@＋－＠][A-Za-z_][\w.]*(?:[|!]|\([^\r\n]*[:,!|+*/]|\([^()\s]*\)\s*\Z))")
#: Share of a text's characters beyond ASCII that have to be common Chinese ones for it to be GB18030.
COMMON = 0.8


def read_lines(name, data):
    """``[Line]`` of a file, those without a text left out; FileRefusedError."""
    data = bytes(data)
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    _check(ending, data)
    if ending == ".xlsx":
        return workbooks.read_lines(data)
    return _read_csv(data)


def _check(ending, data):
    """What a file says it is, against how it begins."""
    if not data:
        raise FileRefusedError(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise FileRefusedError(
            _("The file is too large: at most %(size)s MB are read. Send pictures in a ZIP beside it.")
            % {"size": MAX_BYTES // 1024**2}
        )
    if ending in MACROS:
        raise FileRefusedError(_("Files with macros are not read. Save it as “Excel workbook (.xlsx)”."))
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileRefusedError(_("The file has a password. Save it without one."))
        raise FileRefusedError(
            _("This is a file of an old Excel, or something else. Save it as “Excel workbook (.xlsx)” or as CSV.")
        )
    if ending not in {".xlsx", *TEXTS}:
        raise FileRefusedError(_("Give an Excel workbook (.xlsx) or a CSV file."))
    if data.startswith(SIGNATURES) or data.startswith(ZIP) != (ending == ".xlsx"):
        raise FileRefusedError(NO_TABLE)


# --- CSV -----------------------------------------------------------------------------------------


def _decode(data):
    """The text: UTF-8, UTF-16 with its mark, or GB18030."""
    is_marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ("utf-16",) if is_marked else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _is_chinese(text):
            if "\0" in text or sum(char < " " and char not in "\t\r\n\f" for char in text[:10_000]) > 8:
                raise FileRefusedError(NO_TABLE)
            return text
    raise FileRefusedError(_("The letters of the file cannot be read. Save it as “CSV UTF-8”."))


def _is_chinese(text):
    beyond = [char for char in text if not char.isascii()]
    common = len("".join(beyond).encode("gb2312", "ignore")) / 2
    return common >= COMMON * len(beyond)


def _separator(text):
    """``(sign, the rest)``: what “sep=” says, else the most frequent sign of the first line outside quotes."""
    first, _end, rest = text.partition("\n")
    told = re.fullmatch(r"\ufeff?sep=(.)\r?", first)
    if told:
        return told[1], rest
    line, quoted = [], False
    for char in text:
        if char == '"':
            quoted = not quoted
        elif char == "\n" and not quoted and "".join(line).strip():
            break
        elif not quoted:
            line.append(char)
    return max(",;\t", key=line.count), text


def _check_quotes(text, separator, before):
    """FileRefusedError where a quotation mark takes the lines after it into its cell; ``before``: lines cut off.

    It is closed nowhere, or by one that opens another cell: that in a later line, with a text right behind it.
    """
    border = rf"[{re.escape(separator)}\r\n]"
    cell = rf'(?:\A|(?<={border}))"(?P<text>[^"]*+(?:""[^"]*+)*+)(?P<end>"?)(?P<rest> *+(?!{border}|\Z))?'
    for match in re.finditer(cell, text):
        # “"a"b” in one line is read as it always was.
        is_other = match["rest"] is not None and re.search(r"[\r\n]", match["text"])
        if is_other or not match["end"]:
            number = before + 1 + len(re.findall(r"\r\n?|\n", text[: match.start()]))
            told = _("The quotation mark that begins in line %(number)s is never closed.") % {"number": number}
            raise FileRefusedError(told)


def _read_csv(data):
    whole = _decode(data)
    separator, text = _separator(whole)
    _check_quotes(text, separator, 1 if text != whole else 0)
    lines, counted = [], Counted()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            texts = {column: cell for column, cell in enumerate(cells, start=1) if cell.strip()}
            if not texts:
                continue
            line = Line(number, texts)
            for column, cell in texts.items():
                if FORMULA.match(cell):
                    raise workbooks.refuse_formula(line.cell(column).coordinate)
                texts[column] = workbooks.unescape(cell)
                counted.check(line, column)
            counted.add_line()
            lines.append(line)
    except csv.Error as error:
        raise FileRefusedError(
            _("The file is no table, or a quotation mark is not closed: a text is far too long.")
        ) from error
    return lines
