from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from cases_cms.collection.models import (
    CasePage,
    CategoryPage,
    CollectionPage,
    EditionFact,
    EditionMilestone,
    EditionPage,
)
from cases_cms.collection.rules import (
    validate_case_length,
    validate_category,
    validate_country_count,
    validate_start_year,
)
from cases_cms.core import services
from cases_cms.core.counting import TextLength
from cases_cms.core.periods import PeriodState
from tests.factories import (
    CasePageFactory,
    CategoryPageFactory,
    CollectionPageFactory,
    EditionPageFactory,
    make_case,
    translate,
)
from tests.fixtures import context_of

BEIJING = ZoneInfo("Asia/Shanghai")


def errors_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as raised:
        call(*args, **kwargs)
    return raised.value.message_dict if hasattr(raised.value, "error_dict") else raised.value.messages


# --- A case -------------------------------------------------------------------------------


@pytest.mark.parametrize("codes", [None, [], ["CN"], ["CN", "CN"]])
def test_a_case_has_two_countries(codes):
    assert errors_of(validate_country_count, codes) == {
        "countries": ["Choose at least two countries and regions; a case is one of international cooperation."]
    }


def test_two_countries_are_enough(small_site):
    assert validate_country_count(["CN", "KE"]) is None
    assert make_case(small_site.edition, countries=["CN", "HK"]).live is True


@time_machine.travel(datetime(2024, 12, 31, 23, 30, tzinfo=BEIJING), tick=False)
@pytest.mark.parametrize(("year", "is_valid"), [(2014, False), (2015, True), (2024, True), (2025, False)])
def test_start_of_implementation(year, is_valid):
    if is_valid:
        assert validate_start_year(year) is None
    else:
        assert errors_of(validate_start_year, year) == ["Enter a year from 2015 to 2024."]


@time_machine.travel(datetime(2025, 1, 1, 0, 30, tzinfo=BEIJING), tick=False)
def test_year_turns_at_the_institutions_midnight():
    assert validate_start_year(2025) is None


def test_start_may_be_unknown(small_site):
    assert make_case(small_site.edition, start_year=None).live is True


def length_of(**sections):
    empty = dict.fromkeys(CasePage.SECTIONS, "")
    return CasePage(**{**empty, **sections})


@pytest.mark.parametrize(
    ("sections", "length", "is_valid"),
    [
        ({"background": "word " * 960}, (960, 0), True),
        ({"background": "word " * 961}, (961, 0), False),
        (dict.fromkeys(CasePage.SECTIONS, "word " * 240), (960, 0), True),
        ({**dict.fromkeys(CasePage.SECTIONS, "word " * 240), "benefits": "word " * 241}, (961, 0), False),
        ({"benefits": "字" * 1200}, (0, 1200), True),
        ({"benefits": "字" * 1201}, (0, 1201), False),
        ({"benefits": "，" * 5000 + "字" * 1200}, (0, 1200), True),
        ({"background": "word " * 960, "benefits": "字" * 1200}, (960, 1200), True),
        ({"background": "word " * 961, "benefits": "字" * 1200}, (961, 1200), False),
        ({"background": "word " * 960, "benefits": "𠀀" * 1201}, (960, 1201), False),
        ({}, (0, 0), True),
    ],
)
def test_length_by_script(sections, length, is_valid):
    case = length_of(**sections)
    assert case.length == TextLength(*length)
    if is_valid:
        assert validate_case_length(case) is None
    else:
        words, characters = length
        assert errors_of(validate_case_length, case) == {
            "benefits": [
                (
                    f"The four parts together hold {words} words and {characters} Chinese characters; "
                    "at most 960 words and 1200 characters are allowed. Shorten them."
                )
            ]
        }


def test_category_of_a_case_exists(small_site):
    assert validate_category("education") is None
    assert errors_of(validate_category, "nothing") == {"category": ["There is no category with the code “nothing”."]}


def test_sections_and_reach(small_site):
    case = CasePageFactory.build(background="", reach=170, reach_qualifier="over")
    assert [(name, str(title)) for name, title, _html in case.sections] == [
        ("cooperation", "International cooperation"),
        ("implementation", "Implementation"),
        ("benefits", "Benefits"),
    ]
    assert str(case.reach_quantity) == "over 170"
    assert CasePageFactory.build().reach_quantity is None


def test_where_pages_may_be():
    assert CasePage.allowed_parent_page_models() == [EditionPage]
    assert EditionPage.allowed_parent_page_models() == [CollectionPage]
    assert CategoryPage.allowed_parent_page_models() == [CollectionPage]
    assert CasePage.allowed_subpage_models() == []


