"""Addresses: one for each selection, and it says all there is to say."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.collection.explorer.selection import MAX_SHORTLIST, canonical_query, read

VOCABULARY = {
    "category": {"culture", "economy"},
    "country": {"CN", "KE"},
    "year": {"2023", "2024"},
    "stage": {"a b", "é&="},
}
NAMES = [*VOCABULARY, "q", "sort", "view", "order", "exactly", "shortlist", "page", "other"]
VALUES = ["culture", "CN", "cn", "2024", "a b", "é&=", "newest", "title", "relevance", "list", "countries", "cases"]
VALUES += ["1", "2", "2024.net", "数字", " x  y ", ""]


def parsed(query):
    return read(QueryDict(query), VOCABULARY)


pairs = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(VALUES), st.text(max_size=9))), max_size=9)


@given(pairs)
def test_the_canonical_address_says_the_same_and_leads_nowhere_else(given_pairs):
    selection = parsed(urlencode(given_pairs, errors="replace"))
    selection.ignored, selection.has_strangers = [], False
    canonical = urlencode(selection.pairs(page=[selection.page]))
    again = parsed(canonical)
    assert again == selection
    assert canonical_query(again, canonical) is None
    assert urlencode(again.pairs(page=[again.page])) == canonical


@given(pairs, st.randoms())
def test_the_order_of_parameters_means_nothing(given_pairs, random):
    # Of a parameter that has one value the first counts.
    unique = list({name: (name, value) for name, value in given_pairs}.values())
    shuffled = list(unique)
    random.shuffle(shuffled)
    assert parsed(urlencode(unique, errors="replace")).query == parsed(urlencode(shuffled, errors="replace")).query


@given(pairs, st.sampled_from(sorted(VOCABULARY)), st.data())
def test_links_of_values_are_canonical(given_pairs, name, data):
    selection = parsed(urlencode(given_pairs, errors="replace"))
    code = data.draw(st.sampled_from(sorted(VOCABULARY[name])))
    query = selection.toggler(name)(code)
    changed = sorted({*selection.values[name]} ^ {code})
    assert query == selection.query_with(**{name: changed})
    assert parsed(query).values[name] == changed


@given(st.binary(max_size=200))
def test_any_bytes_are_read(query):
    selection = parsed(query)
    assert canonical_query(selection, selection.query) is None or selection.page != 1


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("country=cn&country=CN&category=", "country=CN"),
        ("category=CULTURE", "category=culture"),
        ("country=+ke+", "country=KE"),
        ("q=a&sort=relevance", "q=a"),
        ("q=a&sort=newest", "q=a&sort=newest"),
        ("sort=relevance", ""),
        ("exactly=1", ""),
        ("exactly=1&q=a", "exactly=1&q=a"),
        ("order=cases", ""),
        ("order=cases&view=countries", "order=cases&view=countries"),
        ("page=1", ""),
        ("page=02", "page=2"),
        ("shortlist=2024.b&shortlist=2023.a", "shortlist=2023.a&shortlist=2024.b"),
        ("shortlist=2024.b&shortlist=net&shortlist=2024.a+b&shortlist=20245.a", "shortlist=2024.b"),
    ],
)
def test_canonical(query, canonical):
    selection = parsed(query)
    assert canonical_query(selection, query) == canonical or (query == canonical and not selection.ignored)
    assert urlencode(selection.pairs(page=[selection.page])) == canonical


def test_a_shortlist_is_short_and_filters_nothing():
    selection = parsed("&".join(f"shortlist=2024.case-{number}" for number in range(9)))
    assert len(selection.shortlist) == MAX_SHORTLIST
    assert selection.is_active is False
    assert selection.clear_query == selection.query
    assert parsed("shortlist=2024.a&country=CN&q=x&view=list").clear_query == "shortlist=2024.a&view=list"


@pytest.mark.parametrize(
    "query", ["country=XX", "utm_source=x", "find-country=k", "page=x", "sort=best&country=KE&country=CN"]
)
def test_what_is_unknown_stays_to_be_named(query):
    assert canonical_query(parsed(query), query) is None
