"""PO and XLIFF 1.2: what goes out comes back, other people's tools read it, and nothing bad gets in."""

import io
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from translate.storage import factory

from cases_cms.localization.files import po, reading, xliff
from cases_cms.localization.files.documents import Document, FileError, Unit, Units, same_language
from cases_cms.localization.files.inline import BrokenTagsError, Piece, from_plain, parse, render, to_plain

FORMATS = pytest.mark.parametrize("file_format", [po, xliff], ids=["po", "xliff"])
RICH = Unit("body", '<b>Masts</b> for <a id="a1">villages</a> &amp; towns<br/>now', is_rich=True)
PLAIN = Unit("title", "Masts &amp; towers &lt;2024&gt;", "塔桅 &amp; 铁塔", "done", note="Title")


def document(*units, title="Masts"):
    return Document(
        "8a6fbc1e-0000-4000-8000-000000000000", title, "en", "zh-hans", "2026-11-22T06:00:00.000000+00:00", units
    )


def back(file_format, made):
    """``{path: stored text}`` of what a file of ``made`` says, each found in ``made`` again."""
    (read,) = file_format.load("a", file_format.dump(made))
    units = Units(made.units)
    return {unit.path: unit.stored(file_format.find(unit, units)) for unit in read.units}


# --- Round trips ----------------------------------------------------------------------------------

characters = st.characters(
    exclude_categories=("Cs", "Cc"),
    include_characters="\t<>&\"'\\%{}#~|\u00a0中文，。",
    exclude_characters="\ufffe\uffff",
)
words = st.text(characters, min_size=1, max_size=20).filter(str.strip)
plain_texts = st.lists(words, min_size=1, max_size=3).map("\n".join).map(from_plain)


@st.composite
def rich_texts(draw, depth=3):
    """Well-formed stored texts with tags and links, whatever stands between them."""
    links = iter(range(1, 100))

    def pieces(depth):
        found = []
        for kind in draw(st.lists(st.sampled_from(["text", "break", "b", "em", "a"]), max_size=4)):
            if kind == "text":
                found.append(Piece("text", draw(words)))
            elif kind == "break":
                found.append(Piece("break"))
            elif depth:
                link = f"a{next(links)}" if kind == "a" else ""
                found += [Piece("open", kind, link), *pieces(depth - 1), Piece("close", kind)]
        return found

    return render([Piece("text", draw(words)), *pieces(depth), Piece("text", draw(words))])


@FORMATS
@given(source=plain_texts, target=plain_texts)
def test_plain_texts_come_back(file_format, source, target):
    made = document(Unit("summary", source, target, "done"))
    assert back(file_format, made) == {"summary": target}


@FORMATS
@given(text=rich_texts())
def test_rich_texts_come_back(file_format, text):
    assert render(parse(text)) == text
    made = document(Unit("body", text, text, "done", is_rich=True))
    assert back(file_format, made) == {"body": text}


@given(target=rich_texts())
def test_a_translation_may_stress_other_words(target):
    """Tags that the source has not come back, too; links alone have to be the source's."""
    made = document(Unit("body", "No tags.", target.replace("<a ", "<i ").replace("</a>", "</i>"), is_rich=True))
    made = document(
        Unit("body", "No tags.", render([piece for piece in parse(target) if piece.value != "a"]), is_rich=True)
    )
    assert back(xliff, made) == {"body": made.units[0].target}


def test_text_without_formatting_stands_as_one_types_it():
    assert b'msgid "Masts & towers <2024>"' in po.dump(document(PLAIN))
    assert to_plain(from_plain("a\n<b> & c")) == "a\n<b> & c"


@FORMATS
def test_a_file_says_what_it_is(file_format):
    (read,) = file_format.load("masts", file_format.dump(document(PLAIN, RICH)))
    assert (read.name, read.translation, read.made_at) == (
        "masts",
        "8a6fbc1e-0000-4000-8000-000000000000",
        "2026-11-22T06:00:00.000000+00:00",
    )
    assert same_language(read.source_language, "en")
    assert same_language(read.language, "zh-hans")
    assert [(unit.path, unit.is_final) for unit in read.units] == [("title", True), ("body", file_format is po)]


@FORMATS
def test_drafts_are_marked(file_format):
    changed = Unit("a", "New text", "旧译文", "changed", former_source="Old text")
    machine = Unit("b", "Text", "机器译文", "machine")
    data = file_format.dump(document(changed, machine))
    (read,) = file_format.load("a", data)
    assert [unit.is_final for unit in read.units] == [False, False]
    assert "Old text" in data.decode()


@FORMATS
def test_the_same_text_at_the_same_place_stands_once(file_format):
    (read,) = file_format.load("a", file_format.dump(document(RICH, RICH)))
    assert len(read.units) == 1


@FORMATS
def test_controls_that_no_file_holds_are_left_out(file_format):
    made = document(Unit("a", "one\x0btwo\x00", "一\x1f二", "done"), title="A\x08\nB")
    assert back(file_format, made) == {"a": "一二"}


# --- Other people's tools -------------------------------------------------------------------------