def test_one_collection_below_a_page(small_site):
    assert CollectionPage.can_create_at(small_site.home) is False
    small_site.collection.delete()
    small_site.home.refresh_from_db()
    assert CollectionPage.can_create_at(small_site.home) is True


# --- A category -----------------------------------------------------------------------------


def test_code_is_unique_in_a_collection(small_site):
    with pytest.raises(ValidationError) as raised:
        CategoryPageFactory(parent=small_site.collection, code="education", slug="other")
    assert raised.value.message_dict == {"code": ["Another category of this collection has this code."]}


def test_code_may_be_used_in_another_collection(small_site):
    other = CollectionPageFactory(parent=small_site.home, slug="other")
    assert CategoryPageFactory(parent=other, code="education").live is True


@pytest.mark.parametrize("code", ["a b", "数字", "a/b", "", "a\x00"])
def test_code_is_neutral(small_site, code):
    category = CategoryPageFactory.build(code=code, slug="x", title="X", locale=small_site.en)
    with pytest.raises(ValidationError) as raised:
        category.clean_fields(exclude=["path", "depth", "content_type"])
    assert list(raised.value.message_dict) == ["code"]


@pytest.mark.parametrize("publish", [True, False])
def test_code_in_use_does_not_change(small_site, publish):
    make_case(small_site.edition, category="education", publish=publish)
    small_site.education.code = "skills"
    assert errors_of(small_site.education.clean) == {
        "code": ["Cases use the code “education”; move them to another category first."]
    }
    small_site.infrastructure.code = "networks"
    assert small_site.infrastructure.clean() is None


@pytest.fixture
def admin(client, db):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    return client


def delete_by_admin(client, page):
    return client.post(f"/admin/pages/{page.pk}/delete/", follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_no_page_takes_the_address_of_the_comparison(small_site):
    category = CategoryPageFactory.build(title="Compare", slug="compare", code="comparing")
    category._cached_parent_obj = small_site.collection
    assert errors_of(category.full_clean)["slug"] == ["The site itself answers at this address. Choose another one."]
    category.slug = "comparing"
    assert "slug" not in errors_of(category.full_clean)


def test_category_in_use_is_not_deleted(small_site, admin):
    make_case(small_site.edition, category="education", publish=False)
    # While the Chinese page has the code, the English one may go; the last one may not.
    response = delete_by_admin(admin, small_site.education)
    assert response.status_code == 200
    zh = CategoryPage.objects.get(code="education")
    assert zh.locale == small_site.zh
    response = delete_by_admin(admin, zh)
    assert CategoryPage.objects.filter(code="education").count() == 1
    assert messages_of(response) == [
        "1 case uses the category “译Education and skills”; move it to another category first."
    ]


def test_category_that_nobody_uses_is_deleted(small_site, admin):
    make_case(small_site.edition, category="infrastructure")
    for page in CategoryPage.objects.filter(code="education"):
        delete_by_admin(admin, page)
    assert list(CategoryPage.objects.filter(code="education")) == []


def test_categories_in_use_are_not_deleted_in_bulk(small_site, admin):
    make_case(small_site.edition, category="education")
    pages = CategoryPage.objects.filter(code="education")
    query = "&".join(f"id={page.pk}" for page in pages)
    response = admin.post(f"/admin/bulk/wagtailcore/page/delete/?{query}", follow=True)
    assert pages.count() == 2
    assert messages_of(response) == ["Cases use the categories education; move them to other categories first."]


# --- An edition -------------------------------------------------------------------------------


def test_year_is_unique_in_a_collection(small_site):
    small_site.edition_before.year = 2024
    assert errors_of(small_site.edition_before.clean) == {"year": ["The collection already has an edition of 2024."]}
    assert list(errors_of(EditionPageFactory, parent=small_site.collection, year=2024)) == ["slug"]
    other = CollectionPageFactory(parent=small_site.home, slug="other")
    assert EditionPageFactory(parent=other, year=2024).slug == "2024"


def add_by_admin(client, parent, model, **values):
    formsets = {
        f"{name}-{key}": value
        for name in ("facts", "milestones", "criteria", "benefits", "recipients", "comments")
        for key, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))
    }
    data = {"introduction": "null", "description": "null", **formsets, **values}
    return client.post(f"/admin/pages/add/cases_collection/{model}/{parent.pk}/", data)


EDITION = {
    "title": "New",
    "theme": "",
    **{f"{name}_qualifier": "exact" for name in ("submissions", "reach", "collected", "presented")},
}


@pytest.mark.parametrize("publish", [{}, {"action-publish": "1"}])
def test_admin_says_that_the_year_is_taken(small_site, admin, publish):
    response = add_by_admin(admin, small_site.collection, "editionpage", **EDITION, year=2024, **publish)
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert errors["year"] == ["The collection already has an edition of 2024."]
    assert set(errors) == ({"year", "__all__"} if publish else {"year"})  # what is new is under embargo, besides
    assert EditionPage.objects.filter(title="New").count() == 0


