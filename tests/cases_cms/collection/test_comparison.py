"""Cases side by side: what an address of any content shows, what it costs, and what never shows."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases_cms.collection.comparison import compare
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import make_request, read_anew


def build_cases(site):
    """Five public cases with all there is to compare."""
    organization = OrganizationFactory(name="Institute")
    translate(organization)
    return [
        make_case(
            site.edition,
            title=f"Case {number}",
            slug=f"case-{number}",
            countries=["CN", "KE", "BR"][: 2 + number % 2],
            organizations=[organization],
            full=True,
            translated=True,
        )
        for number in range(5)
    ]


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


def query_of(*slugs):
    return "&".join(f"case=2024.{slug}" for slug in slugs)


def open_comparison(client, site, query, page=None):
    """``(context's comparison, html)``; status 200 and no cookie proven."""
    response = client.get(f"{(page or site.collection).url}compare/?{query}")
    assert response.status_code == 200
    assert not response.cookies
    return response.context_data["comparison"], response.content.decode()


def test_columns_in_the_order_of_the_address(cases, small_site, client):
    comparison, html = open_comparison(client, small_site, query_of("case-3", "case-1"))
    assert [column.card.title for column in comparison.columns] == ["Case 3", "Case 1"]
    assert '<meta name="robots" content="noindex, follow">' in html
    assert 'rel="canonical"' not in html
    assert 'href="/zh-hans/collection/compare/?case=2024.case-3&amp;case=2024.case-1"' in html


def test_what_all_have_in_common_stands_first(cases, small_site, client):
    comparison, _html = open_comparison(client, small_site, query_of("case-0", "case-1"))
    assert comparison.common == ["China", "Kenya"]
    assert [column.countries for column in comparison.columns] == [
        [("China", True), ("Kenya", True)],
        [("China", True), ("Kenya", True), ("Brazil", False)],
    ]


def test_organizations_figures_and_texts(cases, small_site, client):
    comparison, html = open_comparison(client, small_site, query_of("case-0", "case-1"))
    assert [[item.name for _role, item in column.organizations] for column in comparison.columns] == [["Institute"]] * 2
    assert [text for _column, text in comparison.rows[0][1]] == ["No network.", "No network."]
    assert html.count("over 230") == 2


def test_the_whole_texts(cases, small_site, client):
    query = f"{query_of('case-0', 'case-1')}&text=whole"
    comparison, _html = open_comparison(client, small_site, query)
    assert [text for _column, text in comparison.rows[0][1]] == ["<p>No network.</p>", "<p>No network.</p>"]
    assert "text=whole" not in comparison.text_url
    assert "text=whole" in comparison.columns[0].without_url


def test_in_chinese(cases, small_site, client):
    page = small_site.in_zh(small_site.collection)
    comparison, _html = open_comparison(client, small_site, query_of("case-0", "case-1"), page)
    assert [column.card.title for column in comparison.columns] == ["译Case 0", "译Case 1"]
    assert [item.name for _role, item in comparison.columns[0].organizations] == ["译Institute"]
    assert comparison.rows[0][0] == "背景"


@pytest.mark.parametrize(
    ("query", "columns", "left_out"),
    [
        ("", 0, ((), (), ())),
        ("case=", 0, ((), (), ())),
        ("case=%00%ff&case=<b>", 0, (("�", "<b>"), (), ())),
        ("case=2024.nobody", 0, (("2024.nobody",), (), ())),
        ("case=1999.case-1", 0, (("1999.case-1",), (), ())),
        (query_of("case-0"), 1, ((), (), ())),
        (query_of("case-0", "case-0"), 1, ((), ("2024.case-0",), ())),
        (query_of(*(f"case-{number}" for number in range(5))), 4, ((), (), ("2024.case-4",))),
        (query_of(*(f"case-{number}" for number in range(2)), "x"), 2, (("2024.x",), (), ())),
        (query_of(*(f"x{number}" for number in range(300))), 0, (tuple(f"2024.x{n}" for n in range(5)), (), ())),
    ],
)
def test_any_address_is_answered(cases, small_site, client, query, columns, left_out):
    comparison, html = open_comparison(client, small_site, query)
    reading = comparison.reading
    assert (len(comparison.columns), (reading.unknown, reading.repeated, reading.surplus)) == (columns, left_out)
    assert "<b>" not in html
    assert ("cc-empty" in html) == (columns < 2)


@pytest.mark.parametrize("state", ["draft", "unpublished edition", "restricted"])
def test_what_is_not_public_is_as_unknown(cases, small_site, client, state):
    secret = make_case(
        small_site.edition_before, title="SECRET", slug="secret", summary="SECRET", countries=["FJ", "PE"]
    )
    if state == "draft":
        secret.unpublish()
    elif state == "unpublished edition":
        small_site.edition_before.unpublish()
    else:
        secret.view_restrictions.create(restriction_type="login")
    answers = [
        open_comparison(client, small_site, f"{query_of('case-0', 'case-1')}&case=2023.{slug}")[1]
        for slug in ("secret", "nobody")
    ]
    assert answers[0].replace("2023.secret", "2023.nobody") == answers[1]
    assert "SECRET" not in answers[0]
    assert "Fiji" not in answers[0]


def test_a_fixed_number_of_queries(cases, small_site):
    def cost(*slugs):
        request = make_request(RequestFactory(), small_site.collection, query_of(*slugs))
        with translation.override("en"), CaptureQueriesContext(connection) as queries:
            compare(small_site.collection, request)
        return len(queries)

    cost("case-0")
    assert (cost(), cost("case-0"), cost("case-0", "case-1", "case-2", "case-3")) == (1, 6, 6)


def test_a_page_with_the_same_slug_does_not_take_its_place(small_site, client):
    assert client.get(f"{small_site.collection.url}compare/more/").status_code == 404
    assert client.head(f"{small_site.collection.url}compare/").status_code == 200
    assert client.post(f"{small_site.collection.url}compare/").status_code == 405
