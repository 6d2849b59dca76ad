"""What other programs make of our files, and we of theirs."""

import subprocess

import pytest
from openpyxl import load_workbook

from cases_cms.interchange.columns import places
from cases_cms.interchange.exporting import rows_of
from cases_cms.interchange.known import Known
from cases_cms.interchange.reading import read_table
from cases_cms.interchange.template import template
from cases_cms.interchange.writing import csv_pieces, xlsx
from tests.conftest import find_libreoffice
from tests.factories import make_case

pytestmark = [pytest.mark.libreoffice, pytest.mark.django_db]
LANGUAGES = ("en", "zh-hans")
PLACES = places(LANGUAGES)
#: As a person opens a CSV file: UTF-8, commas.
OPEN_CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"


def saved_by_libreoffice(folder, name, data, ending, *options):
    """The bytes of a file after LibreOffice has opened it and saved it in another format."""
    (folder / name).write_bytes(data)
    out = folder / "out"
    subprocess.run(
        [
            find_libreoffice(),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
            *options,
            "--convert-to",
            ending,
            "--outdir",
            str(out),
            str(folder / name),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return (out / f"{name.rpartition('.')[0]}.{ending}").read_bytes()


@pytest.fixture
def rows(small_site):
    cases = [make_case(small_site.edition, full=True, translated=True, title=title) for title in ("Masts", "=1+1")]
    cases.append(make_case(small_site.edition, title="-5 °C; “over” 2,000", start_year=2016, reach=1200))
    return list(rows_of([case.translation_key for case in cases], LANGUAGES, reader="en"))


def texts(table):
    return [{key: cell.text for key, cell in row.cells.items()} for row in table.rows]


def test_a_workbook_saved_by_libreoffice(rows, tmp_path):
    data = saved_by_libreoffice(tmp_path, "cases.xlsx", xlsx(rows, PLACES, Known(), "en"), "xlsx")
    table = read_table("cases.xlsx", data)
    assert (table.problems, table.missing) == ((), ())
    assert texts(table) == rows
    assert table.rows[1].text("title.en") == "=1+1"


def test_a_csv_file_opened_in_libreoffice(rows, tmp_path):
    data = b"".join(csv_pieces(rows, PLACES, "en"))
    table = read_table("a.xlsx", saved_by_libreoffice(tmp_path, "cases.csv", data, "xlsx", OPEN_CSV))
    known = Known()
    for row, expected in zip(table.rows, rows, strict=True):
        for place in PLACES:
            assert place.parse(row.text(place.key), known) == place.parse(expected[place.key], known)


def test_the_template_saved_by_libreoffice(small_site, tmp_path):
    saved_by_libreoffice(tmp_path, "template.xlsx", template(LANGUAGES, "zh-hans"), "xlsx")
    book = load_workbook(tmp_path / "out" / "template.xlsx")
    assert book.sheetnames == ["案例", "列表", "说明"]
    assert [cell.value for cell in book.worksheets[0][1]] == [place.heading("zh-hans") for place in PLACES]
    lists = [choice.formula1 for choice in book.worksheets[0].data_validations.dataValidation if choice.type == "list"]
    assert [formula.replace("'", "").replace("$", "") for formula in lists] == ["列表!A2:A3", '"是,否"']
