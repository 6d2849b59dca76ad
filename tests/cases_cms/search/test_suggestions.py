"""Suggestions while typing: what is offered, in which order, and what must not be."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cases_cms.search.initials import initials
from tests.factories import NewsIndexPageFactory, OrganizationFactory, make_case, make_news, translate

TERMS = [{"en": "digital divide", "zh-hans": "数字鸿沟"}, {"en": "edition", "zh-hans": "届"}]


@pytest.fixture
def world(small_site, settings):
    """Two cases with an organization each, one of them and its organization translated by hand."""
    settings.CASES_CMS = {**settings.CASES_CMS, "TERMS": TERMS}
    small_site.organization = OrganizationFactory(name="Digital Masts Ltd", code="masts")
    translate(small_site.organization, name="数字基站公司")
    case = make_case(
        small_site.edition,
        title="Digital villages",
        countries=["KE", "CN"],
        organizations=[small_site.organization],
    )
    translate(case, title="数字乡村")
    make_case(small_site.edition, title="Reading rooms", countries=["BR", "CN"])
    small_site.case = case
    return small_site


def ask(client, query, language="en", scope="site"):
    """``{group: [(text, where it leads or what it fills in, note)]}``."""
    response = client.get(f"/{language}/search/suggestions/", {"q": query, "in": scope})
    assert (response.status_code, dict(response.cookies)) == (200, {})
    page = BeautifulSoup(response.content, "html.parser")
    groups = {}
    for group in page.select("[role=listbox] > [role=group]"):
        groups[group["aria-label"]] = [
            (
                option.select_one("span").text,
                option.get("data-url") or f"={option['data-words']}",
                option.select_one(".cc-suggestions__note").text if option.select_one(".cc-suggestions__note") else "",
            )
            for option in group.select("[role=option]")
        ]
    return groups


def test_titles_organizations_categories_and_terms_are_offered(world, client):
    assert ask(client, "dig") == {
        "Titles": [("Digital villages", "/en/collection/2024/digital-villages/", "Cases")],
        "Organizations": [("Digital Masts Ltd", "/en/collection/?organization=masts", "")],
        "Categories": [("Digital infrastructure", "/en/collection/?category=infrastructure", "")],
        "Official terms": [("digital divide", "=digital divide", "数字鸿沟")],
    }


def test_countries_are_those_of_public_cases(world, client):
    assert ask(client, "br") == {"Countries and regions": [("Brazil", "/en/collection/?country=BR", "")]}
    assert ask(client, "bra", "zh-hans") == {
        "国家和地区": [("巴西", "/zh-hans/collection/?country=BR", "")],
    }
    assert ask(client, "german") == {}


def test_one_chinese_character_is_enough_and_it_may_stand_anywhere(world, client):
    assert ask(client, "村", "zh-hans") == {
        "标题": [("数字乡村", "/zh-hans/collection/2024/digital-villages/", "案例")],
    }
    assert ask(client, "数", "zh-hans", "collection") == {
        "标题": [("数字乡村", "/zh-hans/collection/2024/digital-villages/", "")],
        "单位": [("数字基站公司", "/zh-hans/collection/?organization=masts", "")],
        "规范术语": [("数字鸿沟", "=数字鸿沟", "digital divide")],
    }


def test_a_title_in_another_language_is_offered_and_says_so(world, client):
    assert ask(client, "数字乡") == {
        "Titles": [("数字乡村", "/en/collection/2024/digital-villages/", "Cases · Simplified Chinese")]
    }
    response = client.get("/en/search/suggestions/", {"q": "数字乡"})
    assert '<span lang="zh-Hans">数字乡村</span>' in response.content.decode()


def test_initials_of_pinyin_find_chinese(world, client):
    assert initials("数字鸿沟 5G 重庆") == "szhgzq"
    assert initials("龘〇A，") == ""
    assert ask(client, "szxc", "zh-hans")["标题"] == [
        ("数字乡村", "/zh-hans/collection/2024/digital-villages/", "案例")
    ]


def test_a_latin_word_needs_two_letters_and_begins_where_words_do(world, client):
    assert ask(client, "d") == {}
    assert ask(client, "igital") == {}
    assert ask(client, "VILL")["Titles"] == [("Digital villages", "/en/collection/2024/digital-villages/", "Cases")]


def test_in_the_collection_only_titles_of_cases_are_offered(world, client):
    news = NewsIndexPageFactory(parent=world.home, title="Digital news")
    make_news(news, title="Digital item")
    assert [text for text, *_rest in ask(client, "digital")["Titles"]] == [
        "Digital item",
        "Digital news",
        "Digital villages",
    ]
    assert [text for text, *_rest in ask(client, "digital", scope="collection")["Titles"]] == ["Digital villages"]


def test_there_are_never_more_than_nine(world, client):
    for number in range(20):
        make_case(world.edition, title=f"Digital thing {number}")
    found = ask(client, "digital")
    assert sum(map(len, found.values())) == 9
    assert {label: len(items) for label, items in found.items()} == {
        "Titles": 6,
        "Organizations": 1,
        "Categories": 1,
        "Official terms": 1,
    }


# --- What must not be offered ------------------------------------------------------------------


def test_drafts_and_their_organizations_are_not_offered(world, client):
    hidden = OrganizationFactory(name="Secretbilby Ltd", code="secretbilby")
    make_case(world.edition, title="Secretbilby", countries=["MG", "CN"], organizations=[hidden], publish=False)
    draft = make_case(world.edition, title="Known case")
    draft.title = "Secretbilby draft"
    draft.save_revision()
    assert ask(client, "secretbilby") == {}
    assert ask(client, "madagascar") == {}


def test_what_is_restricted_unpublished_or_deleted_is_offered_no_more(world, client):
    assert "Titles" in ask(client, "digital")
    restrictions = [
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        for page in world.collection.get_translations(inclusive=True)
    ]
    assert ask(client, "digital") == {"Official terms": [("digital divide", "=digital divide", "数字鸿沟")]}
    for restriction in restrictions:
        restriction.delete()
    assert "Organizations" in ask(client, "digital")
    for page in world.case.get_translations(inclusive=True):
        page.unpublish()
    assert set(ask(client, "digital")) == {"Categories", "Official terms"}
    for page in world.case.get_translations(inclusive=True):
        page.delete()
    assert set(ask(client, "digital")) == {"Categories", "Official terms"}


def test_a_renamed_page_or_organization_is_offered_by_its_new_name(world, client):
    ask(client, "digital")
    world.case.title = "Networked villages"
    world.case.save_revision().publish()
    world.organization.name = "Networked Masts Ltd"
    world.organization.save()
    found = ask(client, "networked")
    assert [text for text, *_rest in found["Titles"]] == ["Networked villages"]
    assert [text for text, *_rest in found["Organizations"]] == ["Networked Masts Ltd"]


# --- What it costs -------------------------------------------------------------------------------


def test_an_answer_costs_two_queries_and_may_be_kept_a_minute(world, client):
    client.get("/en/search/suggestions/?q=dig")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/en/search/suggestions/?q=dig")
    tables = [query["sql"].split(" FROM ")[1].split(" ")[0] for query in queries]
    assert tables == [
        '"cases_core_stamp"',
        '"wagtailcore_site"',
    ]
    assert response["Cache-Control"] == "private, max-age=60"
    assert response["X-Robots-Tag"] == "noindex"
