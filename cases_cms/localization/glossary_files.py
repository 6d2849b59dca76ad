"""Files of terms, CSV and TBX-Basic, out and in. Reading gives rows with what is wrong in them, and writes nothing."""

import csv
import io
import uuid
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from cases_cms.core.countries import content_languages
from cases_cms.localization.enums import FormStatus, PartOfSpeech
from cases_cms.localization.glossary import glossary
from cases_cms.localization.glossary_services import TermData

MAX_BYTES, MAX_ROWS = 1024 * 1024, 5000
#: Between several words of one cell.
BETWEEN = " | "
OFFICIAL, ALLOWED, FORBIDDEN = FormStatus.OFFICIAL, FormStatus.ALLOWED, FormStatus.FORBIDDEN
COLUMNS = ("key", "part_of_speech", "public", "note")
#: A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Tags of languages in other people's files.
LANGUAGES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans", "zh-tw": "zh-hant", "zh-hk": "zh-hant"}


class FileError(ValueError):
    """A file that cannot be read at all; says why."""


@dataclass
class FileRow:
    """A term of a file: its number there, what it says, what is wrong with it (“” if nothing), its languages."""

    number: int
    term: TermData
    error: str = ""
    languages: tuple = ()
    remark: str = ""

    @property
    def label(self):
        """The term by its official words."""
        return " · ".join(form[1] for form in self.term.forms if form[2] == OFFICIAL) or self.term.key


def language_of_tag(tag):
    """The site's code of a language tag (“zh-CN” → “zh-hans”), or ""."""
    tag = tag.strip().lower().replace("_", "-")
    codes = (tag, LANGUAGES.get(tag, ""), tag.partition("-")[0])
    own = content_languages()
    return next(
        (code for code in codes if code in own),
        next((code for code in codes if "name" in LANG_INFO.get(code, {})), ""),
    )


def file_languages(entries):
    """Codes of all languages that ``entries`` have words in, in order."""
    return sorted({language for entry in entries for language in entry.forms})


# --- CSV -------------------------------------------------------------------------------------


def _safe(text):
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(text):
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def write_csv(entries=None):
    """Yield the lines of a CSV file (UTF-8 with a byte order mark) of Entries, or of all."""
    entries = list(glossary().entries.values()) if entries is None else entries
    languages = file_languages(entries)
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(cells):
        writer.writerow([_safe(cell) for cell in cells])
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    heads = [f"{language}{end}" for language in languages for end in ("", " allowed", " forbidden")]
    yield "\ufeff" + line([*COLUMNS, *heads])
    for entry in entries:
        cells = [entry.key, entry.part_of_speech, "yes" if entry.is_public else "no", entry.note]
        for language in languages:
            cells += [BETWEEN.join(entry.words(language, status)) for status in (OFFICIAL, ALLOWED, FORBIDDEN)]
        yield line(cells)


def _decode(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(_("The file is not UTF-8. Save it as “CSV UTF-8”.")) from error


def _read_heads(row):
    """``{column: (language, status)}``; raises FileError for a column that means nothing."""
    heads = {}
    for number, head in enumerate(row):
        head = head.strip()
        if head.lower() in COLUMNS or not head:
            continue
        tag, _space, kind = head.partition(" ")
        language = language_of_tag(tag)
        if not language or kind not in ("", ALLOWED, FORBIDDEN):
            raise FileError(_("The column “%(name)s” means nothing here.") % {"name": head[:60]})
        heads[number] = (language, kind or OFFICIAL)
    if not heads:
        raise FileError(_("The first line names no language. Columns are called “en”, “en allowed”, “en forbidden”."))
    return heads


def _read_csv_row(number, row, names, heads):
    cells = [_plain(cell) for cell in row]
    values = {name: cells[place] for name, place in names.items() if place < len(cells)}
    forms = []
    for place, (language, status) in heads.items():
        for text in cells[place].split("|") if place < len(cells) else ():
            if text.strip():
                forms.append((language, text.strip(), status, ""))
    term = TermData(
        key=values.get("key", ""),
        part_of_speech=values.get("part_of_speech") or None,
        note=values.get("note"),
        is_public=values["public"].lower() not in ("no", "false", "0", "否") if values.get("public") else None,
        forms=forms,
    )
    return FileRow(number, term, _error(term), tuple(dict.fromkeys(language for language, _kind in heads.values())))


def read_csv(content):
    """FileRows of a CSV file; raises FileError."""
    text = _decode(content)
    if "\0" in text:
        raise FileError(_("This is no CSV file."))
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FileError(_("This is no CSV file.")) from error
    if not table:
        raise FileError(_("The file is empty."))
    heads = _read_heads(table[0])
    names = {head.strip().lower(): place for place, head in enumerate(table[0]) if head.strip().lower() in COLUMNS}
    rows = [(number, row) for number, row in enumerate(table[1:], start=2) if any(cell.strip() for cell in row)]
    return [_read_csv_row(number, row, names, heads) for number, row in _not_too_many(rows)]


def _not_too_many(rows):
    if len(rows) > MAX_ROWS:
        raise FileError(_("The file has more than %(number)d terms.") % {"number": MAX_ROWS})
    return rows


def _error(term):
    if term.part_of_speech not in (None, *PartOfSpeech.values):
        return _("“%(value)s” is no part of speech.") % {"value": term.part_of_speech[:60]}
    if term.key and not _is_key(term.key):
        return _("“%(value)s” is no key of a term. Leave it empty for a new one.") % {"value": term.key[:60]}
    return ""


def _is_key(text):
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def read_file(name, content):
    """FileRows of a CSV or TBX file, told apart by how it begins; raises FileError."""
    from cases_cms.localization.glossary_tbx import read_tbx  # it needs this module

    if len(content) > MAX_BYTES:
        raise FileError(_("The file is larger than 1 MB."))
    begin = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    return read_tbx(content) if begin.startswith(b"<") else read_csv(content)
