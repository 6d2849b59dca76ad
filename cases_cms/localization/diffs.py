"""The difference of two texts, word by word, for people."""

import difflib
from html import unescape

import regex
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import mark_safe

#: A tag, a word, a run of blanks, or one character: of Han script each character is a word.
TOKEN = regex.compile(r"<[^<>]*>|[\p{L}\p{N}\p{M}'’\-_--\p{Han}]+|\s+|.", regex.V1 | regex.S)
TAG = regex.compile(r"<[^<>]*>")
BREAK = regex.compile(r"<br\s*/?>", regex.I)


def plain(stored):
    """What people read of a text as wagtail-localize stores it: no tags, entities resolved."""
    return unescape(TAG.sub("", BREAK.sub("\n", stored or "")))


def _tokens(text):
    return TOKEN.findall(text)


def word_diff(before, after):
    """HTML of ``after`` with what was taken away in ``<del>`` and what is new in ``<ins>``; both are stored texts.

    Tags are left out, unless nothing but tags has changed.
    """
    old, new = plain(before), plain(after)
    if old == new and before != after:
        old, new = unescape(before or ""), unescape(after or "")
    old, new = _tokens(old), _tokens(new)
    parts = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if operation == "equal":
            parts.append(("", come, ""))
            continue
        if gone:
            parts.append((mark_safe("<del>"), gone, mark_safe("</del>")))
        if come:
            parts.append((mark_safe("<ins>"), come, mark_safe("</ins>")))
    return format_html_join("", "{}{}{}", ((start, conditional_escape(text), end) for start, text, end in parts))
