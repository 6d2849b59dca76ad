"""The texts, queries and truth by which search is judged."""

import pytest

from cases_cms.demo.searching.corpus import Text, demo_texts, generated
from cases_cms.demo.searching.truth import Truth
from cases_cms.demo.searching.words import queries, typos
from cases_cms.search.query import parse


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sixty_queries_a_language_each_once(language):
    asked = [query for _kind, query in queries(language)]
    assert len(asked) >= 60
    assert len(set(asked)) == len(asked)
    assert all(parse(query) for query in asked)


def test_typing_mistakes_are_mistakes():
    assert len(typos()) == 20
    assert all(typed != meant for typed, meant in typos())


def test_texts_are_the_same_for_the_same_seed():
    assert generated(10) == generated(10)
    assert generated(10, seed=1) != generated(10, seed=2)
    assert [text.language for text in generated(4)] == ["en", "zh-hans", "en", "zh-hans"]


def test_the_demonstration_is_among_them():
    texts = demo_texts()
    assert len(texts) > 150
    assert "Digital Dunhuang" in [text.title for text in texts if text.language == "en"]
    assert all(text.title for text in texts)
    assert not any("<p>" in text.body for text in texts)


TRUTH = Truth(
    [
        Text("zh-hans", "數字鴻溝", "使用AI技术，KaiOS；2024年"),
        Text("en", "Digital Divides", "a shared future, not future shared. China’s café"),
        Text("zh-hans", "别的", "数字。鸿沟 12024年"),
    ]
)


@pytest.mark.parametrize(
    ("language", "query", "numbers"),
    [
        ("zh-hans", "数字鸿沟", {0}),
        ("zh-hans", "鸿沟", {0, 2}),
        ("zh-hans", "数字 鸿沟", {0, 2}),
        ("zh-hans", "ＡＩ", {0}),
        ("zh-hans", "2024年", {0}),
        ("zh-hans", "年底", set()),
        ("en", "digital divide", {1}),
        ("en", '"shared future"', {1}),
        ("en", '"future a"', set()),
        ("en", "divid", {1}),
        ("en", "divi", set()),
        ("en", "CAFE china", {1}),
    ],
)
def test_truth_by_definition(language, query, numbers):
    assert TRUTH.numbers(query, language) == numbers
