"""Files that are not read at all, each with its reason; nothing hostile costs much time or memory."""

import io
import time
import zipfile

import pytest

from cases_cms.interchange import limits
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.reading import read_table
from tests.cases_cms.interchange.books import HEADINGS, ROW, SHEET, csv_of, with_part, with_sheet, xlsx

NO_TABLE = "The file is not what its name says: it is no table. Save it as “Excel workbook (.xlsx)” or as CSV."
DAMAGED = (
    "The file is damaged, or it is no Excel workbook. Open it in a spreadsheet program, and save it again as .xlsx."
)
MACROS = "Files with macros are not read. Save it as “Excel workbook (.xlsx)”."
OBJECTS = "The file holds macros or embedded objects. Save it without them, as .xlsx."
LINKS = "The file takes data from other files. Break the links, and save it again."
UNPACKED = "The file is too large when unpacked. Keep the table alone: delete pictures, other sheets and empty rows."


def reason(name, data):
    """The sentence with which a file is refused."""
    with pytest.raises(FileRefusedError) as error:
        read_table(name, data)
    return str(error.value)


def good():
    return xlsx(HEADINGS, ROW)


def test_too_large(monkeypatch):
    monkeypatch.setattr("cases_cms.interchange.sheets.MAX_BYTES", 1024**2)
    assert reason("a.csv", b"a" * (1024**2 + 1)) == (
        "The file is too large: at most 1 MB are read. Send pictures in a ZIP beside it."
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('ID,Title\n1,"open,CN\n2,Fine,CN\n', 2),
        ('ID,Title\r\n1,"a\r\nb"\r\n2,"open\r\n' + "x" * 140_000, 4),
        ('ID,Title\n1,"open\n"2","Fine"\n', 2),
        ('ID,Title\n1,"open\n2,"Fine, ""very"" fine",CN\n', 2),
        ('sep=;\nID;Title\n1;"open\n2;Fine', 3),
        ('"ID;Title\n1;Fine\n', 1),
        ('ID,Title\n1,"open""\n2,Fine\n', 2),
        ('ID\tTitle\n1\tFine\n2\t"', 3),
    ],
)
def test_a_quotation_mark_that_is_never_closed(text, number):
    assert reason("a.csv", text.encode()) == f"The quotation mark that begins in line {number} is never closed."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('ID,Title\n1,"two\nlines"\n', "two\nlines"),
        ('\ufeffID;Title;Slug\r\n1;"two\nlines, ""said"" so";\r\n', 'two\nlines, "said" so'),
        ('ID,Title\n1,"""said"""\n', '"said"'),
        ('ID,Title\n1,"two\nlines" \n', "two\nlines "),
        ('ID,Title\n1,The 5" disk\n', 'The 5" disk'),
        ('ID,Title\n1,"5"" disk"\n', '5" disk'),
        ('ID,Title\n1,"Fine" indeed\n', "Fine indeed"),
        ('ID,Title,Summary\n1,Fine,""\n', "Fine"),
    ],
)
def test_quotation_marks_that_are_closed(text, title):
    assert read_table("a.csv", text.encode()).rows[0].text("title.en") == title


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.csv", b"", "The file is empty."),
        ("a.csv", b"\n\n", "The table is empty."),
        ("a.xlsx", b"MZ\x90\x00" + b"\0" * 600, NO_TABLE),
        ("a.csv", b"MZ\x90\x00" + b"\0" * 600, NO_TABLE),
        ("a.csv", b"\x7fELF\x02\x01", NO_TABLE),
        ("a.csv", b"#!/bin/sh\nrm -rf /\n", NO_TABLE),
        ("a.csv", b"ID,Title\0\n1,2\n", NO_TABLE),
        ("a.xlsx", b"ID,Title\n1,2\n", NO_TABLE),
        ("a.exe", b"MZ", "Give an Excel workbook (.xlsx) or a CSV file."),
        ("a", b"ID,Title", "Give an Excel workbook (.xlsx) or a CSV file."),
        ("a.ods", b"PK\x03\x04", "Give an Excel workbook (.xlsx) or a CSV file."),
        ("a.xlsm", b"PK\x03\x04", MACROS),
        ("a.xlsb", b"PK\x03\x04", MACROS),
        ("a.xlsx", b"PK\x03\x04 and nothing", DAMAGED),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "The file has a password. Save it without one."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
         "This is a file of an old Excel, or something else. Save it as “Excel workbook (.xlsx)” or as CSV."),
        ("a.csv", "Título,País\nÉtude à façon,çà\n".encode("latin-1"),
         "The letters of the file cannot be read. Save it as “CSV UTF-8”."),
        ("a.csv", b"ID,Title\n1,open" + b"x" * 140_000,
         "The file is no table, or a quotation mark is not closed: a text is far too long."),
        ("a.csv", b"Price,Colour\n1,2\n",
         "No column of a case is found in the first lines. Take the headings of the template."),
        ("a.csv", b"ID,Title\n", "The table has headings, but no case below them."),
    ],
)  # fmt: skip
def test_files_that_are_something_else(name, data, sentence):
    assert reason(name, data) == sentence


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("xl/vbaProject.bin", OBJECTS),
        ("xl/activeX/activeX1.bin", OBJECTS),
        ("xl/embeddings/oleObject1.bin", OBJECTS),
        ("xl/externalLinks/externalLink1.xml", LINKS),
        ("xl/connections.xml", LINKS),
    ],
)
def test_workbooks_that_act_or_fetch(part, sentence):
    assert reason("a.xlsx", with_part(good(), part, b"x")) == sentence


