"""How a case is cited: BibTeX, RIS, APA (7th edition) and GB/T 7714-2015.

What stands in a citation comes from editors, so each format's own syntax is escaped here. No library is used: those
that were tried are too heavy, or wrong in Chinese (docs/decisions/0054).
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

#: GB/T 7714 names three authors, APA twenty.
GBT_AUTHORS, APA_AUTHORS = 3, 20

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        # BibTeX counts braces without regard to a backslash before them.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        **{char: f"\\{char}" for char in "$&#%_"},
    }
)
_CLOSED = tuple(".!?。！？…")


@dataclass(frozen=True)
class Source:
    """What is cited. ``accessed`` is a day where the institution is, ``tag`` the BCP 47 tag of the title's language."""

    key: str
    title: str
    authors: tuple
    year: int | None
    publisher: str
    url: str
    accessed: date
    tag: str

    @property
    def is_chinese(self):
        """Whether the title is in Chinese, and with it what the citation adds."""
        return self.tag.split("-")[0] == "zh"


@dataclass(frozen=True)
class Format:
    """A format that is handed out as a file."""

    code: str
    label: str
    extension: str
    media_type: str
    write: object


def one_line(text):
    """``text`` without line breaks and other control characters, which would begin a field of the writer's choice."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def clean(source):
    """``source`` with texts of one line, and an address without what ends a field."""
    return Source(
        key=re.sub(r"[^A-Za-z0-9:.-]+", "-", source.key).strip("-") or "case",
        title=one_line(source.title),
        authors=tuple(name for author in source.authors if (name := one_line(author))),
        year=source.year,
        publisher=one_line(source.publisher),
        url=re.sub(r"[\s{}\\]", "", source.url),
        accessed=source.accessed,
        tag=source.tag,
    )


# --- For reference managers ----------------------------------------------------------------


def _latex(text):
    return text.translate(_LATEX)


def bibtex(source):
    """An entry for BibTeX and BibLaTeX, in UTF-8. Names are in braces, or "and" in one would make two of it."""
    source = clean(source)
    fields = [
        ("author", " and ".join(f"{{{_latex(author)}}}" for author in source.authors)),
        ("title", f"{{{_latex(source.title)}}}"),
        ("year", str(source.year or "")),
        ("publisher", _latex(source.publisher)),
        ("url", source.url),
        ("urldate", source.accessed.isoformat()),
        ("language", source.tag),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    return f"@misc{{{source.key},\n" + ",\n".join(lines) + "\n}\n"


def ris(source):
    """A record for reference managers; its lines end as the format wants it."""
    source = clean(source)
    lines = [
        ("TY", "ELEC"),
        *(("AU", author) for author in source.authors),
        ("TI", source.title),
        ("PY", str(source.year or "")),
        ("PB", source.publisher),
        ("UR", source.url),
        ("Y2", f"{source.accessed:%Y/%m/%d}"),
        ("LA", source.tag),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


# --- For people ------------------------------------------------------------------------------


def _closed(text):
    return text if text.endswith(_CLOSED) else f"{text}."


def _apa_authors(names):
    if len(names) > APA_AUTHORS:
        return f"{', '.join(names[: APA_AUTHORS - 1])}, … {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def apa(source):
    """``[(text, whether it is the title, set in italics)]`` of an APA reference; no end mark after an address."""
    source = clean(source)
    dated = f"({source.year or 'n.d.'})."
    authors = _apa_authors(source.authors)
    publisher = "" if source.publisher in source.authors else source.publisher
    parts = (
        [
            (f"{_closed(authors)} {dated} ", False),
            (source.title, True),
            (_closed(source.title)[len(source.title) :], False),
        ]
        if authors
        else [(source.title, True), (_closed(source.title)[len(source.title) :], False), (f" {dated}", False)]
    )
    if publisher:
        parts.append((f" {_closed(publisher)}", False))
    return [*parts, (f" {source.url}", False)]


def gbt(source):
    """A reference as GB/T 7714-2015 wants it for an online document; a place that is not known is left out."""
    source = clean(source)
    names = list(source.authors[:GBT_AUTHORS])
    if len(source.authors) > GBT_AUTHORS:
        names.append("等" if source.is_chinese else "et al")
    authors = _closed(", ".join(names)) + " " if names else ""
    published = ", ".join(text for text in (source.publisher, str(source.year or "")) if text)
    return f"{authors}{source.title}[EB/OL]. {published}[{source.accessed.isoformat()}]. {source.url}."


def as_text(parts):
    """The parts of a reference without markup."""
    return "".join(text for text, _is_title in parts)


def as_html(parts):
    """The parts of a reference, the title marked as one."""
    return format_html_join(
        "", "{}", ((format_html("<cite>{}</cite>", text) if is_title else text,) for text, is_title in parts)
    ) or mark_safe("")


def references(source):
    """All references for people, one a paragraph, for a text file."""
    return f"APA\n{as_text(apa(source))}\n\nGB/T 7714-2015\n{gbt(source)}\n"


#: Formats that are files, by their part of the address.
FORMATS = {
    each.code: each
    for each in (
        Format("bib", "BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex),
        Format("ris", "RIS", "ris", "application/x-research-info-systems; charset=utf-8", ris),
        Format("txt", "APA, GB/T 7714", "txt", "text/plain; charset=utf-8", references),
    )
}