def test_admin_says_that_another_page_has_the_years_address(small_site, admin):
    CategoryPageFactory(parent=small_site.collection, slug="2025", code="x")
    response = add_by_admin(admin, small_site.collection, "editionpage", **EDITION, year=2025)
    assert response.status_code == 200
    assert dict(response.context["form"].errors) == {"year": ["Another page of the collection has the address “2025”."]}
    assert EditionPage.objects.filter(year=2025).count() == 0


def test_admin_makes_an_edition(small_site, admin):
    refused = add_by_admin(admin, small_site.collection, "editionpage", **EDITION, year=2025, **{"action-publish": "1"})
    assert "under embargo" in str(refused.context["form"].errors)
    assert not EditionPage.objects.filter(year=2025).exists()
    response = add_by_admin(admin, small_site.collection, "editionpage", **EDITION, year=2025)
    assert response.status_code == 302
    edition = EditionPage.objects.get(year=2025)
    assert (edition.url, edition.live) == ("/en/collection/2025/", False)


def test_admin_says_that_the_code_is_taken(small_site, admin):
    values = {"title": "New", "slug": "new", "code": "education", "concept": "", "accent": 1, "order": 1}
    response = add_by_admin(admin, small_site.collection, "categorypage", **values, **{"action-publish": "1"})
    assert response.status_code == 200
    assert dict(response.context["form"].errors) == {"code": ["Another category of this collection has this code."]}


@pytest.mark.parametrize("year", [1999, 2101])
def test_year_is_one_of_this_century(small_site, year):
    assert list(errors_of(EditionPageFactory, parent=small_site.collection, year=year)) == ["year"]


def test_slug_follows_the_year_in_both_languages(small_site):
    edition = EditionPageFactory(parent=small_site.collection, year=2022, slug="other", title="Twenty-two")
    zh = translate(edition)
    assert (edition.slug, edition.url, zh.slug, zh.url) == (
        "2022",
        "/en/collection/2022/",
        "2022",
        "/zh-hans/collection/2022/",
    )
    edition.year = 2021
    services.save_page(page=edition, publish=True)
    zh = translate(EditionPage.objects.get(pk=edition.pk))
    assert (edition.slug, zh.slug, zh.year) == ("2021", "2021", 2021)


def test_counts_are_derived(small_site):
    make_case(small_site.edition, outstanding=True, translated=True)
    make_case(small_site.edition)
    make_case(small_site.in_zh(small_site.edition), slug="zh-only")
    make_case(small_site.edition, publish=False)
    make_case(small_site.edition_before)
    for edition in (small_site.edition, small_site.in_zh(small_site.edition)):
        context = context_of(edition)
        assert (context["case_count"], context["outstanding_count"]) == (3, 1)
    names = {field.name for field in EditionPage._meta.get_fields()}
    assert not names & {"case_count", "outstanding_count", "number_of_cases"}


def test_quantities_of_an_edition():
    edition = EditionPage(submissions=230, submissions_qualifier="over")
    assert str(edition.submissions_quantity) == "over 230"
    assert edition.reach_quantity is None
    assert (EditionPage(theme="One world").summary, CategoryPage(concept="Nets").summary) == ("One world", "Nets")


def at(*parts):
    return datetime(*parts, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("starts", "ends", "is_valid"),
    [
        (at(2024, 5, 1), at(2024, 6, 21), True),
        (at(2024, 5, 1), at(2024, 5, 1), False),
        (at(2024, 5, 2), at(2024, 5, 1), False),
        (None, at(2024, 5, 1), True),
        (at(2024, 5, 1), None, True),
        (None, None, True),
    ],
)
def test_end_of_a_milestone_comes_after_its_start(starts, ends, is_valid):
    milestone = EditionMilestone(phase="call", starts_at=starts, ends_at=ends)
    if is_valid:
        assert milestone.clean() is None
    else:
        assert errors_of(milestone.clean) == {"ends_at": ["The end must come after the start."]}


def test_milestone_and_fact_in_words():
    milestone = EditionMilestone(phase="call", ends_at=at(2024, 6, 21), precision="minute")
    assert str(milestone) == "Call for applications"
    assert str(milestone.period) == "until 20 June 2024, 24:00 (Beijing time)"
    assert milestone.period.state(at(2024, 6, 21)) == PeriodState.PAST
    assert str(EditionMilestone(phase="call", label="Call")) == "Call"
    assert str(EditionFact(value="over 2,100", label="guests")) == "over 2,100 guests"
