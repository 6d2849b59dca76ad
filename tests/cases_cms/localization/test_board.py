"""The board as people see it: rows, filters, rights, and its table for spreadsheets."""

import csv
import datetime
import io

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cases_cms.localization import rows
from cases_cms.localization.board_actions import actions_for, register_action
from cases_cms.localization.board_csv import harmless
from cases_cms.localization.board_filters import BoardQuery, visible_cells
from cases_cms.localization.enums import CellState, Stage
from cases_cms.localization.models import BoardCell, BoardRow
from tests.desk import client_of, make_admin, make_user
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import read_anew

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(small_site):
    return make_admin()


def build_cases(site):
    """A current, a missing and a half translated case, and a case of the year before."""
    current = make_case(site.edition, title="Current", translated=True)
    missing = make_case(site.edition, title="Missing")
    review = make_case(site.edition, title="In review", translated=True)
    before = make_case(site.edition_before, title="Before", translated=True)
    cell = rows.cell_of(review, site.zh)
    cell.stage = Stage.REVIEW
    cell.save()
    rows.refresh_cell(cell)
    return {"current": current, "missing": missing, "review": review, "before": before}


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


def read(query, user):
    return BoardQuery.read(QueryDict(query), user)


def titles(query, user):
    return {row.title for row in read(query, user).rows()}


def lines_of(client, query=""):
    response = client.get(f"{reverse('localization:board_csv')}?{query}")
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


CASES = "kind=cases_collection.casepage"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Current", "Missing", "In review", "Before"}),
        ("year=2024", {"Current", "Missing", "In review"}),
        ("state=missing", {"Missing"}),
        ("state=current&year=2023", {"Before"}),
        ("language=zh-hans&state=in_review", {"In review"}),
        ("language=en", set()),
        ("q=curr", {"Current"}),
        ("origin=zh-hans", set()),
        ("translator=none&state=missing", {"Missing"}),
        ("translator=me", set()),
        ("deadline=none&q=before", {"Before"}),
        ("deadline=set", set()),
    ],
)
def test_filters(cases, admin, query, expected):
    assert titles(f"{CASES}&{query}", admin) == expected


@pytest.mark.parametrize(
    "query",
    ["year=%00", "year=99999", "state=x", "language=xx", "translator=-1", "deadline=y", "kind=%00x", "p=-3", "q=%00"],
)
def test_what_does_not_exist_is_no_error(cases, admin, query):
    response = client_of(admin).get(f"{reverse('localization:board')}?{query}")

    assert response.status_code == 200
    assert response.context["rows"] or query == "kind=%00x"


def test_translators_and_deadlines(cases, admin, small_site):
    cell = rows.cell_of(cases["missing"], small_site.zh)
    cell.assignee, cell.deadline = admin, timezone.now() - datetime.timedelta(days=1)
    cell.save()

    assert titles("translator=me", admin) == {"Missing"}
    assert titles(f"translator={admin.pk}", admin) == {"Missing"}
    assert titles("deadline=overdue", admin) == {"Missing"}
    assert titles("deadline=week", admin) == set()
    cell.deadline = timezone.now() + datetime.timedelta(days=2)
    cell.save()
    assert titles("deadline=week", admin) == {"Missing"}
    content = client_of(admin).get(f"{reverse('localization:board')}?deadline=set").content.decode()
    assert "overdue" not in content.split("<tbody>")[1]


@pytest.mark.parametrize("query", ["", "state=missing", "translator=none&language=zh-hans", "deadline=none"])
def test_a_loaded_cell_matches_as_the_database_says(cases, admin, query):
    chosen = read(query, admin)

    assert {cell.pk for cell in BoardCell.objects.all() if chosen.matches(cell)} == {cell.pk for cell in chosen.cells()}


def test_counts_leave_the_chosen_state_out(cases, admin):
    counts = read(f"{CASES}&state=missing", admin).counts()

    assert counts == {CellState.CURRENT: 2, CellState.MISSING: 1, CellState.IN_REVIEW: 1}


def test_each_cell_says_its_state_by_sign_and_word(cases, admin):
    content = client_of(admin).get(f"{reverse('localization:board')}?{CASES}&state=in_review").content.decode()
    table = content.split("<tbody>")[1].split("</tbody>")[0]

    assert table.count("cc-board__state") == 1
    assert "In review" in table
    assert "#icon-view" in table
    assert "Original" in table


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_costs_the_same_for_one_row_and_for_more(small_site, admin, django_assert_num_queries, count):
    for number in range(count):
        make_case(small_site.edition, title=f"Wuzhen {number}", translated=True)
    client = client_of(admin)
    client.get(reverse("localization:board"))
    with django_assert_num_queries(15):
        response = client.get(f"{reverse('localization:board')}?q=wuzhen")
    assert len(response.context["rows"]) == count


