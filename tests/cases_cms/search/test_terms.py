"""Official terms: what is sought in one language is found in the others."""

import pytest

from cases_cms.search.terms import equivalents
from tests.cases_cms.search.test_site import found, look, texts
from tests.factories import make_case, translate

TERMS = [
    {"en": "digital divide", "zh-hans": "数字鸿沟"},
    {"en": "Wuzhen Summit", "zh-hans": "乌镇峰会"},
    {"en": "edition", "zh-hans": "届"},
    {"en": "5G", "zh-hans": "5G"},
]


@pytest.fixture
def terms(small_site, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "TERMS": TERMS}
    return small_site


def rewritten(words, language="en"):
    return [(each.words, each.language, each.given, each.term) for each in equivalents(words, language)]


def test_a_term_is_replaced_wherever_it_stands(terms):
    assert rewritten("digital divide") == [("数字鸿沟", "zh-hans", "digital divide", "数字鸿沟")]
    assert rewritten("Digital  Divides, rural") == [("数字鸿沟 , rural", "zh-hans", "Digital  Divides", "数字鸿沟")]
    assert rewritten("弥合数字鸿沟") == [("弥合 digital divide", "en", "数字鸿沟", "digital divide")]
    assert rewritten("數字鴻溝") == [("digital divide", "en", "數字鴻溝", "digital divide")]
    assert rewritten("digital villages") == []
    assert rewritten("5G") == []
    assert rewritten("") == []


def test_several_terms_are_replaced_at_once(terms):
    assert rewritten("Wuzhen Summit digital divide Kenya") == [
        ("乌镇峰会 数字鸿沟 肯尼亚", "zh-hans", "Wuzhen Summit digital divide Kenya", "乌镇峰会 数字鸿沟 肯尼亚")
    ]


def test_a_term_of_one_character_is_a_query_of_its_own(terms):
    assert rewritten("届") == [("edition", "en", "届", "edition")]
    assert rewritten("第十届") == []
    assert rewritten("edition") == [("届", "zh-hans", "edition", "届")]
    assert rewritten("edition 2024") == []


def test_categories_and_countries_are_terms(terms):
    assert rewritten("Kenya") == [("肯尼亚", "zh-hans", "Kenya", "肯尼亚")]
    assert [(each.term, each.source_label) for each in equivalents("digital infrastructure", "en")] == [
        ("译Digital infrastructure", "category")
    ]


def test_a_category_that_is_hidden_is_no_term(terms):
    assert rewritten("education and skills") != []
    for page in terms.education.get_translations(inclusive=True):
        page.unpublish()
    assert rewritten("education and skills") == []


def test_a_page_in_the_other_language_is_found_and_the_page_says_so(terms, client):
    case = make_case(terms.edition, title="Villages online", background="<p>Against the digital divide.</p>")
    page = look(client, "q=数字鸿沟", "zh-hans")
    assert found(page) == {"cases": ["Villages online"]}
    assert texts(page, ".cc-hit__text mark") == ["digital", "divide"]
    assert "digital divide" in page.select_one(".cc-also").text
    assert texts(page, ".cc-hit__note") == ["规范术语：digital divide"]
    translate(case, background="<p>弥合数字鸿沟。</p>")
    page = look(client, "q=digital divide")
    assert found(page) == {"cases": ["Villages online"]}
    assert texts(page, ".cc-hit__note") == []
