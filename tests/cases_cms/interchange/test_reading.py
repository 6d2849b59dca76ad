"""Files to tables: whatever program has written them."""

import datetime

import pytest

from cases_cms.interchange.reading import read_table
from tests.cases_cms.interchange.books import HEADINGS, ROW, csv_of, with_sheet, xlsx


def cells_of(table):
    """``[{key: text}]`` of its rows."""
    return [{key: cell.text for key, cell in row.cells.items()} for row in table.rows]


EXPECTED = {
    "id": "2026-001",
    "category": "Digital infrastructure",
    "title.en": "Masts",
    "title.zh-hans": "桅杆",
    "countries": "China; Kenya",
}


def test_workbook():
    table = read_table("cases.xlsx", xlsx(HEADINGS, ROW))
    assert cells_of(table) == [EXPECTED]
    assert table.keys == ["id", "category", "title.en", "title.zh-hans", "countries"]
    assert table.languages == ("en", "zh-hans")
    assert (table.problems, table.missing) == ((), ())
    assert table.rows[0].number == 2
    assert table.rows[0].cells["countries"].coordinate == "E2"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_of_any_encoding_and_separator(encoding, separator):
    data = csv_of(HEADINGS, ROW, separator=separator, encoding=encoding)
    table = read_table("cases.csv", data)
    assert cells_of(table) == [EXPECTED]
    assert table.rows[0].cells["title.zh-hans"].coordinate == "D2"


def test_csv_that_says_its_separator():
    data = b"sep=;\r\n" + csv_of(["ID", "Title, of all"], ["1", "A"], separator=";")
    assert cells_of(read_table("cases.csv", data)) == [{"id": "1"}]


def test_lines_of_a_cell_stay_and_rows_are_counted_as_spreadsheets_do():
    data = csv_of(HEADINGS, [], ROW[:4] + ["China\nKenya"], ["2"])
    table = read_table("a.csv", data)
    assert [row.number for row in table.rows] == [3, 4]
    assert table.rows[0].text("countries") == "China\nKenya"
    assert table.rows[1].text("countries") == ""


def test_numbers_dates_and_booleans_are_texts_as_typed():
    def change(sheet, book):
        sheet["A2"], sheet["B2"], sheet["C2"] = 7.0, 2.5, True
        sheet["D2"] = datetime.date(2016, 3, 1)
        sheet["E2"] = 2016

    table = read_table("a.xlsx", xlsx(HEADINGS, change=change))
    assert [cell.text for cell in table.rows[0].cells.values()] == ["7", "2.5", "TRUE", "2016-03-01", "2016"]


def test_a_title_above_the_headings():
    table = read_table("a.xlsx", xlsx(["Cases of 2026"], [], HEADINGS, ROW))
    assert cells_of(table) == [EXPECTED]
    assert table.rows[0].cells["id"].coordinate == "A4"


def test_example_rows_and_empty_lines_are_no_cases():
    example = ["EXAMPLE (not imported)", "x", "y"]
    table = read_table("a.xlsx", xlsx(HEADINGS, example, ["示例"], ["", " "], ROW))
    assert cells_of(table) == [EXPECTED]
    assert table.rows[0].number == 5


def test_the_first_visible_sheet_is_read():
    def change(sheet, book):
        sheet.sheet_state = "hidden"
        other = book.create_sheet("Cases")
        other.append(HEADINGS)
        other.append(ROW)

    assert cells_of(read_table("a.xlsx", xlsx(["nothing"], change=change))) == [EXPECTED]


def test_headings_that_say_nothing_are_told_at_their_cells():
    table = read_table("a.xlsx", xlsx([*HEADINGS, "Price", "Categori", "", "title"], [*ROW, "5", "", "lost", "again"]))
    assert cells_of(table) == [EXPECTED]
    assert [(problem.coordinate, problem.row, problem.column, problem.message) for problem in table.problems] == [
        ("F1", 1, "", "“Price” is no column of a case; it is left out."),
        ("G1", 1, "", "“Categori” is no column of a case; it is left out. Did you mean “Category”?"),
        ("I1", 1, "title.en", "The columns C1 and I1 are both “title”. Remove one of them."),
        ("H2", 2, "", "Column H has no heading; it is left out."),
    ]


def test_missing_columns_are_named():
    table = read_table("a.csv", csv_of(["标题", "国家"], ["桅杆", "中国"]))
    assert table.missing == ("id", "category")
    assert cells_of(table) == [{"title.zh-hans": "桅杆", "countries": "中国"}]


def test_strings_of_every_make():
    rows = (
        '<row><c t="inlineStr"><is><t>ID</t></is></c><c t="str"><v>Title</v></c></row>'
        '<row r="9"><c t="inlineStr"><is><r><t>2026</t></r><r><t>-1</t></r><rPh><t>er</t></rPh></is></c>'
        '<c r="B9" t="inlineStr"><is><t>one_x000D_\ntwo</t></is></c></row>'
        '<row r="1048576"/>'
    )
    table = read_table("a.xlsx", with_sheet(rows))
    assert cells_of(table) == [{"id": "2026-1", "title.en": "one\ntwo"}]
    assert table.rows[0].cells["title.en"].coordinate == "B9"


def test_the_apostrophe_before_a_formula_is_taken_away():
    table = read_table("a.csv", csv_of(["ID", "Title"], ["1", "'=1+1"], ["2", "'90s internet"], ["3", "''=x"]))
    assert [row.text("title.en") for row in table.rows] == ["=1+1", "'90s internet", "'=x"]


def test_a_name_with_folders_is_its_last_part():
    assert read_table("C:\\cases\\a.csv", csv_of(HEADINGS, ROW)).name == "a.csv"
