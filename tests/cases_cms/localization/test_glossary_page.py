"""The public page of terms."""

import json

import pytest
from bs4 import BeautifulSoup

from cases_cms.core import services
from cases_cms.localization.glossary_services import add_terms, read_seeds
from cases_cms.localization.models import GlossaryPage
from tests.cases_cms.localization.test_glossary import ALLOWED, FORBIDDEN, make_term
from tests.factories import translate


@pytest.fixture
def page(small_site):
    """The page in English and Chinese; three terms, one of them not public."""
    make_term(("en", "practice case"), ("zh-hans", "实践案例"), ("zh-hans", "实践个案", FORBIDDEN))
    make_term(("en", "Edition"), ("zh-hans", "届"), ("en", "volume", ALLOWED))
    make_term(("en", "secret plan"), ("zh-hans", "秘密计划"), is_public=False)
    page = services.create_page(
        parent=small_site.home, page=GlossaryPage(title="Terms", slug="terms", introduction="<p>All.</p>"), publish=True
    )
    translate(page)
    return page


def soup_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert dict(response.cookies) == {}
    return BeautifulSoup(response.content, "html.parser")


def terms_of(soup):
    return [
        [node.get_text() for node in entry.select("dt a, .cc-terms__words")]
        for entry in soup.select(".cc-terms__entry")
    ]


def test_each_language_has_its_own_order_and_direction(page, client):
    soup = soup_of(client, "/en/terms/")
    assert terms_of(soup) == [["Edition", "届"], ["practice case", "实践案例"]]
    assert [node["lang"] for node in soup.select(".cc-terms__words")] == ["zh-Hans", "zh-Hans"]
    assert [node.has_attr("lang") for node in soup.select("dt a")] == [False, False]
    assert terms_of(soup_of(client, "/zh-hans/terms/")) == [["届", "Edition"], ["实践案例", "practice case"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CASE", ["practice case"]),
        ("q=實踐", ["practice case"]),
        ("q=volume", ["Edition"]),
        ("q=实践个案", ["practice case"]),
        ("q=case+edition", []),
        ("q=secret", []),
        ("q=秘密", []),
        ("q=%00%ff", []),
        ("q=", ["Edition", "practice case"]),
        ("page=x&q=+", ["Edition", "practice case"]),
    ],
)
def test_words_in_any_language_find_terms(page, client, query, found):
    soup = soup_of(client, f"/en/terms/?{query}")
    assert [entry[0] for entry in terms_of(soup)] == found
    assert soup.select_one("[role=status]")["data-total"] == str(len(found))
    assert "secret plan" not in soup.get_text()


def test_a_filtered_page_is_not_for_search_engines_and_keeps_its_words_in_the_other_language(page, client):
    soup = soup_of(client, "/en/terms/?q=case")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex, follow"
    assert [link["href"] for link in soup.select('a[hreflang="zh-Hans"]')] == ["/zh-hans/terms/?q=case"]


def test_terms_have_addresses_that_stay_and_data_for_machines(page, client):
    term = make_term(("en", "</script><b>"), ("zh-hans", "标签"))
    soup = soup_of(client, "/en/terms/")
    data = json.loads(soup.select_one('script[type="application/ld+json"]').string)
    assert data["@type"] == "DefinedTermSet"
    assert data["@id"] == "http://localhost/en/terms/"
    first = data["hasDefinedTerm"][0]
    assert first["@id"] == f"http://localhost/en/terms/#term-{str(term.key)[:8]}"
    assert first["name"] == {"@value": "</script><b>", "@language": "en"}
    assert first["alternateName"] == [{"@value": "标签", "@language": "zh-Hans"}]
    assert soup.select_one(".cc-terms__entry")["id"] == f"term-{str(term.key)[:8]}"
    assert soup.select(".cc-terms b") == []


def test_a_term_without_words_in_the_readers_language_is_shown_in_the_one_it_has(page, client):
    make_term(("zh-hans", "乡村振兴"))
    soup = soup_of(client, "/en/terms/")
    assert terms_of(soup)[-1] == ["乡村振兴"]
    assert soup.select("dt a")[-1]["lang"] == "zh-Hans"


def test_the_page_is_in_the_sitemap_and_costs_the_same_for_any_number(page, client, django_assert_num_queries):
    client.get("/en/terms/")
    with django_assert_num_queries(QUERIES):
        client.get("/en/terms/")
    add_terms(terms=read_seeds())
    client.get("/en/terms/")
    with django_assert_num_queries(QUERIES):
        assert len(terms_of(soup_of(client, "/en/terms/"))) == 22
    assert "http://localhost/en/terms/" in client.get("/sitemap.xml").content.decode()


QUERIES = 7
