"""The explorer's context on a small site: counts, links, order, offers."""

import pytest

from cases_cms.core import services
from tests.factories import OrganizationFactory, make_case
from tests.fixtures import context_of, read_anew


def build_cases(site):
    """Three cases of 2024, one of 2023, one draft."""
    wu = OrganizationFactory(name="Wu Institute")
    make_case(
        site.edition,
        title="Net",
        slug="net",
        countries=["CN", "KE"],
        outstanding=True,
        organizations=[wu],
        translated=True,
    )
    make_case(site.edition, title="Apple", slug="apple", countries=["CN", "BR"], category="education")
    make_case(site.edition, title="Zebra", slug="zebra", countries=["CN", "KE", "TZ"])
    make_case(site.edition_before, title="Moon", slug="moon", countries=["BR", "IN"], organizations=[wu])
    make_case(site.edition, title="Secret", slug="secret", countries=["FR", "CN"], publish=False)


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


def counts(context):
    return {
        facet.name: {value.value: value.count for value in facet.values if value.count or value.selected}
        for facet in context["facets"]
    }


def titles(context):
    return [card.title for card in context["cards"]]


def test_counts_of_everything(cases, small_site):
    context = context_of(small_site.collection)
    assert counts(context) == {
        "category": {"infrastructure": 3, "education": 1},
        "country": {"CN": 3, "KE": 2, "BR": 2, "TZ": 1, "IN": 1},
        "year": {"2024": 3, "2023": 1},
        "outstanding": {"yes": 1, "no": 3},
        "organization": {"wu-institute": 2},
        "language": {"en": 4, "zh-hans": 1},
    }
    assert (context["total"], context["announce"]) == (4, "4 cases")


def test_a_facet_leaves_its_own_choice_out_of_its_counts(cases, small_site):
    context = context_of(small_site.collection, "country=KE&year=2024")
    assert counts(context) == {
        "category": {"infrastructure": 2},
        "country": {"CN": 3, "KE": 2, "BR": 1, "TZ": 1},
        "year": {"2024": 2},
        "outstanding": {"yes": 1, "no": 1},
        "organization": {"wu-institute": 1},
        "language": {"en": 2, "zh-hans": 1},
    }
    values = {(value.facet, value.value): value for facet in context["facets"] for value in facet.values}
    assert values["country", "KE"].query == "year=2024"
    assert values["country", "BR"].query == "country=BR&country=KE&year=2024"
    assert values["category", "education"].is_empty is True
    assert values["year", "2023"].is_empty is True
    assert ("country", "FR") not in values
    assert [(group.label, [value.value for value in group.values]) for group in context["facets"][1].groups] == [
        ("Africa", ["KE", "TZ"]),
        ("Americas", ["BR"]),
        ("Asia", ["CN", "IN"]),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Net", "Apple", "Zebra", "Moon"]),
        ("sort=title", ["Apple", "Moon", "Net", "Zebra"]),
        ("sort=countries", ["Zebra", "Net", "Apple", "Moon"]),
        ("sort=nothing", ["Net", "Apple", "Zebra", "Moon"]),
    ],
)
def test_order(cases, small_site, query, found):
    assert titles(context_of(small_site.collection, query)) == found


def test_no_result_offers_what_taking_one_filter_away_gives(cases, small_site):
    context = context_of(small_site.collection, "country=TZ&organization=wu-institute&year=2024")
    assert context["total"] == 0
    assert [(offer.label, offer.value, offer.total, offer.query) for offer in context["offers"]] == [
        ("Countries and regions", "Tanzania", 1, "organization=wu-institute&year=2024"),
        ("Organization", "Wu Institute", 1, "country=TZ&year=2024"),
    ]
    assert context["clear_query"] == ""


def test_countries_view(cases, small_site):
    context = context_of(small_site.collection, "view=countries&order=cases&year=2024")
    rows = [(row.code, row.region, row.cases, row.outstanding, row.query) for row in context["countries"].rows]
    assert rows == [
        ("CN", "Asia", 3, 1, "country=CN&order=cases&view=countries&year=2024"),
        ("KE", "Africa", 2, 1, "country=KE&order=cases&view=countries&year=2024"),
        ("BR", "Americas", 1, 0, "country=BR&order=cases&view=countries&year=2024"),
        ("TZ", "Africa", 1, 0, "country=TZ&order=cases&view=countries&year=2024"),
        ("IN", "Asia", 0, 0, "country=IN&order=cases&view=countries&year=2024"),
    ]
    assert [
        (region.name, [(tile.code, tile.count, tile.shade) for tile in region.tiles])
        for region in context["countries"].regions
    ] == [
        ("Africa", [("KE", 2, 3), ("TZ", 1, 1)]),
        ("Americas", [("BR", 1, 1)]),
        ("Asia", [("CN", 3, 5), ("IN", 0, 0)]),
    ]


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("year=2024&country=KE", "?country=KE&year=2024"),
        ("country=KE&country=CN&country=KE", "?country=CN&country=KE"),
        ("q=&year=2024", "?year=2024"),
        ("q=++net++work", "?q=net+work"),
        ("sort=newest", ""),
        ("sort=relevance", ""),
        ("view=cards&order=cases", ""),
        ("page=1", ""),
        ("exactly=1", ""),
        ("shortlist=2024.net&shortlist=2023.moon", "?shortlist=2023.moon&shortlist=2024.net"),
    ],
)
def test_another_spelling_leads_to_the_canonical_address(cases, small_site, client, query, canonical):
    url = small_site.collection.url
    response = client.get(f"{url}?{query}")
    assert (response.status_code, response["Location"]) == (302, url + canonical)
    assert client.get(url + canonical).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["year=1999&country=KE", "sort=best", "view=map", "page=x", "utm=1", "find-country=ken", "year=2024&year=x"],
)
def test_unknown_values_are_named_where_they_were_given(cases, small_site, client, query):
    assert client.get(f"{small_site.collection.url}?{query}").status_code == 200


def test_an_unpublished_case_is_counted_no_more(cases, small_site):
    case = small_site.edition.get_children().get(slug="zebra").specific
    services.unpublish_page(page=case)
    context = context_of(small_site.collection)
    assert counts(context)["country"] == {"CN": 2, "KE": 1, "BR": 2, "IN": 1}
    assert context["total"] == 3