ODD = document(
    PLAIN,
    RICH,
    Unit("q", 'He said "go\\n" 100% {x}', "他说“走”", "done"),
    Unit("lines", "one<br/>two", "一<br/>二", "done"),
    Unit("m", "Text", "机器译文", "machine"),
    Unit("c", "New", "旧", "changed", former_source="Old<br/>text"),
)


def test_msgfmt_accepts_the_file(tmp_path):
    program = shutil.which("msgfmt")
    assert program, "GNU gettext is needed, as for the catalogues of messages"
    file = tmp_path / "a.po"
    file.write_bytes(po.dump(ODD))
    done = subprocess.run(
        [program, "--check", "--statistics", "--output-file=/dev/null", str(file)],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C"},
        check=False,
    )
    assert (done.returncode, done.stderr.strip()) == (
        0,
        "3 translated messages, 2 fuzzy translations, 1 untranslated message.",
    )


@pytest.mark.parametrize(("file_format", "states"), [(po, (3, 2)), (xliff, (3, 2))], ids=["po", "xliff"])
def test_translate_toolkit_reads_and_writes_the_file(file_format, states):
    store = factory.getobject(io.BytesIO(file_format.dump(ODD)), localfiletype=file_format.ENDING)
    units = [unit for unit in store.units if unit.istranslatable()]
    assert len(units) == 6
    assert (
        sum(unit.istranslated() and not unit.isfuzzy() for unit in units),
        sum(map(bool, map(fuzzy, units))),
    ) == states
    next(unit for unit in units if "two" in str(unit.source)).target = "甲\n乙"
    (read,) = file_format.load("a", bytes(store))
    ours = Units(ODD.units)
    texts = {unit.path: unit.stored(file_format.find(unit, ours)) for unit in read.units}
    assert texts == {
        "title": PLAIN.target,
        "body": "",
        "q": "他说“走”",
        "lines": "甲<br/>乙",
        "m": "机器译文",
        "c": "旧",
    }


def fuzzy(unit):
    return unit.isfuzzy() and unit.target


def test_xliff_is_xliff():
    root = ElementTree.fromstring(xliff.dump(ODD))
    space = f"{{{xliff.NAMESPACE}}}"
    assert (root.tag, root.get("version")) == (f"{space}xliff", "1.2")
    file = root.find(f"{space}file")
    assert (file.get("source-language"), file.get("target-language")) == ("en", "zh-Hans")
    body = root.findall(f".//{space}trans-unit")[1]
    source = body.find(f"{space}source")
    assert [(each.tag.removeprefix(space), each.attrib) for each in source] == [
        ("g", {"id": "1", "ctype": "x-html-b"}),
        ("g", {"id": "2", "ctype": "x-html-a"}),
        ("x", {"id": "3", "ctype": "lb"}),
    ]
    assert body.find(f"{space}target").get("state") == "needs-translation"


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<b>open",
        "shut</b>",
        "<b><i>crossed</b></i>",
        "<script>x</script>",
        "<b class='x'>y</b>",
        '<b onclick="x">y</b>',
        '<a href="https://example.org">x</a>',
        "<img/>",
        "</br>",
        "a < b",
        "a > b",
        "<",
        "<!-- x -->",
        "<b",
        "<p>x</p>",
    ],
)
def test_broken_tags_are_refused(text):
    with pytest.raises(BrokenTagsError):
        parse(text)
    (read,) = po.load(
        "a", po.dump(document(RICH)).replace(b'msgstr ""', b'msgstr "' + text.replace('"', '\\"').encode() + b'"', 2)
    )
    with pytest.raises(BrokenTagsError):
        read.units[0].stored(RICH)


@pytest.mark.parametrize(
    "inner",
    [
        '<g id="9">x</g>',
        '<g id="9" ctype="x-html-script">x</g>',
        '<g id="9" ctype="x-html-a">x</g>',
        '<g id="3">a break is no pair</g>',
        '<x id="1"/>',
        '<g id="2">x</g><g id="2">the link twice</g>',
        "<script>x</script>",
        '<bpt id="1">&lt;b&gt;</bpt>',
        '<g id="1">' * 40 + "deep" + "</g>" * 40,
    ],
)
def test_broken_tags_of_xliff_are_refused(inner):
    data = (
        xliff.dump(document(RICH)).decode().replace('<target state="needs-translation" />', f"<target>{inner}</target>")
    )
    assert inner in data
    (read,) = xliff.load("a", data.encode())
    with pytest.raises(BrokenTagsError):
        read.units[0].stored(RICH)
    with pytest.raises(BrokenTagsError):
        read.units[0].stored(Unit("a", "Plain"))


