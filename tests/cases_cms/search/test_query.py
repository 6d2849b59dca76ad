import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.search.analysis import tokens
from cases_cms.search.query import MAX_TERMS, Query, Term, matches, parse


def terms(query):
    return [term.forms for term in query.terms]


def test_white_space_separates_terms_and_characters_make_phrases():
    assert terms(parse("数字鸿沟 非洲")) == [("数", "字", "鸿", "沟"), ("非", "洲")]
    assert terms(parse("digital　Divides")) == [("digit",), ("divid",)]
    assert terms(parse("e-commerce")) == [("e", "commerc")]


def test_quotation_marks_hold_a_phrase():
    assert terms(parse('the "shared future" “of us” 「网络 空间」')) == [
        ("the",),
        ("share", "futur"),
        ("of", "us"),
        ("网", "络", "空", "间"),
    ]
    assert terms(parse('a lone " mark')) == [("a",), ("lone",), ("mark",)]


def test_the_end_of_a_clause_in_chinese_separates_terms():
    assert terms(parse("数字，鸿沟。")) == [("数", "字"), ("鸿", "沟")]
    assert terms(parse('"弥合鸿沟，use AI。网"')) == [("弥", "合", "鸿", "沟"), ("use", "ai"), ("网",)]
    assert [term.text for term in parse("数字，5G网").terms] == ["数字", "5 g 网"]
    assert terms(parse("3,000 e.g.")) == [("3", "000"), ("e", "g")]


def test_a_term_is_sought_once_and_eight_at_most():
    assert terms(parse("case CASES Case")) == [("case",)]
    assert len(parse(" ".join(f"w{n}" for n in range(20))).terms) == MAX_TERMS


@pytest.mark.parametrize("words", ["", None, " \t", "\x00", '"', "&|!:<->", "'\\*", b"\xff\xfe", "«»", "\ud800"])
def test_what_says_nothing_is_false_and_matches_nothing(words):
    query = parse(words)
    assert not query
    assert query == Query()
    assert matches(query, "anything") is False


def test_a_long_query_is_cut():
    assert len(parse("字" * 10_000).terms[0].forms) == 200
    assert terms(parse("NEAR(字 字, 3)")) == [("near", "字"), ("字",), ("3",)]
    assert parse(" " * 9_000 + "late") == parse("late")


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("鸿沟", "弥合数字鸿沟", True),
        ("鴻溝", "弥合数字鸿沟", True),
        ("沟", "弥合数字鸿沟", True),
        ("字沟", "弥合数字鸿沟", False),
        ("数字 弥合", "弥合数字鸿沟", True),
        ("数字 网络", "弥合数字鸿沟", False),
        ("5g", "使用5G技术", True),
        ("5g技術", "使用 5G 技术", True),
        ("policy", "Policies", True),
        ("polic", "Policies", False),
        ("202", "2024年", False),
        ("2024年", "于2024年底", True),
        ("数字鸿沟", "数字，鸿沟", False),
        ("数字鸿沟", "“数字”鸿沟", True),
        ("ai技术", "AI。技术", False),
        ("数字，鸿沟", "鸿沟与数字", True),
        ('"one two"', "one, two", True),
        ("anything", "", False),
    ],
)
def test_matches(words, text, found):
    assert matches(parse(words), text) is found


def test_the_beginning_of_a_last_word():
    assert matches(parse("global gover", prefix=True), "Global Governance")
    assert matches(parse("governanc", prefix=True), "Global Governance")
    assert not matches(parse("glob governance", prefix=True), "Global Governance")
    assert matches(parse("网络空", prefix=True), "网络空间")
    assert parse("网络空", prefix=True).terms == (Term(("网", "络", "空"), "网络空", False),)


TEXTS = st.lists(
    st.sampled_from(["数", "字", "鴻", "网络", "5G", "Policies", " ", "，", "of", "é", "2024", "-", "ＡＩ", "한국"]),
    min_size=1,
).map("".join)


@given(TEXTS, st.data())
def test_a_part_between_borders_of_tokens_is_found(text, data):
    found = tokens(text)
    if not found:
        return
    first = data.draw(st.integers(0, len(found) - 1))
    last = data.draw(st.integers(first, min(len(found) - 1, first + 20)))
    part = text[found[first].start : found[last].end]
    assert matches(parse(part), text)


@given(st.one_of(st.text(), st.binary()), st.text(), st.booleans())
def test_no_words_raise(words, text, prefix):
    assert matches(parse(words, prefix=prefix), text) in (True, False)
