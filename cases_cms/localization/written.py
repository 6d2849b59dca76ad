"""Between what wagtail-localize stores of a segment (HTML, attributes as ids) and what a translator types and sees."""

import re
from html import escape, unescape

from bs4 import BeautifulSoup
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail_localize.strings import StringValue

TAG = re.compile(r"</?(?:a|abbr|acronym|b|code|em|i|strong|br)(?:\s[^<>]*)?/?>", re.I)
BREAK = re.compile(r"\n?<br\s*/?>", re.I)
NOT_AN_ENTITY = re.compile(r"&amp;(?!#?\w+;)")


def to_field(stored, is_rich):
    """The text as it stands in a field: plain as one writes, rich with its tags, ampersands unescaped."""
    if not is_rich:
        return unescape(BREAK.sub("\n", stored or ""))
    return NOT_AN_ENTITY.sub("&", stored or "")


def from_field(written, is_rich):
    """What is stored of a text from a field; rich text is made well-formed, and left to the checks otherwise."""
    written = (written or "").replace("\r\n", "\n").strip()
    if not written:
        return ""
    if not is_rich:
        return StringValue.from_plaintext(written).data
    return str(BeautifulSoup(written.replace("\n", " "), "html.parser"))


def without_tags(stored):
    """The text with blanks of the same length in place of tags: positions in it are positions in ``stored``."""
    return TAG.sub(lambda match: " " * len(match[0]), stored)


def insertable_tags(stored):
    """What the source has in tags, in order and once each: ``(opening, closing, label)``; closing is "" of a break."""
    found = {}
    for match in TAG.finditer(stored):
        tag = match[0]
        if tag.startswith("</"):
            continue
        name = re.match(r"<(\w+)", tag)[1].lower()
        found.setdefault(tag, (tag, "" if name == "br" else f"</{name}>", tag.strip("<>/ ")))
    return list(found.values())


def marked_source(stored, hits, is_rich):
    """The source as people read it: tags as small marks, the glossary's ``hits`` (in ``without_tags``) marked."""
    tags = [(match.start(), match.end(), None) for match in TAG.finditer(stored)]
    terms = [(hit.start, hit.end, hit) for hit in hits]
    parts, position = [], 0
    for start, end, hit in sorted(tags + terms, key=lambda piece: piece[:2]):
        if start < position:
            continue  # inside a term that is marked already
        parts.append(_plain(stored[position:start], is_rich))
        parts.append(_term(stored[start:end], hit) if hit else _tag(stored[start:end], is_rich))
        position = end
    parts.append(_plain(stored[position:], is_rich))
    return mark_safe("".join(parts))


def _plain(stored, is_rich):
    # Entities are the source's own, which wagtail-localize escaped; they are shown as the characters they mean.
    return escape(to_field(stored, is_rich) if not is_rich else unescape(stored)).replace("\n", "<br>")


def _tag(tag, is_rich):
    if not is_rich:
        return "<br>"
    return format_html('<span class="cases-ed-tag" translate="no">{}</span>', tag.strip("<>"))


def _term(stored, hit):
    text = TAG.sub("", stored)
    return format_html('<mark class="cases-ed-term" title="{}">{}</mark>', hit.official or "", unescape(text))
