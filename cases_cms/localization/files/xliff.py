"""XLIFF 1.2. Formatting stands as ``<g>`` and ``<x/>``, so that a desk keeps it; a draft says which state it is in.

http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html
"""

from xml.etree import ElementTree

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from cases_cms.core.languages import language_tag
from cases_cms.localization.files.documents import (
    CHANGED,
    DONE,
    MACHINE,
    FileError,
    ReadDocument,
    ReadUnit,
    same_text,
    text_of,
)
from cases_cms.localization.files.inline import (
    BREAK,
    CLOSE,
    OPEN,
    PAIRED,
    TEXT,
    BrokenTagsError,
    Piece,
    from_plain,
    parse,
    render,
)
from cases_cms.localization.files.po import clean

CONTENT_TYPE = "application/x-xliff+xml"
ENDING = "xlf"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
XML = "{http://www.w3.org/XML/1998/namespace}"
STATES = {MACHINE: "needs-review-translation", CHANGED: "needs-adaptation", DONE: "translated"}
#: A target in such a state still needs work.
UNFINISHED = {
    "new",
    "needs-translation",
    "needs-l10n",
    "needs-adaptation",
    "needs-review-translation",
    "needs-review-adaptation",
    "needs-review-l10n",
}
#: How deep tags may stand in each other.
DEPTH = 30


def _ids(source_pieces):
    """``{(tag, link): [id, …]}`` of the source's tags, numbered as they come."""
    ids, number = {}, 0
    for piece in source_pieces:
        if piece.kind in (OPEN, BREAK):
            number += 1
            ids.setdefault(piece.tag if piece.kind == OPEN else ("br", ""), []).append(str(number))
    return ids


def _fill(element, pieces, ids):
    """Write pieces into an element; tags that the source does not have get numbers after its own."""
    left = {tag: list(numbers) for tag, numbers in ids.items()}
    following = sum(map(len, ids.values()))
    stack = [element]

    def number_of(tag):
        nonlocal following
        if left.get(tag):
            return left[tag].pop(0)
        following += 1
        return str(following)

    for piece in pieces:
        if piece.kind == TEXT:
            _append(stack[-1], clean(piece.value))
        elif piece.kind == CLOSE:
            stack.pop()
        elif piece.kind == BREAK:
            ElementTree.SubElement(stack[-1], "x", {"id": number_of(("br", "")), "ctype": "lb"})
        else:
            attributes = {"id": number_of(piece.tag), "ctype": f"x-html-{piece.value}"}
            stack.append(ElementTree.SubElement(stack[-1], "g", attributes))


def _append(element, text):
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _pieces(stored, is_rich):
    return parse(stored) if is_rich else [Piece(TEXT, text_of(stored, is_rich))]


def _write_unit(body, unit):
    attributes = {"id": unit.key, "resname": clean(unit.path), f"{XML}space": "preserve"}
    attributes["approved"] = "yes" if unit.state == DONE and unit.target else "no"
    if unit.longest:
        attributes |= {"maxwidth": str(unit.longest), "size-unit": "char"}
    element = ElementTree.SubElement(body, "trans-unit", attributes)
    source = _pieces(unit.source, unit.is_rich)
    ids = _ids(source)
    _fill(ElementTree.SubElement(element, "source"), source, ids)
    state = STATES.get(unit.state if unit.target else "", "needs-translation")
    target = ElementTree.SubElement(element, "target", {"state": state})
    if unit.state == MACHINE:
        target.set("state-qualifier", "mt-suggestion")
    _fill(target, _pieces(unit.target, unit.is_rich), ids)
    if unit.note:
        ElementTree.SubElement(element, "note").text = clean(unit.note)
    if unit.state == CHANGED and unit.former_source:
        former = ElementTree.SubElement(element, "alt-trans", {"alttranstype": "previous-version"})
        for name, stored in (("source", unit.former_source), ("target", unit.target)):
            _append(ElementTree.SubElement(former, name), clean(text_of(stored, False)))


def dump(document):
    """The file's bytes."""
    root = ElementTree.Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    file = ElementTree.SubElement(
        root,
        "file",
        {
            "original": document.translation,
            "source-language": language_tag(document.source_language),
            "target-language": language_tag(document.language),
            "datatype": "html",
            "date": document.made_at,
            "product-name": "cases_cms",
        },
    )
    header = ElementTree.SubElement(file, "header")
    ElementTree.SubElement(header, "note").text = clean(document.title)
    body = ElementTree.SubElement(file, "body")
    seen = set()
    for unit in document.units:
        if unit.key not in seen:
            seen.add(unit.key)
            _write_unit(body, unit)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


