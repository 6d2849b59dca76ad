import time

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core.folding import spell_with_places
from cases_cms.search import highlight
from cases_cms.search.highlight import excerpt, mark, spans, stand_in
from cases_cms.search.query import Query, matches, parse


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("弥合数字鸿沟", "數字", "弥合<mark>数字</mark>鸿沟"),
        ("彌合數字鴻溝", "数字", "彌合<mark>數字</mark>鴻溝"),
        ("数字字数字", "数字 字数", "<mark>数字字数字</mark>"),
        ("Policies, policy & politics", "policy", "<mark>Policies</mark>, <mark>policy</mark> &amp; politics"),
        ("A <b>case</b>", "case", "A &lt;b&gt;<mark>case</mark>&lt;/b&gt;"),
        ("<script>", "script", "&lt;<mark>script</mark>&gt;"),
        ("China’s net", "china", "<mark>China’s</mark> net"),
        ("showcase", "case", "showcase"),
        ("使用ＡＩ技术", "ai", "使用<mark>ＡＩ</mark>技术"),
        ("12024 2024年", "2024", "12024 <mark>2024</mark>年"),
        ("a shared-future", '"shared future"', "a <mark>shared-future</mark>"),
        ("e\u0301te\u0301 ﬁbre", "été fibre", "<mark>e\u0301te\u0301</mark> <mark>ﬁbre</mark>"),
        ("㍿", "株式会社", "<mark>㍿</mark>"),
        ("𠮷野", "𠮷", "<mark>𠮷</mark>野"),
        ("กินข้าว", "ก", "กินข้าว"),
        ("数字，鸿沟“数字”鸿沟", "数字鸿沟", "数字，鸿沟“<mark>数字”鸿沟</mark>"),
        ("one, two", '"one two"', "<mark>one, two</mark>"),
        ("nothing", "else", "nothing"),
        ("nothing", "", "nothing"),
    ],
)
def test_marks_stand_around_what_is_found(text, words, marked):
    assert mark(text, parse(words)) == marked
    assert isinstance(mark(text, parse(words)), SafeString)


def test_spans_are_places_in_the_original():
    assert spans("數字x數字", parse("数字")) == [(0, 2), (3, 5)]
    assert spans("数字", Query()) == []


def test_a_beginning_marks_its_word():
    assert mark("Global Governance", parse("gov", prefix=True)) == "Global <mark>Governance</mark>"


def test_an_excerpt_shows_the_passage_with_most_of_the_terms():
    text = "开头的话。" * 60 + "数字经济" + "，中间的话" * 60 + "非洲的数字鸿沟正在弥合。" + "结尾的话。" * 60
    passage = excerpt(text, parse("数字 非洲"))
    assert "<mark>非洲</mark>的<mark>数字</mark>鸿沟" in passage
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert 60 <= len(passage.replace("<mark>", "").replace("</mark>", "")) <= 85


def test_an_excerpt_cuts_between_words():
    text = "alpha beta gamma " * 30 + "needle " + "delta epsilon zeta " * 30
    passage = excerpt(text, parse("needle"), length=60).replace("<mark>", "").replace("</mark>", "")
    assert {word.strip("…") for word in passage.split()} <= {
        "alpha", "beta", "gamma", "needle", "delta", "epsilon", "zeta"
    }  # fmt: skip


def test_a_short_text_is_its_own_excerpt_and_nothing_found_gives_nothing():
    assert excerpt("Short & found", parse("found")) == "Short &amp; <mark>found</mark>"
    assert excerpt("Short", parse("found")) == ""
    assert excerpt("", parse("found")) == ""


MIXED = st.lists(
    st.sampled_from(
        ["数", "字", "鴻溝", "5G", "Policies", "policy", " ", "，", "of", "e\u0301", "2024", "-", "ＡＩ", "ﬁ", "'s"]
    )
).map("".join)


@given(
    MIXED,
    st.lists(st.sampled_from(["数", "鸿沟", "policy", "of", "5", "2024", "ai", "e-", "fi", " ", "字鴻"])),
    st.booleans(),
)
def test_what_matches_is_marked(text, pieces, prefix):
    query = parse("".join(pieces), prefix=prefix)
    for term in query.terms:
        alone = Query((term,), query.stemmed)
        assert bool(spans(text, alone)) is matches(alone, text)


@given(st.text(), st.text())
def test_marking_loses_no_text(text, words):
    query = parse(words)
    assert str(mark(text, Query())) == str(mark(text, query)).replace("<mark>", "").replace("</mark>", "")
    assert excerpt(text, query, length=20) is not None


def test_twenty_long_texts_take_milliseconds():
    texts = ["网络空间命运共同体，数字鸿沟。" * 200] * 20
    query = parse("数字鸿沟")
    excerpt(texts[0], query)
    start = time.perf_counter()
    for text in texts:
        excerpt(text, query)
    assert time.perf_counter() - start < 0.5  # measured: 8 ms; a slow machine is given time


def test_a_chinese_passage_has_half_as_many_characters():
    english, chinese = "word " * 100, "网络空间" * 100
    assert 140 < len(excerpt(english, parse("nothing word"), None).replace("<mark>", "").replace("</mark>", "")) <= 162
    assert 70 < len(excerpt(chinese, parse("间网"), None).replace("<mark>", "").replace("</mark>", "")) <= 82


def test_a_text_is_folded_once_however_often_it_is_asked_for(monkeypatch):
    folded = []
    monkeypatch.setattr(highlight, "spell_with_places", lambda text: folded.append(text) or spell_with_places(text))
    text, query = "Straße … 数字鸿沟 " * 1000, parse("鸿沟 strasse")
    highlight._spelt.cache_clear()
    assert stand_in(["Title", text], query)
    assert excerpt(text, query) != ""
    assert len(spans(text, query)) == 2000
    assert not stand_in(["Title", text], parse("鸿沟 别的"))
    assert sorted(folded, key=len) == ["Title", text]


@pytest.mark.parametrize(("words", "expected"), [("a c", True), ("a d", False), ('"a b"', False), ("policies", True)])
def test_terms_stand_in_texts_together(words, expected):
    assert stand_in(["a", "b c", "a policy"], parse(words)) is expected
