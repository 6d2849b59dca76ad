"""What files of real secretariats hold: odd numbers, halves of translations, cases that were deleted."""

import pytest
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride

from cases_cms.collection.models import CasePage, Organization
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.imports import Session
from cases_cms.interchange.kinds import Year
from cases_cms.interchange.models import CaseIdentifier
from cases_cms.interchange.planned import Action
from cases_cms.interchange.reading import read_table
from tests.cases_cms.interchange.books import HEADINGS, ROW, csv_of, xlsx
from tests.cases_cms.interchange.sheets import bring_in, case, draft, embargoed, session, zip_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_site):
    return embargoed(small_site)


def actions(some):
    return [row.action for row in some.plan.rows]


def said(some, level):
    return [(one.column, one.message) for row in some.plan.rows for one in row.remarks if one.level == level]


# --- Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["- Cooperation (with UNESCO)\n- a school", "-UNESCO (Paris)", "@UNESCO (Paris)", "- one!", "+86 10 (ext)"]
)
def test_a_line_of_a_list_is_no_formula(text):
    table = read_table("a.csv", csv_of([*HEADINGS, "Background (en)"], [*ROW, text]))
    assert table.rows[0].text("background.en") == text


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1:A3)", "-NOW()", "@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-HYPERLINK(A1,B1)"]
)
def test_a_formula_is_one(text):
    with pytest.raises(FileRefusedError, match="F2 holds a formula"):
        read_table("a.csv", csv_of([*HEADINGS, "Background (en)"], [*ROW, text]))


@pytest.mark.parametrize(("code", "seen"), [("000", "007"), ('"2026-"000', "2026-007"), ("0", "7"), ("General", "7")])
def test_a_number_is_read_as_people_see_it(code, seen):
    def change(sheet, book):
        sheet["A2"].number_format = code

    table = read_table("a.xlsx", xlsx(HEADINGS, [7, *ROW[1:]], change=change))
    assert table.rows[0].text("id") == seen


def test_halves_of_characters_and_nothing_are_no_texts():
    data = xlsx(HEADINGS, ["2026-001", "_x0000_x", "a_xD83D_b_xD83D__xDE00_", *ROW[3:]])
    row = read_table("a.xlsx", data).rows[0]
    assert (row.text("category"), row.text("title.en")) == ("x", "ab😀")


@pytest.mark.parametrize("text", ["2018年5月", "2018 年 5 月 3 日", "2018.05", "2018/5/3", "2018-05-03", "２０１８年"])
def test_the_month_of_a_start_is_left_out(text):
    assert Year().parse(text, None) == 2018


# --- The same file again -------------------------------------------------------------------------

PICTURES = {"Pictures": "a.png; b.png"}


@pytest.mark.parametrize(
    ("english", "chinese", "remarks"),
    [
        ("A mast", "信号塔; 教室", [("picture_alts.zh-hans", "Left out where there is no text in English.")]),
        ("A mast; a class", "; 教室", []),
        ("A mast; a class", "信号塔", []),
    ],
)
def test_lists_beside_pictures_of_different_lengths_change_nothing_again(edition, english, chinese, remarks):
    row = case() | PICTURES
    row |= {"What the pictures show (en)": english, "What the pictures show (zh-hans)": chinese}
    archive = zip_of(a="red", b="blue")
    bring_in(edition, row, archive=archive)
    again = session(edition, row, archive=archive)
    assert actions(again) == [Action.LEFT]
    assert said(again, "note") == remarks
    assert actions(session(edition, row | {"What the pictures show (zh-hans)": "桅杆"}, archive=archive)) == [
        Action.CHANGE
    ]


def test_an_address_may_be_the_sources_again(edition):
    bring_in(edition, case())
    assert SegmentOverride.objects.count() == 1
    row = case() | {"Links (zh-hans)": "网站 | https://example.org/en"}
    bring_in(edition, row)
    page = CasePage.objects.get(title="Masts for villages", locale=edition.locale)
    assert SegmentOverride.objects.count() == 0
    assert [one.url for one in draft(page, "zh-hans").links.all()] == ["https://example.org/en"]
    assert actions(session(edition, row)) == [Action.LEFT]


def test_a_translation_that_stays_where_its_source_changes_is_noted(edition):
    bring_in(edition, case())
    some = session(edition, case() | {"Title (en)": "Masts for all", "Background (en)": "No net.\nNo power."})
    told = "The text in English is another one now; this translation stays. Does it still fit?"
    assert said(some, "note") == [("title.zh-hans", told), ("background.zh-hans", told)]
    both = session(edition, case() | {"Title (en)": "Masts for all", "Title (zh-hans)": "所有村庄的信号塔"})
    assert said(both, "note") == []


# --- Which case ----------------------------------------------------------------------------------


def test_a_deleted_case_comes_in_anew(edition):
    bring_in(edition, case())
    for page in CasePage.objects.filter(locale=edition.locale).values_list("translation_key", flat=True):
        for one in Page.objects.filter(translation_key=page):
            one.delete()
    bring_in(edition, case())
    page = CasePage.objects.get(title="Masts for villages", locale=edition.locale)
    assert [(one.identifier, one.case_key) for one in CaseIdentifier.objects.all()] == [
        ("2026-001", page.translation_key)
    ]
    assert actions(session(edition, case())) == [Action.LEFT]


def test_an_id_is_the_same_however_it_is_typed(edition):
    bring_in(edition, case() | {"ID": "A-001"})
    assert actions(session(edition, case() | {"ID": "ａ－００１"})) == [Action.LEFT]


# --- Languages -----------------------------------------------------------------------------------


def test_names_of_organizations_make_no_translation(edition):
    row = {heading: text for heading, text in case().items() if "zh-hans" not in heading}
    row["Applying organizations (zh-hans)"] = "桥梁研究所"
    bring_in(edition, row)
    page = CasePage.objects.get(title="Masts for villages", locale=edition.locale)
    assert list(CasePage.objects.filter(translation_key=page.translation_key)) == [page]
    names = Organization.objects.filter(translation_key=page.organizations.get().organization.translation_key)
    assert sorted(names.values_list("locale__language_code", "name")) == [
        ("en", "Bridge Institute"),
        ("zh-hans", "桥梁研究所"),
    ]
    assert actions(session(edition, row)) == [Action.LEFT]


@pytest.mark.parametrize("heading", ["Title (ar)", "Applying organizations (ar)"])
def test_a_language_in_which_the_site_is_not_kept_is_told_at_its_cell(edition, heading):
    some = Session(
        edition_key=edition.translation_key,
        name="cases.xlsx",
        data=xlsx([*HEADINGS, heading], [*ROW, "أعمدة"]),
    )
    column = heading.split()[0].lower()
    key = {"title": "title.ar", "applying": "applicants.ar"}[column]
    assert said(some, "problem") == [(key, "The site is not kept in Arabic.")]