def test_a_desks_marks_are_looked_through():
    data = xliff.dump(document(RICH)).decode()
    inner = '<mrk mtype="seg" mid="0"><g id="1">塔</g></mrk>，<g id="2">村</g>'
    (read,) = xliff.load(
        "a", data.replace('<target state="needs-translation" />', f"<target>{inner}</target>").encode()
    )
    assert read.units[0].stored(RICH) == '<b>塔</b>，<a id="a1">村</a>'


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<xliff version="1.2"><file original="&b;"><body/></file></xliff>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<xliff version="1.2"><file original="&a;"><body/></file></xliff>"""


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlf", BOMB, "The file defines a document type or entities, which is not allowed."),
        ("a.xlf", OUTSIDE, "The file defines a document type or entities, which is not allowed."),
        ("a.xlf", b"<xliff", "The file is no XLIFF file, or it is damaged."),
        ("a.xlf", b"", "The file is no XLIFF file, or it is damaged."),
        ("a.xlf", b"<html/>", "The file is no XLIFF file, or it is damaged."),
        ("a.xlf", b'<xliff version="1.2"/>', "The file is no XLIFF file, or it is damaged."),
        ("a.xlf", b'<xliff version="2.0"><file/></xliff>', "The file is XLIFF 2.0; this reads XLIFF 1.2."),
        ("a.xlf", b"<a>" * 100_000, "The file is no XLIFF file, or it is damaged."),
        ("a.po", b"/etc/passwd", "The file is no PO file, or it is damaged."),
        ("a.po", b"", "The file is no PO file, or it is damaged."),
        ("a.po", b"\xff\xfe\x00", "The file is not in UTF-8."),
        ("a.po", b'msgid "a\nmsgstr', "The file is no PO file, or it is damaged."),
        ("a.po", b"\x00\x01\x02", "The file is no PO file, or it is damaged."),
    ],
)
def test_what_is_no_such_file_is_refused(name, data, message):
    with pytest.raises(FileError) as caught:
        reading.read(reading.Member(name, data))
    assert str(caught.value) == message


@FORMATS
@given(data=st.binary(max_size=200))
def test_no_bytes_break_the_reader(file_format, data):
    for start in (b"", b'msgid ""\nmsgstr "Language: fr\\n"\n', b'<xliff version="1.2"><file>'):
        try:
            read = file_format.load("a", start + data)
        except FileError:
            continue
        assert isinstance(read, list)


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def test_a_zip_of_files():
    data = zipped(a__po=po.dump(document(PLAIN)), readme__txt=b"x", b__xlf=xliff.dump(document(RICH)))
    assert [member.name for member in reading.members("all.zip", data)] == ["a.po", "b.xlf"]
    assert [member.name for member in reading.members("A.PO", b"x")] == ["A.PO"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.zip", b"PK\x03\x04 no zip", "The zip file is damaged, or it has a password."),
        ("a.zip", zipped(readme__txt=b"x"), "There is no PO or XLIFF file in the zip file."),
        ("a.doc", b"x", "Give a PO or XLIFF file, or a zip of such files."),
        ("a.zip", zipped(a__po=b"0" * (reading.FILE + 1)), "a.po is too large: at most 5 MB are read."),
        ("a.po", b"0" * (reading.UPLOAD + 1), "The file is too large: at most 20 MB are read."),
    ],
)
def test_what_is_too_large_or_no_archive_is_refused(name, data, message):
    with pytest.raises(FileError) as caught:
        reading.members(name, data)
    assert str(caught.value) == message


def test_a_zip_that_grows_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "ALL", 100)
    with pytest.raises(FileError, match="too large when unpacked"):
        reading.members("a.zip", zipped(a__po=b"0" * 60, b__po=b"0" * 60))
    monkeypatch.setattr(reading, "FILES", 1)
    with pytest.raises(FileError, match="too many files"):
        reading.members("a.zip", zipped(a__po=b"0", b__po=b"0"))


@pytest.mark.parametrize(
    ("code", "ours", "same"),
    [
        ("zh_CN", "zh-hans", True),
        ("zh-Hans-CN", "zh-hans", True),
        ("zh_TW", "zh-hans", False),
        ("zh", "zh-hans", False),
        ("fr-FR", "fr", True),
        ("fr", "fr", True),
        ("en", "fr", False),
        ("", "fr", False),
        ("pt_BR.UTF-8", "pt-br", True),
    ],
)
def test_languages_as_desks_write_them(code, ours, same):
    assert same_language(code, ours) is same


def test_a_zip_with_damaged_contents_is_refused():
    data = bytearray(zipped(a__po=po.dump(document(PLAIN)) * 20))
    data[40:60] = b"\xff" * 20  # within what is packed
    with pytest.raises(FileError, match="The zip file is damaged"):
        reading.members("a.zip", bytes(data))


def test_one_file_of_a_zip_is_read_by_its_place(monkeypatch):
    data, opened = zipped(a__po=b"a", readme__txt=b"x", b__po=b"b"), []
    whole = zipfile.ZipFile.open
    monkeypatch.setattr(
        zipfile.ZipFile, "open", lambda self, info, *args: opened.append(info.filename) or whole(self, info, *args)
    )
    assert reading.member_at("all.zip", data, 1) == reading.Member("b.po", b"b")
    assert opened == ["b.po"]
    assert reading.member_at("a.po", b"x", 0) == reading.Member("a.po", b"x")


def test_files_in_files_are_no_files():
    data = b'<xliff version="1.2"><file original="1"><body><file original="2"/></body></file></xliff>'
    assert [one.translation for one in xliff.load("a.xlf", data)] == ["1"]
