"""Where a reader may go on: the order of the edition, and cases that have something in common."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases_cms.collection.neighbours import Shared, near_cases, neighbours, rarities
from tests.factories import CategoryPageFactory, OrganizationFactory, make_case, translate
from tests.fixtures import context_of, make_request, text_of


@pytest.fixture
def near(rf):
    """``near(case)``: ``[(title, reason)]`` of the cases near to it."""

    def find(case, language="en"):
        with translation.override(language):
            context = context_of(case)
            return [(item.card.title, item.reason) for item in context["near_cases"]]

    return find


# --- In the edition ------------------------------------------------------------------------


@pytest.fixture
def edition(small_site):
    """Cases of two categories, of none, and outstanding ones, in no order."""
    gone = CategoryPageFactory(parent=small_site.collection, code="gone", order=0)
    for title, category, outstanding in (
        ("B", "education", False),
        ("Z", "education", True),
        ("C", "infrastructure", False),
        ("A", "infrastructure", False),
        ("N", "gone", False),
        ("Y", "infrastructure", True),
    ):
        make_case(
            small_site.edition,
            title=title,
            slug=title.lower(),
            category=category,
            outstanding=outstanding,
            translated=True,
        )
    gone.unpublish()
    return small_site.edition


def test_the_order_is_that_of_the_editions_page(edition, client):
    html = text_of(client, edition)
    listed = re.findall(r'<h3 class="cc-(?:card|line)__title"[^>]*>\s*<a[^>]*?href="([^"]+)"', html)
    # Outstanding cases stand above all, and again in their category.
    order = listed[2:]
    assert [url.split("/")[-2] for url in order] == ["y", "a", "c", "z", "b", "n"]
    page, walked = edition.get_children().get(slug="y").specific, []
    while page is not None:
        step = context_of(page)["neighbours"]
        walked.append((page.slug, step.position, step.total))
        page = edition.get_children().get(slug=step.after.url.split("/")[-2]).specific if step.after else None
    assert walked == [(slug, number, 6) for number, slug in enumerate(["y", "a", "c", "z", "b", "n"], start=1)]


def test_before_and_after_with_their_titles(edition, small_site):
    case = edition.get_children().get(slug="a").specific
    step = context_of(case)["neighbours"]
    assert [(item.title, item.url) for item in (step.before, step.after)] == [
        ("Y", "/en/collection/2024/y/"),
        ("C", "/en/collection/2024/c/"),
    ]
    step = context_of(small_site.in_zh(case))["neighbours"]
    assert [item.title for item in (step.before, step.after)] == ["译Y", "译C"]


def test_the_first_and_the_last(edition):
    first, last = (context_of(edition.get_children().get(slug=slug).specific)["neighbours"] for slug in "yn")
    assert (first.before, last.after) == (None, None)


def test_drafts_are_no_neighbours(edition, small_site, client):
    make_case(small_site.edition, title="B SECRET", category="infrastructure", publish=False)
    case = edition.get_children().get(slug="a").specific
    assert context_of(case)["neighbours"].total == 6
    assert "SECRET" not in text_of(client, case)


# --- In common -----------------------------------------------------------------------------


def test_rarity():
    assert [round(float(rarity), 2) for rarity in rarities([1, 10, 50, 100], 100)] == [1.0, 0.5, 0.15, 0.0]
    assert rarities([1, 1], 1).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("shared", "english", "chinese"),
    [
        (Shared(0, True, 4), "Same category, 4 countries and regions in common", "同一类别，4个共同的国家和地区"),
        (Shared(2, False, 0), "Same organization", "同一单位"),
        (Shared(1, True, 1), "Same organization, same category, 1 country or region in common", None),
        (Shared(0, False, 1), "1 country or region in common", "1个共同的国家和地区"),
    ],
)
def test_reasons(shared, english, chinese):
    assert shared.reason == english
    with translation.override("zh-hans"):
        assert shared.reason == (chinese or "同一单位，同一类别，1个共同的国家和地区")


def test_an_organization_counts_more_than_a_category_and_that_more_than_a_year(small_site, near):
    organization = OrganizationFactory(name="Institute")
    translate(organization)
    case = make_case(
        small_site.edition, title="This", countries=["CN", "KE"], organizations=[organization], translated=True
    )
    make_case(small_site.edition_before, title="Category", countries=["BR", "PE"], translated=True)
    make_case(
        small_site.edition_before,
        title="Organization",
        category="education",
        countries=["BR", "PE"],
        organizations=[organization],
        translated=True,
    )
    make_case(small_site.edition, title="Year", category="education", countries=["BR", "PE"], translated=True)
    assert near(case) == [("Organization", "Same organization"), ("Category", "Same category")]
    assert near(small_site.in_zh(case), "zh-hans") == [("译Organization", "同一单位"), ("译Category", "同一类别")]


def test_what_nearly_all_share_says_little(small_site, near):
    case = make_case(small_site.edition, title="This", countries=["CN", "FJ"])
    for number in range(6):
        make_case(small_site.edition_before, title=f"China {number}", category="education", countries=["CN", "BR"])
    make_case(small_site.edition_before, title="Fiji", category="education", countries=["FJ", "KE"])
    assert near(case) == [("Fiji", "1 country or region in common")]


def test_a_long_list_of_countries_is_no_merit(small_site, near):
    codes = ["AR", "BE", "CA", "DE", "EG", "FR", "GH", "IN", "JP", "KE", "MX", "NO"]
    case = make_case(small_site.edition, title="This", countries=["KE", "NO"])
    for number in range(4):
        make_case(small_site.edition_before, title=f"Far {number}", category="education", countries=["BR", "PE"])
    make_case(small_site.edition_before, title="Everywhere", category="education", countries=codes)
    make_case(small_site.edition_before, title="The same", category="education", countries=["KE", "NO"])
    assert near(case) == [
        ("The same", "2 countries and regions in common"),
        ("Everywhere", "2 countries and regions in common"),
    ]


def test_three_at_most_and_never_itself(small_site, near):
    cases = [make_case(small_site.edition, title=f"Case {number}") for number in range(6)]
    assert [title for title, _reason in near(cases[0])] != []
    assert len(near(cases[0])) == 3
    assert "Case 0" not in [title for title, _reason in near(cases[0])]


def test_a_case_alone(small_site, near, client):
    case = make_case(small_site.edition, title="Alone")
    assert near(case) == []
    assert "cc-near" not in text_of(client, case)


@pytest.mark.parametrize("state", ["draft", "restricted", "unpublished edition"])
def test_what_is_not_public_is_never_near(small_site, client, near, state):
    organization = OrganizationFactory(name="Institute")
    case = make_case(small_site.edition, title="This", organizations=[organization])
    secret = make_case(
        small_site.edition_before, title="SECRET", slug="secret", organizations=[organization], publish=state != "draft"
    )
    if state == "restricted":
        secret.view_restrictions.create(restriction_type="login")
    elif state == "unpublished edition":
        small_site.edition_before.unpublish()
    assert near(case) == []
    html = text_of(client, case)
    assert ("SECRET" in html, "2023/secret" in html) == (False, False)


def test_a_case_in_another_language_says_so(small_site, near, client):
    case = make_case(small_site.edition, title="This", translated=True)
    make_case(small_site.edition, title="English only", slug="english")
    html = text_of(client, small_site.in_zh(case))
    assert re.search(r'<h3 class="cc-card__title" lang="en">\s*<a[^>]*href="/en/collection/2024/english/"', html)
    assert re.search(r'cc-steps-on__title" lang="en">English only', html)


# --- Cost ----------------------------------------------------------------------------------


def cost(call):
    call()
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_a_fixed_number_of_queries(small_site):
    organization = OrganizationFactory(name="Institute")
    case = make_case(small_site.edition, title="This", organizations=[organization])
    CategoryPageFactory(parent=small_site.collection, code="other")

    def costs():
        result = []
        for find in (
            lambda request: neighbours(case, small_site.edition, request),
            lambda request: near_cases(case, small_site.edition, [organization.code], request),
        ):
            request = make_request(RequestFactory(), case)
            result.append(cost(lambda find=find, request=request: find(request)))
        return result

    make_case(small_site.edition, title="Other", organizations=[organization])
    few = costs()
    for number in range(4):
        make_case(small_site.edition, title=f"More {number}", organizations=[organization])
    assert (few, costs()) == ([1, 1], [1, 1])