def test_people_see_the_pages_they_work_with(cases, small_site):
    OrganizationFactory(name="Wuzhen Lab")
    editor = make_user("editor", actions=["change"], page=small_site.edition)
    response = client_of(editor).get(reverse("localization:board"))

    assert {row.row.title for row in response.context["rows"]} == {"Edition 2024", "Current", "Missing", "In review"}
    assert "Before" not in response.content.decode()
    assert {line[0] for line in lines_of(client_of(editor))[1:]} == {"Edition 2024", "Current", "Missing", "In review"}
    assert visible_cells(editor).filter(row__title__in=["Before", "Wuzhen Lab"]).count() == 0
    assert BoardRow.objects.filter(title__in=["Before", "Wuzhen Lab"]).count() == 2


def test_snippets_are_for_those_who_may_change_them(small_site):
    OrganizationFactory(name="Wuzhen Lab")
    editor = make_user(
        "editor",
        actions=["change"],
        page=small_site.edition,
        permissions=["cases_collection.change_organization"],
    )

    assert titles("kind=cases_collection.organization", editor) == {"Wuzhen Lab"}


def test_who_works_with_no_page_has_no_board(cases):
    nobody = make_user("nobody")
    client = client_of(nobody)

    assert client.get(reverse("localization:board")).status_code == 302
    assert client.get(reverse("localization:board_csv")).status_code == 302
    assert reverse("localization:board") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_table_has_a_line_for_each_cell(cases, admin):
    table = lines_of(client_of(admin), f"{CASES}&year=2024&state=missing")

    assert table[0][:6] == ["Title", "Kind", "Edition", "Written in", "Language", "State"]
    assert [line[:6] for line in table[1:]] == [["Missing", "Case", "2024", "English", "Simplified Chinese", "Missing"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_no_text_becomes_a_formula(text, small_site, admin):
    assert harmless(text) == f"'{text}"
    assert harmless("Wuzhen - 1") == "Wuzhen - 1"


def test_a_title_that_looks_like_a_formula_is_a_text_in_the_table(small_site, admin):
    make_case(small_site.edition, title="=HYPERLINK(1)")

    assert [line[0] for line in lines_of(client_of(admin), "q=HYPERLINK")[1:]] == ["'=HYPERLINK(1)"]


def test_actions_are_offered_in_their_order_to_those_who_may(admin, monkeypatch):
    monkeypatch.setattr("cases_cms.localization.board_actions._actions", {})
    register_action("second", "Second", order=20)
    register_action("first", "First", order=10)
    register_action("hidden", "Hidden", shown=lambda user: False)

    assert [action.code for action in actions_for(admin)] == ["first", "second"]


def test_in_chinese(cases, admin):
    content = client_of(admin, "zh-hans").get(reverse("localization:board")).content.decode()

    assert "翻译看板" in content
    assert "已过期" in content
    assert "Out of date" not in content


def test_a_cell_leads_to_where_its_translation_is_worked_on(cases, admin, small_site):
    translate(cases["missing"], publish=False)
    response = client_of(admin).get(f"{reverse('localization:board')}?q=missing")
    cell = rows.cell_of(cases["missing"], small_site.zh)

    assert f'href="{reverse("localization:translate", args=[cell.translation_id])}"' in response.content.decode()


def test_what_people_wrote_is_no_markup(small_site, admin):
    make_case(small_site.edition, title='<b>"Wuzhen"</b>')
    content = client_of(admin).get(f"{reverse('localization:board')}?q=wuzhen").content.decode()

    assert "<b>" not in content.split("<tbody>")[1].split("</tbody>")[0]


def test_the_table_speaks_the_language_of_who_asks_for_it(cases, admin):
    UserProfile.objects.create(user=admin, preferred_language="zh-hans")
    heads, *rest = lines_of(client_of(admin), CASES)
    assert heads[:6] == ["标题", "类型", "届次", "原文语言", "语言", "状态"]
    assert {line[5] for line in rest if line[4] == "简体中文"} == {"审校中", "最新", "缺失"}
