"""Citations: read back by parsers of the formats, or compared with what the standards print."""

import dataclasses
import io
import re
from datetime import date

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.database.input.bibtex import Parser

from cases_cms.collection.citations import FORMATS, Source, apa, as_html, as_text, bibtex, gbt, references, ris

SOURCE = Source(
    key="kaios-2024",
    title="KaiOS smart feature phone",
    authors=("KaiOS Technologies",),
    year=2024,
    publisher="World Internet Conference",
    url="https://example.org/en/collection/2024/kaios/",
    accessed=date(2026, 11, 22),
    tag="en",
)
CHINESE = dataclasses.replace(
    SOURCE,
    title="智能功能手机操作系统",
    authors=("凯奥斯科技公司",),
    publisher="世界互联网大会",
    url="https://example.org/zh-hans/collection/2024/kaios/",
    tag="zh-Hans",
)
NASTY = r"""50% of $5 & #1_a {b} \input{x} ~ ^ "q" @misc <b> é 中"""


def changed(**values):
    return dataclasses.replace(SOURCE, **values)


def read_bibtex(source):
    """The one entry of what was written, as a BibTeX parser reads it."""
    entries = parse_string(bibtex(source), "bibtex").entries
    assert len(entries) == 1
    return next(iter(entries.values()))


def plain(text):
    """A field's text without BibTeX's braces and LaTeX's escapes."""
    marks = {"backslash": "\\", "asciitilde": "~", "asciicircum": "^", "braceleft": "{", "braceright": "}"}
    text = re.sub(r"\\text([a-z]+)\{\}", lambda found: f"<{found[1]}>", text.strip())
    text = re.sub(r"\\([$&#%_])", r"\1", text).replace("{", "").replace("}", "")
    return re.sub(r"<([a-z]+)>", lambda found: marks.get(found[1], found[0]), text)


# --- BibTeX ------------------------------------------------------------------------------


def test_bibtex():
    assert bibtex(SOURCE) == (
        "@misc{kaios-2024,\n"
        "  author = {{KaiOS Technologies}},\n"
        "  title = {{KaiOS smart feature phone}},\n"
        "  year = {2024},\n"
        "  publisher = {World Internet Conference},\n"
        "  url = {https://example.org/en/collection/2024/kaios/},\n"
        "  urldate = {2026-11-22},\n"
        "  language = {en}\n"
        "}\n"
    )


def test_bibtex_keeps_chinese():
    entry = read_bibtex(CHINESE)
    assert (plain(entry.fields["title"]), plain(entry.fields["publisher"])) == (
        "智能功能手机操作系统",
        "世界互联网大会",
    )
    assert [plain(str(person)) for person in entry.persons["author"]] == ["凯奥斯科技公司"]


def test_an_organization_with_and_or_a_comma_in_its_name_stays_one():
    names = ("Ministry of Industry and Information Technology", "Meta, Inc.", "A and B and C")
    persons = read_bibtex(changed(authors=names)).persons["author"]
    assert [plain(str(person)) for person in persons] == list(names)


def test_bibtex_escapes_what_latex_would_act_on():
    entry = read_bibtex(changed(title=NASTY, publisher=NASTY, authors=(NASTY,)))
    assert plain(entry.fields["title"]) == NASTY
    assert plain(entry.fields["publisher"]) == NASTY
    assert [plain(str(person)) for person in entry.persons["author"]] == [NASTY]
    assert r"\input" not in bibtex(changed(title=NASTY))


def test_braces_that_do_not_match_do_not_end_an_entry():
    text = bibtex(changed(title="a } b", authors=("c { d",)))
    assert text.count("{") == text.count("}")
    assert plain(read_bibtex(changed(title="a } b")).fields["title"]) == "a } b"


def test_bibtex_leaves_out_what_is_not_known():
    entry = read_bibtex(changed(authors=(), publisher="", year=None))
    assert (sorted(entry.fields), dict(entry.persons)) == (["language", "title", "url", "urldate"], {})


TEXTS = st.text(st.one_of(st.characters(), st.sampled_from('{}\\"@%,=#\n')))


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_any_text_gives_one_entry(text, authors):
    source = changed(key=text, title=text or "x", publisher=text, authors=tuple(authors))
    parser = Parser(wanted_entries=None)
    data = parser.parse_stream(io.StringIO(bibtex(source)))
    assert len(data.entries) == 1
    assert set(next(iter(data.entries.values())).fields) <= {"title", "year", "publisher", "url", "urldate", "language"}


# --- RIS ---------------------------------------------------------------------------------


