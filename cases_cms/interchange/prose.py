"""Rich text as a cell can hold it: a line for each paragraph and list item. Formatting and links are left out.

``project`` says what a cell shows of a rich text, ``normalize`` the same of what somebody typed, ``to_html`` makes
rich text of it: ``project(to_html(text)) == normalize(text)``. Where a cell says what ``project`` says, nothing has
changed, and the rich text stays with all that the cell could not hold.
"""

import re
from html import escape
from html.parser import HTMLParser

PARAGRAPH, BULLET, NUMBER = "p", "ul", "ol"
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]|[\x00-\x08\x0e-\x1f\x7f]")
_BULLET = re.compile(r"[•‣◦●○▪■·*\-–—]\s+(?=\S)")
_NUMBER = re.compile(r"([1-9][0-9]?)[.)．、]\s*(?=\S)")
_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "div", "ul", "ol", "table", "tr", "hr"}
_FORMATS = {"a", "b", "strong", "i", "em", "sub", "sup", "code", "br", "h2", "h3", "h4", "embed", "abbr", "acronym"}


def one_line(text):
    """A text without line breaks, double blanks and characters that nobody sees."""
    return " ".join(INVISIBLE.sub("", text).split())


def lines_of(text):
    """The lines of a text that say something, each as ``one_line`` has it."""
    return [line for line in (one_line(line) for line in text.splitlines()) if line]


class _Reader(HTMLParser):
    """Lines of a rich text, with the marks of list items."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.parts, self.lists = [], [], []
        self.has_formats = False

    def end_line(self):
        line = one_line("".join(self.parts))
        if line:
            self.lines.append(line)
        self.parts = []

    def handle_starttag(self, tag, attrs):
        self.has_formats = self.has_formats or tag in _FORMATS
        if tag in _BLOCKS or tag == "br":
            self.end_line()
        if tag in (BULLET, NUMBER):
            self.has_formats = self.has_formats or bool(self.lists)
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            self.lists[-1][1] += 1
            kind, number = self.lists[-1]
            self.parts = ["• " if kind == BULLET else f"{number}. "]

    def handle_endtag(self, tag):
        if tag in _BLOCKS:
            self.end_line()
        if tag in (BULLET, NUMBER) and self.lists:
            self.lists.pop()

    def handle_data(self, data):
        self.parts.append(data.replace("\n", " "))


def _read(html):
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    reader.end_line()
    return reader


def _blocks(lines):
    """``[(kind, text)]``: a number begins a list as 1, or goes on with the one before."""
    blocks, expected = [], 0
    for line in lines:
        bullet, number = _BULLET.match(line), _NUMBER.match(line)
        if bullet:
            blocks.append((BULLET, line[bullet.end() :]))
            expected = 0
        elif number and int(number[1]) in {1, expected}:
            is_first = int(number[1]) == 1
            expected = int(number[1]) + 1
            blocks.append((NUMBER, line[number.end() :], is_first))
        else:
            blocks.append((PARAGRAPH, line))
            expected = 0
    return blocks


def normalize(text):
    """What somebody typed, as ``project`` would say it."""
    lines, number = [], 0
    for kind, words, *is_first in _blocks(lines_of(text)):
        if kind == NUMBER:
            number = 1 if is_first[0] else number + 1
        mark = {PARAGRAPH: "", BULLET: "• ", NUMBER: f"{number}. "}[kind]
        lines.append(mark + words)
    return "\n".join(lines)


def project(html):
    """What a cell shows of a rich text."""
    return normalize("\n".join(_read(html).lines))


def has_formatting(html):
    """Whether a rich text has what a cell cannot hold: bold words, links, line breaks, lists in lists."""
    return _read(html).has_formats


def to_html(text):
    """Rich text of what somebody typed."""
    parts, open_list = [], ""
    for kind, words, *is_first in _blocks(lines_of(text)):
        kept = kind == open_list and not (is_first and is_first[0])
        if open_list and not kept:
            parts.append(f"</{open_list}>")
            open_list = ""
        if kind == PARAGRAPH:
            parts.append(f"<p>{escape(words, quote=False)}</p>")
            continue
        if not kept:
            parts.append(f"<{kind}>")
            open_list = kind
        parts.append(f"<li>{escape(words, quote=False)}</li>")
    if open_list:
        parts.append(f"</{open_list}>")
    return "".join(parts)
