"""Tables as files: what goes out comes back, and no program takes it for a formula."""

import io
import itertools
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cases_cms.interchange.columns import places
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.exporting import rows_of
from cases_cms.interchange.known import Known
from cases_cms.interchange.reading import read_table
from cases_cms.interchange.template import template
from cases_cms.interchange.writing import csv_pieces, xlsx
from tests.factories import make_case

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "zh-hans")
PLACES = places(LANGUAGES)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "＝1", "'=1", "''+1", "'90s", "=cmd|' /C calc'!A0", "-5 °C"]


class NoNames:
    """``known`` of a site without categories."""

    category_codes = ()


def texts(table, key):
    return [row.text(key) for row in table.rows]


def as_csv(rows, reader="en"):
    return b"".join(csv_pieces(rows, PLACES, reader))


def sheet_of(data, name=None):
    book = load_workbook(io.BytesIO(data))
    return book[name] if name else book.worksheets[0]


def test_what_begins_like_a_formula_is_a_text_and_comes_back():
    rows = [{"id": str(number), "title.en": text} for number, text in enumerate(FORMULAS)]
    data = xlsx(rows, PLACES, NoNames(), "en")
    assert texts(read_table("a.xlsx", data), "title.en") == FORMULAS
    assert texts(read_table("a.csv", as_csv(rows)), "title.en") == FORMULAS
    column = list(sheet_of(data)["E"])[1:]
    assert {cell.data_type for cell in column} == {"s"}
    assert [cell.quotePrefix for cell in column[:5]] == [True] * 5
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    lines = as_csv(rows).decode("utf-8-sig").splitlines()[1:]
    assert [line.split(",")[4][0] for line in lines] == ["'"] * 7 + ["'", "'", "'"]


TEXT = st.text(alphabet="=+-@'\"a1 ,;\t\n中＝\u200b", min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_any_text_comes_back_as_it_went(found):
    known = NoNames()
    place = next(place for place in PLACES if place.key == "summary.en")
    rows = [
        {"id": str(number), "summary.en": place.format(text, known, "en")} for number, text in enumerate(found, start=1)
    ]
    expected = [row["summary.en"] for row in rows]
    for name, data in (("a.csv", as_csv(rows)), ("a.xlsx", xlsx(rows, PLACES, known, "en"))):
        assert [place.parse(text, known) for text in texts(read_table(name, data), "summary.en")] == expected


def test_csv_is_marked_as_utf8():
    assert as_csv([{"id": "1"}], "zh-hans").startswith(b"\xef\xbb\xbf" + "编号,届次,类别".encode())


def test_controls_do_not_break_the_file():
    data = xlsx([{"id": "1", "title.en": "a\x00b\x0bc\ufffe"}], PLACES, NoNames(), "en")
    assert texts(read_table("a.xlsx", data), "title.en") == ["abc"]


def test_what_looks_like_a_number_of_a_character_is_a_text():
    texts_of_file = texts(read_table("a.xlsx", xlsx([{"id": "_x0041_x0042_"}], PLACES, NoNames(), "en")), "id")
    assert texts_of_file == ["_x0041_x0042_"]


def test_a_text_that_no_cell_can_hold():
    with pytest.raises(FileRefusedError) as error:
        xlsx([{"id": "1", "background.en": "x" * 32_768}], PLACES, NoNames(), "en")
    assert str(error.value) == "“Background (English)” of row 2 is longer than a cell can be. Take CSV."


@pytest.mark.parametrize("reader", ["en", "zh-hans"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_cases_go_out_and_come_back(small_site, reader, ending):
    cases = [make_case(small_site.edition, full=True, translated=True, title=f"=Case {n}") for n in (1, 2)]
    cases.append(make_case(small_site.edition, publish=False))
    known, keys = Known(), [case.translation_key for case in cases]
    rows = list(rows_of(keys, LANGUAGES, reader=reader, known=known))
    data = as_csv(rows, reader) if ending == "csv" else xlsx(rows, PLACES, known, reader)
    table = read_table(f"cases.{ending}", data)
    assert (table.problems, table.missing, table.languages) == ((), (), LANGUAGES)
    assert [{key: cell.text for key, cell in row.cells.items()} for row in table.rows] == rows


class TestTemplate:
    def test_its_sheets_and_columns(self, small_site):
        book = load_workbook(io.BytesIO(template(LANGUAGES, "en")))
        assert book.sheetnames == ["Cases", "Lists", "Notes"]
        sheet = book["Cases"]
        assert [cell.value for cell in sheet[1]] == [place.heading("en") for place in PLACES]
        assert [cell.value for cell in sheet[1]][4:8] == [
            "Title (English)",
            "Title (Simplified Chinese)",
            "Summary (English)",
            "Summary (Simplified Chinese)",
        ]
        assert sheet.freeze_panes == "B2"
        assert sheet.max_row == 2
        assert [row[0].value for row in book["Lists"].iter_rows(max_row=3)] == [
            "Category",
            "Digital infrastructure",
            "Education and skills",
        ]
        assert book["Notes"].max_row == len(PLACES) + 1

    def test_drop_downs(self, small_site):
        found = {}
        for choice in sheet_of(template(LANGUAGES, "zh-hans")).data_validations.dataValidation:
            if choice.type == "list":
                found[choice.promptTitle] = (str(choice.sqref), choice.formula1)
        assert found == {
            "类别": ("C2:C3001", "'列表'!$A$2:$A$3"),
            "精品案例": ("D2:D3001", '"是,否"'),
        }

    @pytest.mark.parametrize("reader", ["en", "zh-hans"])
    def test_its_example_is_no_case_but_would_be_a_good_one(self, small_site, reader):
        data = template(LANGUAGES, reader)
        with pytest.raises(FileRefusedError) as error:
            read_table("a.xlsx", data)
        assert str(error.value) == "The table has headings, but no case below them."
        book = load_workbook(io.BytesIO(data))
        book.worksheets[0]["A2"] = "2026-001"
        file = io.BytesIO()
        book.save(file)
        table = read_table("a.xlsx", file.getvalue())
        known = Known()
        values = {place.key: place.parse(table.rows[0].text(place.key), known) for place in table.places}
        assert (values["category"], values["countries"]) == ("infrastructure", ["KE", "CN", "FR"])
        assert (values["title.en"], values["title.zh-hans"]) == ("Solar masts for villages", "乡村太阳能基站")
        assert table.problems == ()

    def test_a_language_into_which_the_example_is_not_translated_has_none(self, small_site):
        book = load_workbook(io.BytesIO(template(("en", "zh-hans", "ar"), "en")))
        (example,) = book["Cases"].iter_rows(min_row=2, values_only=True)
        titles = [place.key.startswith("title.") for place in places(("en", "zh-hans", "ar"))]
        assert list(itertools.compress(example, titles)) == ["Solar masts for villages", "乡村太阳能基站", None]
        needed = {row[0]: row[1] for row in book["Notes"].iter_rows(values_only=True)}
        assert (needed["ID"], needed["Title (Arabic)"], needed["Edition"]) == ("yes", "in one language", None)

    def test_one_query(self, small_site, django_assert_num_queries):
        template(LANGUAGES, "en")
        with django_assert_num_queries(1):
            template(LANGUAGES, "en")