def test_ris():
    assert ris(CHINESE) == (
        "TY  - ELEC\r\n"
        "AU  - 凯奥斯科技公司\r\n"
        "TI  - 智能功能手机操作系统\r\n"
        "PY  - 2024\r\n"
        "PB  - 世界互联网大会\r\n"
        "UR  - https://example.org/zh-hans/collection/2024/kaios/\r\n"
        "Y2  - 2026/11/22\r\n"
        "LA  - zh-Hans\r\n"
        "ER  - \r\n"
    )


def test_ris_is_read_back():
    record = rispy.loads(ris(changed(authors=("One", "Two"))))[0]
    assert (record["type_of_reference"], record["title"], record["authors"], record["year"], record["urls"]) == (
        "ELEC",
        SOURCE.title,
        ["One", "Two"],
        "2024",
        [SOURCE.url],
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_line_break_begins_a_field(end):
    evil = f"Title{end}ER  - {end}TY  - BOOK{end}TI  - Other"
    source = changed(title=evil, authors=(evil,), publisher=evil, url=f"https://example.org/{end}AU  - x")
    assert len(ris(source).splitlines()) == 9
    records = rispy.loads(ris(source))
    assert [record["title"] for record in records] == ["Title ER - TY - BOOK TI - Other"]
    assert len(bibtex(source).splitlines()) == 9
    assert (len(as_text(apa(source)).splitlines()), len(gbt(source).splitlines())) == (1, 1)


# --- APA and GB/T ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            SOURCE,
            (
                "KaiOS Technologies. (2024). KaiOS smart feature phone. World Internet Conference. "
                "https://example.org/en/collection/2024/kaios/"
            ),
        ),
        (
            CHINESE,
            "凯奥斯科技公司. (2024). 智能功能手机操作系统. 世界互联网大会. https://example.org/zh-hans/collection/2024/kaios/",
        ),
        (
            changed(authors=("World Internet Conference",)),
            "World Internet Conference. (2024). KaiOS smart feature phone. https://example.org/en/collection/2024/kaios/",
        ),
        (
            changed(authors=("Tencent Ltd.", "Meta"), title="Who is online?"),
            (
                "Tencent Ltd., & Meta. (2024). Who is online? World Internet Conference. "
                "https://example.org/en/collection/2024/kaios/"
            ),
        ),
        (
            changed(authors=(), year=None, publisher=""),
            "KaiOS smart feature phone. (n.d.). https://example.org/en/collection/2024/kaios/",
        ),
    ],
)
def test_apa(source, expected):
    assert as_text(apa(source)) == expected


def test_apa_names_twenty_at_most():
    names = tuple(f"A{number}" for number in range(1, 23))
    assert as_text(apa(changed(authors=names))).startswith(f"{', '.join(names[:19])}, … A22. (2024).")
    assert as_text(apa(changed(authors=names[:20]))).startswith(f"{', '.join(names[:19])}, & A20. (2024).")


def test_apa_as_html_is_escaped():
    html = as_html(apa(changed(title="<script>", authors=("A & B",))))
    assert html.startswith("A &amp; B. (2024). <cite>&lt;script&gt;</cite>.")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            SOURCE,
            (
                "KaiOS Technologies. KaiOS smart feature phone[EB/OL]. World Internet Conference, 2024[2026-11-22]. "
                "https://example.org/en/collection/2024/kaios/."
            ),
        ),
        (
            dataclasses.replace(CHINESE, authors=("甲", "乙", "丙")),
            (
                "甲, 乙, 丙. 智能功能手机操作系统[EB/OL]. 世界互联网大会, 2024[2026-11-22]. "
                "https://example.org/zh-hans/collection/2024/kaios/."
            ),
        ),
        (
            dataclasses.replace(CHINESE, authors=("甲", "乙", "丙", "丁")),
            (
                "甲, 乙, 丙, 等. 智能功能手机操作系统[EB/OL]. 世界互联网大会, 2024[2026-11-22]. "
                "https://example.org/zh-hans/collection/2024/kaios/."
            ),
        ),
        (
            changed(authors=("A", "B", "C", "D"), publisher=""),
            (
                "A, B, C, et al. KaiOS smart feature phone[EB/OL]. 2024[2026-11-22]. "
                "https://example.org/en/collection/2024/kaios/."
            ),
        ),
        (
            changed(authors=()),
            (
                "KaiOS smart feature phone[EB/OL]. World Internet Conference, 2024[2026-11-22]. "
                "https://example.org/en/collection/2024/kaios/."
            ),
        ),
    ],
)
def test_gbt(source, expected):
    assert gbt(source) == expected


def test_the_text_file_holds_both():
    assert references(SOURCE) == f"APA\n{as_text(apa(SOURCE))}\n\nGB/T 7714-2015\n{gbt(SOURCE)}\n"


def test_formats_that_are_files():
    assert {each.code: each.media_type for each in FORMATS.values()} == {
        "bib": "application/x-bibtex; charset=utf-8",
        "ris": "application/x-research-info-systems; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
    }
