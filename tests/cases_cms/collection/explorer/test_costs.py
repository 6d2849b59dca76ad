"""What a page of the explorer asks of the database, whatever there is."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases_cms.collection import catalogue
from cases_cms.collection.models import CatalogueEntry
from cases_cms.demo.synthetic import Synthesizer
from tests.fixtures import clear_caches

pytestmark = pytest.mark.django_db


@pytest.fixture
def builder():
    """A site without a case, to be filled."""
    clear_caches()
    builder = Synthesizer(words=20)
    builder.build_site()
    yield builder
    clear_caches()


def queries(client, url):
    for _warm_up in range(2):
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


QUERIES = {
    "": 8,
    "?category=culture&country=CN&year=2023&year=2024": 8,
    "?view=list": 8,
    "?view=countries": 8,
    "?q=institute": 9,
    "?country=CN&q=institute&sort=title": 9,
}


def test_a_page_costs_the_same_with_one_case_and_with_a_hundred(builder, client):
    url = builder.collections[0].get_url()
    costs = []
    for number in (1, 100):
        builder.fill(number)
        costs.append({query: queries(client, url + query) for query in QUERIES if number > 1 or "=C" not in query})
    assert costs[1] == QUERIES
    assert costs[0] == {query: number for query, number in QUERIES.items() if query in costs[0]}
    assert max(QUERIES.values()) <= 12


def test_made_up_cases_are_like_real_ones(builder):
    assert builder.fill(30) == 20
    assert CatalogueEntry.objects.count() == 60
    assert catalogue.find_differences() == []
    builder.fill(40)
    assert CatalogueEntry.objects.count() == 80
    assert {len(entry.country_codes) >= 2 for entry in CatalogueEntry.objects.all()} == {True}


def test_the_benchmark_runs_on_an_empty_database_only(client):
    out = io.StringIO()
    call_command("bench_explorer", "--sizes", "12", "--rounds", "2", verbosity=0, stdout=out)
    lines = [line for line in out.getvalue().splitlines() if line]
    assert lines[0].startswith(f"{connection.vendor}, 12 cases (24 rows, 20 organizations")
    assert [line[:36].strip() for line in lines[2:]] == [
        "simplest Wagtail page",
        "filtered page",
        "unfiltered page",
        "search in English, with its page",
        "search in Chinese, with its page",
        "facets with 20 rows, filtered",
        "facets with 20 rows, unfiltered",
        "words in English, alone",
        "words in Chinese, alone",
        "load of the index, one language",
        "catalogue after a change of a case",
        "index after a change of a case",
    ]
    with translation.override("en"), pytest.raises(CommandError, match="give an empty one"):
        call_command("bench_explorer", "--sizes", "12", verbosity=0, stdout=out)
