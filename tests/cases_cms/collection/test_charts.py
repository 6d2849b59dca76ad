"""Figures of the Collection: what they count, where they lead, and what they must not show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cases_cms.collection.charts import case_countries_chart, case_counts, cases_chart, countries_chart, country_counts
from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.selectors import CategoryLabel, categories
from cases_cms.core import services
from cases_cms.core.countries import CODES
from tests.factories import OrganizationFactory, make_case
from tests.fixtures import context_of, text_of

pytestmark = pytest.mark.django_db  # names of countries come from there

LABELS = {code: CategoryLabel(code, code.title(), "", 1, 1, "", "en") for code in ("infrastructure", "education")}


def entries():
    return CatalogueEntry.objects.in_language("en")


@pytest.fixture
def filled(small_site):
    make_case(small_site.edition, outstanding=True, countries=["CN", "KE"])
    make_case(small_site.edition, countries=["CN", "FR"])
    make_case(small_site.edition, category="education", countries=["CN", "KE"])
    make_case(small_site.edition_before, countries=["CN", "TO"])
    make_case(small_site.edition_before, publish=False, countries=["BR", "AR"])
    return small_site


def heaps(chart):
    return [
        (row.label.code if row.label else "", [(heap.year, heap.count, heap.outstanding) for heap in row.heaps])
        for row in chart.rows
    ]


def test_cases_by_category_and_year(filled):
    chart = cases_chart(case_counts(entries()), LABELS, years=[2021], url="/c/")
    assert chart.years == [2021, 2023, 2024]
    assert heaps(chart) == [
        ("infrastructure", [(2021, 0, 0), (2023, 1, 0), (2024, 2, 1)]),
        ("education", [(2021, 0, 0), (2023, 0, 0), (2024, 1, 0)]),
    ]
    assert chart.totals == [(2021, 0, 0), (2023, 1, 0), (2024, 3, 1)]
    assert (chart.count, chart.unit) == (4, 1)
    assert [heap.url for heap in chart.rows[0].heaps] == [
        "",
        "/c/?category=infrastructure&year=2023",
        "/c/?category=infrastructure&year=2024",
    ]
    assert chart.rows[1].url == "/c/?category=education"


def test_cases_of_no_public_category_are_one_row_without_links(filled):
    chart = cases_chart(case_counts(entries()), {"infrastructure": LABELS["infrastructure"]}, url="/c/")
    assert heaps(chart)[-1] == ("", [(2023, 0, 0), (2024, 1, 0)])
    assert [heap.url for heap in chart.rows[-1].heaps] == ["", ""]


def test_nothing_to_draw(small_site):
    assert cases_chart(case_counts(entries()), LABELS, years=[2024]) is None
    assert countries_chart({}) is None
    assert case_countries_chart([], []) is None


def tiles(chart):
    return {
        region.name: [(tile.code, tile.count, tile.shade, tile.url) for tile in region.tiles]
        for region in chart.regions
    }


def test_countries_by_region(filled):
    assert tiles(countries_chart(country_counts(entries()), url="/c/", year=2024)) == {
        "Africa": [("KE", 2, 2, "/c/?country=KE&year=2024")],
        "Asia": [("CN", 4, 5, "/c/?country=CN&year=2024")],
        "Europe": [("FR", 1, 1, "/c/?country=FR&year=2024")],
        "Oceania": [("TO", 1, 1, "/c/?country=TO&year=2024")],
    }


def test_one_country_and_many():
    assert tiles(countries_chart({"KE": 1})) == {"Africa": [("KE", 1, 1, "")]}
    assert countries_chart({"KE": 1}).is_many is False
    many = countries_chart(dict.fromkeys(sorted(CODES)[:40], 3))
    shades = {tile.shade for region in many.regions for tile in region.tiles}
    assert (many.count, many.is_many, shades) == (40, True, {5})


def test_countries_of_a_case_say_what_they_are_to_it():
    chart = case_countries_chart(
        ["CN", "KE", "FR"], [("KE", "partner"), ("CN", "partner"), ("CN", "applicant"), ("BR", "applicant")]
    )
    assert {
        tile.code: (tile.shade, [str(role) for role in tile.roles]) for region in chart.regions for tile in region.tiles
    } == {
        "KE": (3, ["Participating organization"]),
        "CN": (5, ["Applying organization", "Participating organization"]),
        "FR": (1, []),
    }


def test_one_query_each(filled):
    with CaptureQueriesContext(connection) as queries:
        cases_chart(case_counts(entries()), LABELS)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        countries_chart(country_counts(entries()))
    assert len(queries) == 1


# --- Pages -----------------------------------------------------------------------------------


def linked_and_tabled(html):
    """Numbers of a figure's tiles, and those of its table."""
    figure = html[html.index("cc-atlas__regions") : html.index("</figure>", html.index("cc-atlas__regions"))]
    drawing, table = figure.split("<details")
    shown = re.findall(r'aria-hidden="true">(\d+)</span>', drawing)
    return shown, re.findall(r"<td>(\d+)</td>", table)


def test_collection_draws_what_is_in_its_catalogue_and_links_to_it(filled, client):
    html = text_of(client, filled.collection)
    assert "/en/collection/?category=infrastructure&amp;year=2024" in html
    assert "/en/collection/?country=TO" in html
    assert "country=BR" not in html
    shown, tabled = linked_and_tabled(html)
    assert shown == tabled == ["2", "4", "1", "1"]
    assert "style=" not in html


@pytest.mark.parametrize("query", ["category=education", "q=case"])
def test_a_filtered_collection_draws_no_figures(filled, query):
    assert "cases_chart" not in context_of(filled.collection, query)


def test_an_edition_counts_its_own(filled):
    chart = context_of(filled.edition_before)["countries_chart"]
    assert tiles(chart) == {
        "Asia": [("CN", 1, 1, "/en/collection/?country=CN&year=2023")],
        "Oceania": [("TO", 1, 1, "/en/collection/?country=TO&year=2023")],
    }


@pytest.mark.parametrize("how", ["unpublished", "restricted"])
def test_what_is_hidden_counts_nowhere(filled, client, how):
    for page in (filled.edition_before, filled.in_zh(filled.edition_before)):
        if how == "unpublished":
            services.unpublish_page(page=page)
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    chart = context_of(filled.collection)
    assert heaps(chart["cases_chart"]) == [("infrastructure", [(2024, 2, 1)]), ("education", [(2024, 1, 0)])]
    assert "Oceania" not in tiles(chart["countries_chart"])
    assert [edition.year for edition in chart["years_chart"].editions] == [2024]
    assert "Tonga" not in text_of(client, filled.collection)


def test_a_case_shows_where_its_organizations_are(small_site, client):
    case = make_case(small_site.edition, countries=["CN", "KE"], organizations=[OrganizationFactory(country="KE")])
    html = text_of(client, case)
    assert html.count("cc-atlas__role") == 1
    assert "/en/collection/?country=KE" in html


def test_chinese_page_leads_to_the_chinese_list(filled, client):
    html = text_of(client, filled.in_zh(filled.collection))
    assert "/zh-hans/collection/?country=KE" in html
    assert "非洲" in html
    labels = categories(filled.zh)
    assert [row.label.title for row in context_of(filled.in_zh(filled.collection))["cases_chart"].rows] == [
        label.title for label in labels.values()
    ]
