"""PO, as gettext and every translator's desk know it: texts with formatting have tags, others stand as one types them.

A draft (machine translation, or what the former source was translated as) is fuzzy; ``#|`` says what that source was.
"""

import re

import polib
from django.utils.translation import gettext as _

from cases_cms.localization.files.documents import (
    CHANGED,
    FileError,
    ReadDocument,
    ReadUnit,
    short_hash,
    stored_of,
    text_of,
)

CONTENT_TYPE = "text/x-gettext-translation"
ENDING = "po"
TRANSLATION, SOURCE_LANGUAGE, MADE_AT, TITLE = (
    "X-Cases-Translation",
    "X-Source-Language",
    "X-Cases-Made-At",
    "X-Cases-Title",
)
#: What neither format can hold: controls but for tab and new line.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text):
    """Without characters that files cannot hold."""
    return _CONTROLS.sub("", text)


def _text(stored, is_rich):
    return clean(text_of(stored, is_rich)).strip("\n")


def dump(document):
    """The file's bytes."""
    po = polib.POFile(wrapwidth=0, check_for_duplicates=False)
    po.metadata = {
        "Project-Id-Version": "cases_cms",
        "PO-Revision-Date": document.made_at[:16].replace("T", " ") + "+0000",
        "Last-Translator": "",
        "Language-Team": document.language,
        "Language": document.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        TRANSLATION: document.translation,
        SOURCE_LANGUAGE: document.source_language,
        MADE_AT: document.made_at,
        TITLE: " ".join(clean(document.title).split()),
    }
    seen = set()
    for unit in document.units:
        source = _text(unit.source, unit.is_rich)
        if not source or (unit.path, source) in seen:
            continue  # the same text at the same place has one translation
        seen.add((unit.path, source))
        entry = polib.POEntry(
            msgctxt=unit.path,
            msgid=source,
            msgstr=_text(unit.target, unit.is_rich),
            comment=clean(unit.note),
        )
        if unit.needs_work:
            entry.flags.append("fuzzy")
        if unit.state == CHANGED and unit.former_source:
            entry.previous_msgctxt = unit.path
            entry.previous_msgid = _text(unit.former_source, unit.is_rich)
        po.append(entry)
    return f"{po}\n".encode()


def load(name, data):
    """``[ReadDocument]`` of a file's bytes; FileError for what is no PO in UTF-8."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(_("The file is not in UTF-8.")) from error
    try:
        # polib opens a file where the text is the name of one: a text that begins with a new line is none.
        po = polib.pofile("\n" + text.replace("\r\n", "\n").replace("\x00", ""))
    except (OSError, ValueError, IndexError, KeyError, AttributeError) as error:
        raise FileError(_("The file is no PO file, or it is damaged.")) from error
    entries = [entry for entry in po if not entry.obsolete]
    if not entries and not po.metadata:
        raise FileError(_("The file is no PO file, or it is damaged."))
    return [
        ReadDocument(
            name=name,
            translation=po.metadata.get(TRANSLATION, "").strip(),
            source_language=po.metadata.get(SOURCE_LANGUAGE, "").strip(),
            language=po.metadata.get("Language", "").strip(),
            made_at=po.metadata.get(MADE_AT, "").strip(),
            find=find,
            units=tuple(_unit(entry, number) for number, entry in enumerate(entries, start=1)),
        )
    ]


def _unit(entry, number):
    text = entry.msgstr

    def stored(unit):
        return stored_of(clean(text).strip("\n"), unit.is_rich)

    return ReadUnit(
        place=str(number),
        path=entry.msgctxt or "",
        source=entry.msgid,
        raw=text,
        stored=stored,
        is_final="fuzzy" not in entry.flags,
        place_hash=short_hash(entry.msgctxt or ""),
    )


def find(unit, units):
    """The Unit of ours that a file's unit is about, or None; ``units`` are Units (documents.Units)."""
    wanted = clean(unit.source).strip("\n")
    for ours in units.by_path.get(unit.path, ()):
        if _text(ours.source, ours.is_rich) == wanted:
            return ours
    return None
