"""``manage.py import_cases``: what it says, and how it ends."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases_cms.collection.models import CasePage
from tests.cases_cms.interchange.sheets import case, csv_of_rows, embargoed, pages, zip_of
from tests.desk import make_user

pytestmark = pytest.mark.django_db
NO_CATEGORY = (
    "There is no category “Poetry”. Give its name as on the site, or one of the codes: infrastructure, education."
)


@pytest.fixture
def edition(small_site):
    return embargoed(small_site)


@pytest.fixture
def file(tmp_path):
    def write(*rows, name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(csv_of_rows(*rows))
        return str(path)

    return write


def run(*args, **options):
    """``(exit code, what it said, what it complained of)``."""
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("import_cases", *args, stdout=out, stderr=errors, **options)
    except SystemExit as end:
        return end.code, out.getvalue().splitlines(), errors.getvalue().splitlines()
    return 0, out.getvalue().splitlines(), errors.getvalue().splitlines()


def test_a_dry_run_says_and_writes_nothing(edition, file):
    before = pages()
    code, said, errors = run(file(case()), edition=2026, dry_run=True)
    assert (code, errors, pages()) == (0, [], before)
    assert said[0] == "+ 2  2026-001  Masts for villages"
    assert said[-1] == "New: 1. Changed: 0. As they are: 0. Problems: 0."


def test_an_import_and_again(edition, file, tmp_path):
    archive = tmp_path / "pictures.zip"
    archive.write_bytes(zip_of(mast="navy"))
    name = file(case(Cover="mast.png"), case(2))
    assert run(name, edition=2026, pictures=archive)[1][-1] == "New: 2. Changed: 0. As they are: 0. Problems: 0."
    assert CasePage.objects.filter(locale=edition.locale, live=False).count() == 2
    code, said, errors = run(name, edition=2026, pictures=archive)
    assert (code, said, errors) == (0, ["New: 0. Changed: 0. As they are: 2. Problems: 0."], [])


def test_problems_end_it_and_nothing_is_imported(edition, file):
    before = pages()
    code, _said, errors = run(file(case(), case(2) | {"Category": "Poetry"}), edition=2026)
    assert (code, pages()) == (1, before)
    assert errors == [
        f"    B3  {NO_CATEGORY}",
        "Nothing was imported: mend the problems first.",
    ]


def test_what_is_not_read_ends_it(edition, file, tmp_path):
    program = tmp_path / "cases.xlsx"
    program.write_bytes(b"MZ\x90\x00 a program")
    for args, options in (
        ([str(program)], {"edition": 2026}),
        ([str(tmp_path / "none.csv")], {"edition": 2026}),
        ([file(case())], {"edition": 1999}),
        ([file(case())], {"edition": 2026, "user": "nobody"}),
    ):
        with pytest.raises(CommandError) as error:
            run(*args, **options)
        assert error.value.returncode == 2


def test_in_somebodys_name_their_rights_are_asked(edition, file):
    make_user("reader")
    code, _said, errors = run(file(case()), edition=2026, user="reader", dry_run=True)
    assert (code, errors[0]) == (1, "    A2  You may not make cases in this edition.")