# --- Reading -------------------------------------------------------------------------------------


def _name(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(element, name):
    return [child for child in element.iter() if _name(child) == name]


def _child(element, name):
    return next((child for child in element if _name(child) == name), None)


def load(name, data):
    """``[ReadDocument]``, one a ``<file>``; FileError for what is no XLIFF 1.2, or tries to read other files."""
    try:
        root = SafeTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileError(_("The file defines a document type or entities, which is not allowed.")) from error
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise FileError(_("The file is no XLIFF file, or it is damaged.")) from error
    if _name(root) != "xliff":
        raise FileError(_("The file is no XLIFF file, or it is damaged."))
    if not root.get("version", "1.2").startswith("1."):
        raise FileError(_("The file is XLIFF %(version)s; this reads XLIFF 1.2.") % {"version": root.get("version")})
    files = [child for child in root if _name(child) == "file"]  # none in another: each is searched to its end
    if not files:
        raise FileError(_("The file is no XLIFF file, or it is damaged."))
    return [_document(name, file) for file in files]


def _document(name, file):
    units = _children(file, "trans-unit")
    return ReadDocument(
        name=name,
        translation=file.get("original", "").strip(),
        source_language=file.get("source-language", ""),
        language=file.get("target-language", ""),
        made_at=file.get("date", ""),
        find=find,
        units=tuple(_unit(unit, number) for number, unit in enumerate(units, start=1)),
    )


def _unit(element, number):
    source, target = _child(element, "source"), _child(element, "target")
    state = target.get("state", "") if target is not None else "new"

    def stored(unit):
        if target is None:
            return ""
        return _stored(target, unit)

    return ReadUnit(
        place=str(number),
        path=element.get("resname", ""),
        source="".join(source.itertext()) if source is not None else "",
        raw="".join(target.itertext()) if target is not None else "",
        stored=stored,
        is_final=element.get("approved") == "yes" or state not in UNFINISHED,
        key=element.get("id", ""),
        place_hash=element.get("id", "").partition("-")[0],
    )


def _stored(target, unit):
    """What is stored of a target; its tags are those of the source with the same numbers."""
    if not unit.is_rich:
        if any(_name(child) not in ("mrk", "") for child in target.iter() if child is not target):
            raise BrokenTagsError(_("There is formatting in a text without any."))
        return from_plain(clean("".join(target.itertext())).strip("\n"))
    tags, number = {}, 0
    for piece in parse(unit.source):
        if piece.kind in (OPEN, BREAK):
            number += 1
            tags[str(number)] = piece
    return render(_read(target, tags, set(), 0))


def _read(element, tags, used, depth):
    if depth > DEPTH:
        raise BrokenTagsError(_("Tags stand too deep in each other."))
    pieces = [Piece(TEXT, clean(element.text))] if element.text else []
    for child in element:
        name = _name(child)
        if name == "mrk":  # a desk's remark on a part of the text
            pieces += _read(child, tags, used, depth + 1)
        elif name in ("g", "x"):
            piece = _tag(child, tags, used)
            if piece.kind == BREAK:
                pieces.append(piece)
            else:
                pieces += [piece, *_read(child, tags, used, depth + 1), Piece(CLOSE, piece.value)]
        elif name:
            raise BrokenTagsError(_("%(tag)s is no tag that may stand here.") % {"tag": f"<{name}>"})
        if child.tail:
            pieces.append(Piece(TEXT, clean(child.tail)))
    return pieces


def _tag(element, tags, used):
    """The Piece that a ``<g>`` or ``<x/>`` stands for."""
    number, kind = element.get("id", ""), element.get("ctype", "")
    is_break = _name(element) == "x"
    piece = tags.get(number)
    if piece is None:
        name = kind.removeprefix("x-html-")
        if is_break and kind == "lb":
            piece = Piece(BREAK)
        elif not is_break and kind.startswith("x-html-") and name in PAIRED and name != "a":
            piece = Piece(OPEN, name)
    if piece is None or (piece.kind == BREAK) != is_break:
        raise BrokenTagsError(_("The source has no tag number %(number)s.") % {"number": number or "?"})
    if piece.link and number in used:
        raise BrokenTagsError(_("The link number %(number)s stands there twice.") % {"number": number})
    used.add(number)
    return piece


def find(unit, units):
    """The Unit of ours that a file's unit is about, or None; ``units`` are Units (documents.Units)."""
    ours = units.by_key.get(unit.key)
    if ours is None:
        return None
    plain = "".join(piece.value for piece in _pieces(ours.source, ours.is_rich) if piece.kind == TEXT)
    return ours if same_text(clean(plain), unit.source) else None
