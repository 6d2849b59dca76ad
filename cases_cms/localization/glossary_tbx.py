"""TBX-Basic, out as of 2008 (what desks read everywhere), in as of 2008 and 2019 (both styles)."""

import uuid
from xml.etree import ElementTree as ET

from defusedxml import ElementTree as SafeET
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from cases_cms.core.languages import language_tag
from cases_cms.localization.enums import FormStatus, PartOfSpeech
from cases_cms.localization.glossary import glossary
from cases_cms.localization.glossary_files import FileError, FileRow, _not_too_many, language_of_tag
from cases_cms.localization.glossary_services import TermData

XML = "{http://www.w3.org/XML/1998/namespace}"
STATUSES = {
    FormStatus.OFFICIAL: "preferredTerm-admn-sts",
    FormStatus.ALLOWED: "admittedTerm-admn-sts",
    FormStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}
READ_STATUSES = {
    **{value: status for status, value in STATUSES.items()},
    "supersededTerm-admn-sts": FormStatus.FORBIDDEN,
    "preferred": FormStatus.OFFICIAL,
    "admitted": FormStatus.ALLOWED,
    "deprecated": FormStatus.FORBIDDEN,
    "notRecommended": FormStatus.FORBIDDEN,
    "obsolete": FormStatus.FORBIDDEN,
}
#: Elements of 2008 and of 2019.
ENTRIES, LANGUAGES, TERMS = ("termEntry", "conceptEntry"), ("langSet", "langSec"), ("tig", "ntig", "termSec")


def write_tbx(entries=None):
    """A TBX file, as bytes, of Entries, or of all."""
    entries = glossary().entries.values() if entries is None else entries
    root = ET.Element("martif", {"type": "TBX-Basic", f"{XML}lang": "en"})
    header = ET.SubElement(root, "martifHeader")
    ET.SubElement(ET.SubElement(ET.SubElement(header, "fileDesc"), "sourceDesc"), "p").text = "Glossary"
    ET.SubElement(
        ET.SubElement(header, "encodingDesc"), "p", {"type": "XCSURI"}
    ).text = "http://www.lisa.org/fileadmin/standards/tbx_basic/TBXBasicXCSV02.xcs"
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for entry in entries:
        concept = ET.SubElement(body, "termEntry", {"id": f"c{entry.key}"})
        if entry.note:
            ET.SubElement(concept, "note").text = entry.note
        for language, forms in entry.forms.items():
            section = ET.SubElement(concept, "langSet", {f"{XML}lang": language_tag(language)})
            for text, status, note in forms:
                group = ET.SubElement(section, "tig")
                ET.SubElement(group, "term").text = text
                ET.SubElement(group, "termNote", {"type": "partOfSpeech"}).text = entry.part_of_speech
                ET.SubElement(group, "termNote", {"type": "administrativeStatus"}).text = STATUSES[status]
                if note:
                    ET.SubElement(group, "note").text = note
    ET.indent(root)
    declaration = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
    return declaration + ET.tostring(root, encoding="utf-8") + b"\n"


def _name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _below(element, *names):
    return [each for each in element.iter() if each is not element and _name(each) in names]


def _in(element, *names):
    return [each for each in element if _name(each) in names]


def _text(element):
    return " ".join("".join(element.itertext()).split())


def _property(element, name):
    """A value named by an attribute (2008, 2019 DCA) or by the element itself (2019 DCT)."""
    for each in element.iter():
        if each.get("type") == name or _name(each) == name:
            return _text(each)
    return ""


def _read_form(group, language, has_official):
    terms = _below(group, "term")
    text = _text(terms[0]) if terms else ""
    value = _property(group, "administrativeStatus") or _property(group, "normativeAuthorization")
    status = READ_STATUSES.get(value, FormStatus.ALLOWED if has_official else FormStatus.OFFICIAL)
    if status == FormStatus.OFFICIAL and has_official:
        status = FormStatus.ALLOWED
    notes = _below(group, "note")
    return (language, text, status, _text(notes[0])[:255] if notes else "")


def _read_entry(number, entry):
    forms, unknown, languages, part = [], [], [], ""
    for section in _in(entry, *LANGUAGES):
        tag = section.get(f"{XML}lang") or section.get("lang") or ""
        language = language_of_tag(tag)
        if not language:
            unknown.append(tag[:20])
            continue
        languages.append(language)
        for group in _in(section, *TERMS):
            part = part or _property(group, "partOfSpeech")
            has_official = any(form[0] == language and form[2] == FormStatus.OFFICIAL for form in forms)
            forms.append(_read_form(group, language, has_official))
    key = (entry.get("id") or "").removeprefix("c")
    try:
        key = str(uuid.UUID(key))
    except ValueError:
        key = ""
    note = next((_text(each) for each in entry if _name(each) == "note" or each.get("type") == "definition"), None)
    term = TermData(
        key=key,
        part_of_speech=part if part in PartOfSpeech.values else None,
        note=note,
        is_public=None,  # TBX has no word for it: a term that is there keeps what it has
        forms=[form for form in forms if form[1]],
    )
    remark = _("Languages left out: %(tags)s.") % {"tags": ", ".join(unknown)} if unknown else ""
    return FileRow(number, term, "", tuple(dict.fromkeys(languages)), remark)


def read_tbx(content):
    """FileRows of a TBX file; raises FileError. Entities and anything from elsewhere are refused."""
    try:
        root = SafeET.fromstring(content)
    except DefusedXmlException as error:
        raise FileError(_("The file defines entities or refers to other files, which is not allowed.")) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        raise FileError(_("This is no TBX file: the XML is broken.")) from error
    if _name(root) not in ("martif", "tbx"):
        raise FileError(_("This is no TBX file."))
    return [_read_entry(number, entry) for number, entry in enumerate(_not_too_many(_below(root, *ENTRIES)), start=1)]