def test_a_macro_workbook_renamed():
    types = zipfile.ZipFile(io.BytesIO(good())).read("[Content_Types].xml").decode()
    renamed = types.replace("spreadsheetml.sheet.main+xml", "x").replace(
        "</Types>",
        '<Default Extension="x" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
    )
    assert reason("a.xlsx", with_part(good(), "[Content_Types].xml", renamed)) == MACROS


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="B2" t="str"><f>HYPERLINK("http://example.org")</f><v>x</v></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
    ],
)
def test_formulas_of_workbooks(cell):
    rows = f'<row r="1"><c t="inlineStr"><is><t>ID</t></is></c></row><row r="2">{cell}</row>'
    assert reason("a.xlsx", with_sheet(rows)) == (
        "B2 holds a formula. Put its value there: copy the cell, then paste “values only”."
    )


@pytest.mark.parametrize("text", ["=1+1", " =cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-SUM(A1)", "@SUM(1+9)", "＝1"])
def test_formulas_of_csv(text):
    assert reason("a.csv", csv_of(["ID", "Title"], ["1", text])) == (
        "B2 holds a formula. Put its value there: copy the cell, then paste “values only”."
    )


@pytest.mark.parametrize("text", ["-5 °C in Wuzhen", "+86 is China", "@practice", "- a list", "a=b"])
def test_texts_that_are_no_formulas(text):
    assert read_table("a.csv", csv_of(["ID", "Title"], ["1", text])).rows[0].text("title.en") == text


def test_an_error_of_a_formula():
    rows = '<row><c t="inlineStr"><is><t>ID</t></is></c></row><row><c t="e"><v>#REF!</v></c></row>'
    assert reason("a.xlsx", with_sheet(rows)) == "A2 holds an error (#REF!). Correct it."


def test_a_password_on_the_zip():
    data = bytearray(good())
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    assert reason("a.xlsx", bytes(data)) == "The file has a password. Save it without one."


@pytest.mark.parametrize(
    "data",
    [
        with_part(xlsx(HEADINGS), SHEET, b"<worksheet><row"),
        with_part(xlsx(HEADINGS), "xl/x.xml", b"x", without=(SHEET,)),
        with_part(xlsx(HEADINGS), "XL/WORKBOOK.XML", b"x"),
        with_sheet('<row r="5"/><row r="4"/>'),
        with_sheet('<row r="99999999999"/>'),
        with_sheet('<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>'),
        with_sheet('<row><c t="s"><v>99</v></c></row>'),
        with_sheet("<row><c><v>one</v></c></row>"),
        with_sheet("<row><c><v>1e999</v></c></row>"),
    ],
)
def test_damaged_workbooks(data):
    assert reason("a.xlsx", data) == DAMAGED


def test_a_document_in_a_zip_is_no_table():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert reason("a.xlsx", file.getvalue()) == NO_TABLE


def test_entities():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    assert reason("a.xlsx", with_part(good(), SHEET, bomb)) == "The file declares entities, as no spreadsheet does."


def test_a_zip_bomb_is_told_by_its_sizes():
    bomb = with_part(good(), "xl/media/big.bin", b"\0" * (limits.MAX_UNPACKED + 1))
    assert len(bomb) < 1024**2
    begun = time.monotonic()
    assert reason("a.xlsx", bomb) == UNPACKED
    assert time.monotonic() - begun < 5


def test_a_bomb_that_lies_about_its_size():
    data = bytearray(with_part(good(), "xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 2_000_000 + b"</sst>"))
    assert len(data) < 1024**2
    # What the directory says of the part's size is what is read of it at most; the rest is a broken file.
    place = data.index(b"xl/sharedStrings.xml", data.index(b"PK\x01\x02")) - 46 + 24
    data[place : place + 4] = (1000).to_bytes(4, "little")
    assert reason("a.xlsx", bytes(data)) == DAMAGED


def test_millions_of_elements(monkeypatch):
    monkeypatch.setattr("cases_cms.interchange.workbooks.MAX_ELEMENTS", 50_000)
    assert reason("a.xlsx", with_sheet("<row>" + "<c/>" * 60_000 + "</row>")) == UNPACKED


def test_too_many_parts():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(limits.MAX_PARTS + 1):
            archive.writestr(f"xl/{number}", "")
    assert reason("a.xlsx", file.getvalue()) == UNPACKED


@pytest.mark.parametrize("make", [csv_of, xlsx])
def test_too_many_rows_columns_and_letters(make, monkeypatch):
    monkeypatch.setattr("cases_cms.interchange.limits.MAX_ROWS", 5)
    monkeypatch.setattr("cases_cms.interchange.limits.MAX_COLUMNS", 10)
    monkeypatch.setattr("cases_cms.interchange.limits.MAX_CELL", 100)
    name = "a.csv" if make is csv_of else "a.xlsx"
    assert len(read_table(name, make(HEADINGS, *[ROW] * 5)).rows) == 5
    assert reason(name, make(HEADINGS, *[ROW] * 6)) == "The table has too many rows: at most 5 cases are read."
    assert reason(name, make(HEADINGS, ROW + ["x"] * 6)) == "The table has too many columns: at most 10 are read."
    assert reason(name, make(HEADINGS, ROW[:4] + ["x" * 101])) == "E2 holds more than 100 characters."
