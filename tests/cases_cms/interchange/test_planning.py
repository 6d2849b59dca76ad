"""The dry run: every problem at its cell, and nothing written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases_cms.collection.models import CasePage, Organization
from cases_cms.core import services
from cases_cms.interchange.models import CaseIdentifier
from cases_cms.interchange.planned import Action, Level
from cases_cms.release.services import mark_released
from tests.cases_cms.interchange.sheets import bring_in, case, draft, embargoed, pages, session, zip_of
from tests.desk import make_admin, make_user
from tests.factories import OrganizationFactory, make_case

pytestmark = pytest.mark.django_db
NO_CATEGORY = (
    "There is no category “Poetry”. Give its name as on the site, or one of the codes: infrastructure, education."
)
TOO_LONG = (
    "The four parts together hold %s words and %s Chinese characters; "
    "at most 960 words and 1200 characters are allowed."
)


@pytest.fixture
def edition(small_site):
    return embargoed(small_site)


def problems(some):
    """``[(number of the row, key of the column, sentence)]``."""
    return [
        (row.number, remark.column, remark.message)
        for row in some.plan.rows
        for remark in row.remarks
        if remark.level == Level.PROBLEM
    ]


def notes(some):
    return [remark.message for row in some.plan.rows for remark in row.remarks if remark.level == Level.NOTE]


def actions(some):
    return [row.action for row in some.plan.rows]


def test_a_new_row_and_a_plan_write_nothing(edition):
    before = (pages(), Organization.objects.count(), CaseIdentifier.objects.count())
    some = session(edition, case(), case(2))
    assert (actions(some), some.plan.problems, some.plan.can_be_imported) == ([Action.CREATE] * 2, 0, True)
    assert notes(some)[0] == "“Bridge Institute” is not known here yet: it will be made."
    assert (pages(), Organization.objects.count(), CaseIdentifier.objects.count()) == before
    told = some.plan.as_json()
    assert (told["counts"], told["problems"]) == ({"create": 2, "change": 0, "left": 0}, 0)
    assert told["rows"][0]["id"] == "2026-001"


@pytest.mark.parametrize(
    ("change", "column", "sentence"),
    [
        (
            {"Category": "Poetry"},
            "category",
            NO_CATEGORY,
        ),
        ({"Category": ""}, "category", "Choose a category."),
        (
            {"Countries and regions": "China; Atlantis"},
            "countries",
            "Not a country or region that is known here: “Atlantis”.",
        ),
        (
            {"Countries and regions": "China"},
            "countries",
            "Name at least two countries and regions; a case is one of international cooperation.",
        ),
        ({"Start of implementation": "2014"}, "start_year", "Enter a year from 2015 to 2026."),
        ({"Outstanding case": "perhaps"}, "outstanding", "“perhaps” is neither yes nor no."),
        ({"ID": ""}, "id", "The ID is missing: by it the row finds its page."),
        ({"Edition": "2025"}, "edition", "This row belongs to another edition: 2025."),
        ({"Title (en)": "", "Title (zh-hans)": ""}, "title.en", "The title is missing."),
        ({"Title (en)": "A" * 256}, "title.en", "Too long: 256 characters; at most 255 are allowed."),
        ({"Summary (zh-hans)": "长" * 501}, "summary.zh-hans", "Too long: 501 characters; at most 500 are allowed."),
        (
            {"Benefits (en)": "word " * 961, "Benefits (zh-hans)": "字"},
            "benefits.en",
            TOO_LONG % (965, 0),
        ),
        (
            {"Benefits (en)": "word", "Benefits (zh-hans)": "字" * 1201},
            "benefits.zh-hans",
            TOO_LONG % (0, 1209),
        ),
        (
            {"Background (zh-hans)": "没有网络。"},
            "background.zh-hans",
            "Simplified Chinese has 1 part here, English 2: write line for line.",
        ),
        ({"Links (en)": "Website | javascript:alert(1)"}, "links.en", "Enter a valid URL."),
        ({"Links (en)": "Website"}, "links.en", "“Website | ” lacks a part: two texts with | between them."),
        ({"Cover": "mast.png"}, "cover", "“mast.png” is neither in the ZIP nor in the edition's folder of pictures."),
        ({"Address": "no such/slug"}, "slug", None),
        ({"Applying organizations (en)": "A" * 251}, "applicants.en", None),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_breaks_a_rule_is_told_at_its_cell(edition, change, column, sentence):
    some = session(edition, case(**change))
    found = problems(some)
    assert [(number, key) for number, key, _said in found] == [(2, column)]
    assert sentence is None or found[0][2] == sentence
    assert some.plan.can_be_imported is False
    remark = some.plan.rows[0].remarks[0] if len(some.plan.rows[0].remarks) == 1 else None
    assert remark is None or remark.coordinate.endswith("2")


def test_what_stands_twice(edition):
    again = case(1) | {"Address": "here"}
    some = session(edition, case() | {"Address": "here"}, again)
    assert problems(some) == [
        (3, "id", "Row 2 has the same ID."),
        (3, "title.en", "Row 2 has the same title."),
        (3, "title.zh-hans", "Row 2 has the same title."),
        (3, "slug", "Row 2 has the same address."),
    ]
    bring_in(edition, case())
    other = case() | {"ID": "2026-900", "Title (zh-hans)": "", "Address": "masts-for-villages"}
    assert problems(session(edition, other)) == [
        (2, "title.en", "The edition has a case with this title already, under another ID."),
        (2, "slug", "Another page of the edition has this address."),
    ]


def test_pictures_are_looked_at(edition):
    archive = zip_of(mast="navy")
    assert problems(session(edition, case(Cover="mast.png"), archive=archive)) == []
    broken = archive.replace(b"IDAT", b"XXXX")
    assert [key for _row, key, _said in problems(session(edition, case(Cover="mast.png"), archive=broken))] == ["cover"]
    row = case(Pictures="mast.png") | {"What the pictures show (en)": "One; two"}
    assert problems(session(edition, row, archive=archive)) == [
        (2, "picture_alts.en", "More texts than pictures: the case has 1 picture.")
    ]


def test_columns_that_are_missing_and_headings_that_mean_nothing(edition):
    row = {"ID": "1", "Title (en)": "A", "Weather": "fine"}
    some = session(edition, row)
    assert [(remark.level, remark.column) for remark in some.plan.remarks] == [
        (Level.NOTE, ""),
        (Level.PROBLEM, "category"),
        (Level.PROBLEM, "countries"),
    ]
    bring_in(edition, case())
    again = session(edition, {"ID": "2026-001", "Title (en)": "Masts for towns"})
    assert (again.plan.problems, actions(again)) == (0, [Action.CHANGE])
    assert again.plan.rows[0].changes == ["title.en"]


def test_an_id_pairs_with_a_case_made_by_hand_by_its_key(edition):
    made = make_case(edition, publish=False, title="By hand")
    row = {"ID": str(made.translation_key), "Title (en)": "By hand, and longer"}
    some = session(edition, row)
    assert (actions(some), problems(some)) == ([Action.CHANGE], [])
    elsewhere = {"ID": "00000000-0000-4000-8000-000000000000", "Title (en)": "Another"}
    assert actions(session(edition, elsewhere)) == [Action.CREATE]


def test_organizations_that_are_meant_two_ways(edition, small_site):
    one, other = OrganizationFactory(name="Bridge"), OrganizationFactory(name="Tower")
    OrganizationFactory(name="Twin", code="twin-1"), OrganizationFactory(name="Twin", code="twin-2")
    row = case() | {"Applying organizations (zh-hans)": "", "Applying organizations (en)": "Twin"}
    assert problems(session(edition, row)) == [
        (2, "applicants.en", "Several organizations are called “Twin”; say which in the page.")
    ]
    services.translate(
        source=other,
        locale=small_site.zh,
        content=Organization(name="塔", code=other.code, country="CN", translation_key=other.translation_key),
    )
    row = case() | {"Applying organizations (en)": "Bridge", "Applying organizations (zh-hans)": "塔"}
    assert problems(session(edition, row)) == [(2, "applicants.en", "“Bridge”, “塔” are different organizations here.")]
    row = case() | {"Applying organizations (en)": "tower", "Applying organizations (zh-hans)": "高塔"}
    some = session(edition, row)
    assert (problems(some), notes(some)) == ([], ["The organization is called “塔” here, and stays so."])
    assert one.name == "Bridge"


# --- What may be done -----------------------------------------------------------------------------


def test_what_is_public_is_changed_in_its_page(edition):
    bring_in(edition, case())
    mark_released(edition.translation_key)
    services.publish_page(page=edition)
    page = CasePage.objects.get(title="Masts for villages", locale=edition.locale)
    assert problems(session(edition, case() | {"Title (en)": "A new title"})) == []
    services.publish_page(page=page)
    assert problems(session(edition, case())) == []
    assert problems(session(edition, case() | {"Title (en)": "A new title"})) == [
        (2, "id", "This case is public already: change it in its page.")
    ]


def test_rights_are_those_of_making_cases_by_hand(edition, small_site):
    imports = ("cases_interchange.add_import",)
    editor = make_user("editor", actions=("add",), page=small_site.collection, permissions=imports)
    reader = make_user("reader", permissions=imports)
    assert {said for _row, _key, said in problems(session(edition, case(), user=reader))} == {
        "You may not make cases in this edition.",
        "You do not translate into Simplified Chinese.",
        "You may not make organizations.",
    }
    assert {said for _row, _key, said in problems(session(edition, case(), user=editor))} == {
        "You do not translate into Simplified Chinese.",
        "You may not make organizations.",
    }
    plain = {key: text for key, text in case().items() if "zh" not in key and "organizations" not in key}
    assert problems(session(edition, plain, user=editor)) == []
    some = session(edition, plain | {"Cover": "a.png"}, user=editor, archive=zip_of(a="navy"))
    assert problems(some) == [(2, "cover", "You may not add pictures here.")]
    assert problems(session(edition, case(), user=make_admin())) == []


def test_what_is_locked_or_in_moderation_is_left_alone(edition, small_site):
    bring_in(edition, case())
    page = CasePage.objects.get(title="Masts for villages", locale=edition.locale)
    page.locked, page.locked_by = True, make_admin()
    page.save()
    user = make_admin("other")
    found = problems(session(edition, case() | {"Title (en)": "New"}, user=user))
    assert [key for _row, key, _said in found] == ["id"]
    assert draft(page).title == "Masts for villages"


def test_queries_do_not_grow_with_rows(edition):
    some = [case(number) for number in range(1, 11)]
    bring_in(edition, *some)
    session(edition, some[0])
    with CaptureQueriesContext(connection) as one:
        session(edition, some[0])
    with CaptureQueriesContext(connection) as ten:
        session(edition, *some)
    assert len(ten) == len(one)
    fresh = [case(number) for number in range(20, 30)]
    with CaptureQueriesContext(connection) as new:
        session(edition, *fresh)
    assert len(new) <= len(one)
