"""What the backend of the tests' database finds; the same on SQLite and on PostgreSQL."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.search.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText

from cases_cms.search.analysis import tokens
from cases_cms.search.query import matches, parse
from tests.cases_cms.search.backends.indexed import found, put, suggested

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(db):
    put(
        ("弥合數字鴻溝", "非洲的乡村"),
        ("Digital policies", "Using 5G技术 in Africa, with a shared-future for all"),
        ("网络空间命运共同体", "数字鸿沟与合作 policy"),
        ("沟通", "字鸿 André’s café Кибер"),
    )


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("数字鸿沟", [1, 3]),
        ("鴻溝", [1, 3]),
        ("沟", [1, 3, 4]),
        ("字鸿", [1, 3, 4]),
        ("字沟", []),
        ("命运共同", [3]),
        ("空间命运共同体", [3]),
        ("policy", [2, 3]),
        ("POLICIES", [2, 3]),
        ("5g", [2]),
        ("５Ｇ技術", [2]),
        ("g技", [2]),
        ("shared future", [2]),
        ('"shared future"', [2]),
        ('"future shared"', []),
        ("future shared", [2]),
        ("cafe andre", [4]),
        ("кибер", [4]),
        ("数字 乡村", [1]),
        ("乡村 policy", []),
        ("polic", []),
        ("unknown", []),
    ],
)
def test_words_are_found_where_they_stand(texts, words, numbers):
    assert sorted(found(words)) == numbers


def test_titles_come_first_however_often_a_text_says_it():
    put(("别的", "鸿沟" * 50), ("数字鸿沟在很长很长很长很长很长很长很长很长的标题里", ""), ("又一个", "鸿沟"))
    assert found("鸿沟") == [2, 1, 3]
    assert found("鸿沟", fields=["title"]) == [2]


def test_a_phrase_does_not_reach_from_one_text_into_the_next():
    put(("数字", "鸿沟"), ("digital", "divide"))
    assert found("数字鸿沟") == []
    assert found(Phrase("digital divide")) == []
    assert sorted(found("数字 鸿沟")) == [1]


REPEATED = [
    ("数字经济。" * 300 + "数字鸿沟", "数字鸿沟"),
    ("用5G。" * 300 + "用5G网络", "用5G网"),
    ("the bridge " * 300 + "the divide", '"the divide"'),
    ("the bridge " * 300 + "the " * 300 + "the divide", '"bridge the the"'),
    ("数 字 " * 9_000 + "数字鸿沟", "数字鸿沟"),
]


@pytest.mark.parametrize(("text", "words"), REPEATED)
def test_a_phrase_is_found_behind_its_words_a_thousand_times(text, words):
    put(("标题", text), ("标题", text.removesuffix("鸿沟").removesuffix("网络").removesuffix("divide") + "别的"))
    assert matches(parse(words), text)
    assert sorted(found(words)) == ([1, 2] if "bridge" in words else [1])


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (PlainText("数字 policy"), [3]),
        (PlainText("乡村 policy", operator="or"), [1, 2, 3]),
        (Phrase("shared future"), [2]),
        (Phrase("技术 in Africa"), [2]),
        (And([PlainText("数字"), PlainText("policy")]), [3]),
        (Or([PlainText("乡村"), PlainText("café")]), [1, 4]),
        (And([PlainText("数字"), Not(PlainText("policy"))]), [1]),
        (And([PlainText("沟"), Not(Or([PlainText("policy"), PlainText("乡村")]))]), [4]),
        (And([PlainText("沟"), Not(Not(PlainText("policy")))]), [3]),
        (And([PlainText("沟"), MATCH_ALL]), [1, 3, 4]),
        (And([PlainText("沟"), Not(MATCH_ALL)]), []),
        (Or([PlainText("乡村"), Not(MATCH_ALL)]), [1]),
        (Boost(PlainText("乡村"), 2.0), [1]),
        (PlainText("！，。"), []),
    ],
)
def test_queries_of_wagtail(texts, query, numbers):
    assert sorted(found(query)) == numbers


def test_while_typing(texts):
    assert suggested("数") == [1]
    assert suggested("鸿") == [1]
    assert suggested("digital pol") == [2]
    assert suggested("olic") == []
    assert suggested("网络空") == [3]


def test_an_entry_is_replaced(texts):
    put(("别的", ""))
    assert found("乡村") == []
    assert found("别的") == [1]


ODD = [
    '"', "'", "\\", "*", "NEAR(", "&|!:<->", "()", "a AND", "OR", "NOT b", "\x00", "-1", "{title}: a", "^a", "a:*",
    "数*", '"数', "\ud800", "%s", "a" * 10_000, "数" * 10_000, "数 " * 5_000, "'a':1", "<2>", "$$", ";--",
]  # fmt: skip


@pytest.mark.parametrize("words", ODD)
def test_operators_of_the_database_are_words_like_others(texts, words):
    start = time.perf_counter()
    assert set(found(words)) <= {1, 2, 3, 4}
    assert set(found(words, operator="or")) <= {1, 2, 3, 4}
    assert set(suggested(words)) <= {1, 2, 3, 4}
    assert found(Phrase(words)) == found(Phrase(words))
    assert time.perf_counter() - start < 5


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_no_text_raises(texts, words):
    assert set(found(words)) | set(suggested(words)) <= {1, 2, 3, 4}


PIECES = [
    "数",
    "字",
    "鴻",
    "网络",
    "5G",
    "Policies",
    " ",
    "，",
    "of",
    "é",
    "2024",
    "-",
    "ＡＩ",
    "한국",
    "กิน",
    "𠮷",
    "ק",
    "'s",
]
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXT, min_size=1, max_size=4), st.data())
def test_a_part_of_a_text_is_found_and_nothing_else(db, written, data):
    """The index answers exactly what ``matches`` says of each text."""
    put(*[("—", text) for text in ["", "", "", ""]])
    put(*[("—", text) for text in written])
    text = data.draw(st.sampled_from(written))
    within = tokens(text)
    if not within:
        return
    first = data.draw(st.integers(0, len(within) - 1))
    last = data.draw(st.integers(first, min(len(within) - 1, first + 12)))
    words = text[within[first].start : within[last].end]
    query = parse(words)
    expected = [number for number, other in enumerate(written, 1) if matches(query, other)]
    assert matches(query, text)
    assert sorted(found(words)) == expected
