import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core.selection import (
    MAX_IGNORED,
    MAX_QUERY_LENGTH,
    Ignored,
    Selection,
    clean_words,
    read_selection,
)

VOCABULARY = {"year": {"2023", "2024"}, "category": {"education", "infrastructure"}, "q": None}


def read(query, vocabulary=VOCABULARY):
    return read_selection(QueryDict(query), vocabulary)


@pytest.mark.parametrize(
    ("query", "values", "words", "ignored", "canonical"),
    [
        ("", {"year": [], "category": []}, "", [], ""),
        ("year=2024", {"year": ["2024"], "category": []}, "", [], "year=2024"),
        (
            "year=2024&q=net&category=education&year=2023",
            {"year": ["2023", "2024"], "category": ["education"]},
            "net",
            [],
            "category=education&year=2023&year=2024&q=net",
        ),
        ("year=2024&year=2024", {"year": ["2024"], "category": []}, "", [], "year=2024"),
        (
            "year=1999&year=2024&category=Education",
            {"year": ["2024"], "category": []},
            "",
            [Ignored("year", "1999"), Ignored("category", "Education")],
            "year=2024",
        ),
        ("year=&category=&q=", {"year": [], "category": []}, "", [], ""),
        ("unknown=1&page=3", {"year": [], "category": []}, "", [], ""),
        ("q=one&q=two", {"year": [], "category": []}, "one", [], "q=one"),
        ("q=+a%00%0Ab+", {"year": [], "category": []}, "a b", [], "q=a+b"),
        ("year=20%0024", {"year": [], "category": []}, "", [Ignored("year", "20 24")], ""),
        ("year=%FF%FE", {"year": [], "category": []}, "", [Ignored("year", "\ufffd\ufffd")], ""),
        ("q=%E6%95%B0%E5%AD%97", {"year": [], "category": []}, "数字", [], "q=%E6%95%B0%E5%AD%97"),
    ],
)
def test_selection(query, values, words, ignored, canonical):
    selection = read(query)
    assert selection == Selection(values, words, ignored)
    assert selection.query == canonical
    assert selection.is_active is bool(canonical)
    assert selection.data() == {**values, "q": words}


def test_words_are_read_only_where_the_vocabulary_names_them():
    assert read("q=net", {"year": {"2024"}}) == Selection({"year": []}, "", [])


def test_huge_input_is_cut():
    selection = read("&".join([f"year={'9' * 5000}"] * 1000) + f"&q={'x' * 100_000}")
    assert len(selection.ignored) == MAX_IGNORED
    assert {len(item.value) for item in selection.ignored} == {60}
    assert selection.words == "x" * MAX_QUERY_LENGTH


def test_one_value_is_taken_away():
    selection = read("year=2024&year=2023&category=education&q=net")
    assert selection.without("year", "2024") == "category=education&year=2023&q=net"
    assert selection.without("q", "net") == "category=education&year=2023&year=2024"
    assert selection.without("other", "x") == selection.query
    assert selection.pairs(year=["2024"], q=["web"]) == [("category", "education"), ("year", "2024"), ("q", "web")]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", ""), ("  a  b ", "a b"), ("a\u202eb", "a b"), ("a\u200bb", "a b"), ("\x00", ""), ("数字　丝路", "数字 丝路")],
)
def test_words_are_cleaned(text, words):
    assert clean_words(text) == words


@given(st.binary(max_size=300))
def test_any_query_string_is_read_and_survives_the_round_trip(query):
    selection = read(query)
    again = read(selection.query)
    assert again.values == selection.values
    assert again.words == selection.words
    assert again.ignored == []
    assert again.query == selection.query


@given(
    st.lists(st.sampled_from(["2023", "2024", "1999"])),
    st.lists(st.sampled_from(["education", "infrastructure", "x"])),
    st.text(),
)
def test_order_of_parameters_means_nothing(years, codes, words):
    first, second = QueryDict(mutable=True), QueryDict(mutable=True)
    first.setlist("year", years)
    first.setlist("category", codes)
    first["q"] = words
    second["q"] = words
    second.setlist("category", codes[::-1])
    second.setlist("year", years[::-1])
    assert read_selection(first, VOCABULARY).query == read_selection(second, VOCABULARY).query
