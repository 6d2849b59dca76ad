"""A segment's text in pieces: what wagtail-localize stores (tags without attributes, links by an id) read strictly.

``Piece``s are text, the beginning and the end of a tag, and line breaks; what is not well-formed is refused.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.translation import gettext as _
from wagtail_localize.strings import INLINE_TAGS

TEXT, OPEN, CLOSE, BREAK = "text", "open", "close", "break"

_MARKUP = re.compile(r"<[^<>]*>")
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z]+)(?:\s+id=(?P<quote>["'])(?P<id>\w+)(?P=quote))?\s*(?P<empty>/?)>"""
)
PAIRED = frozenset(INLINE_TAGS) - {"br"}


class BrokenTagsError(ValueError):
    """The tags of a text are not as they should be; the message is for people."""


@dataclass(frozen=True)
class Piece:
    """``value`` is a text, unescaped, or a tag's name; ``link`` the id of a link."""

    kind: str
    value: str = ""
    link: str = ""

    @property
    def tag(self):
        """What an opening tag is: its name, and which link."""
        return (self.value, self.link)


def _piece(markup):
    match = _TAG.fullmatch(markup)
    if match is None or match["name"].lower() not in INLINE_TAGS:
        raise BrokenTagsError(_("%(tag)s is no tag that may stand here.") % {"tag": markup})
    name, link = match["name"].lower(), match["id"] or ""
    if name == "br":
        if match["end"] or link:
            raise BrokenTagsError(_("%(tag)s is no tag that may stand here.") % {"tag": markup})
        return Piece(BREAK)
    if match["empty"] or (link and (name != "a" or match["end"])):
        raise BrokenTagsError(_("%(tag)s is no tag that may stand here.") % {"tag": markup})
    return Piece(CLOSE if match["end"] else OPEN, name, link)


def parse(stored):
    """The Pieces of a text with tags; BrokenTagsError for what is not well-formed or may not stand there."""
    pieces, position = [], 0
    for match in _MARKUP.finditer(stored):
        pieces += _texts(stored[position : match.start()])
        pieces.append(_piece(match[0]))
        position = match.end()
    pieces += _texts(stored[position:])
    return check_nesting(pieces)


def _texts(markup):
    if "<" in markup or ">" in markup:
        raise BrokenTagsError(_("A tag is not complete."))
    return [Piece(TEXT, unescape(markup))] if markup else []


def check_nesting(pieces):
    """The pieces as they are; BrokenTagsError if tags do not end in the order in which they begin."""
    begun = []
    for piece in pieces:
        if piece.kind == OPEN:
            begun.append(piece.value)
        elif piece.kind == CLOSE and (not begun or begun.pop() != piece.value):
            raise BrokenTagsError(_("</%(name)s> ends what has not begun there.") % {"name": piece.value})
    if begun:
        raise BrokenTagsError(_("<%(name)s> has no end.") % {"name": begun[-1]})
    return pieces


def escape(text):
    """Text as wagtail-localize stores it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def render(pieces):
    """What is stored of the pieces."""
    parts = []
    for piece in pieces:
        if piece.kind == TEXT:
            parts.append(escape(piece.value))
        elif piece.kind == BREAK:
            parts.append("<br/>")
        elif piece.kind == CLOSE:
            parts.append(f"</{piece.value}>")
        else:
            parts.append(f'<{piece.value} id="{piece.link}">' if piece.link else f"<{piece.value}>")
    return "".join(parts)


def to_plain(stored):
    """What a person types in a field without formatting: a new line for each break."""
    return unescape(re.sub(r"<br\s*/?>", "\n", stored))


def from_plain(text):
    """What is stored of such a text."""
    return "<br/>".join(escape(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
