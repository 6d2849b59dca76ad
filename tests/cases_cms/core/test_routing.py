"""An address answers with the page of its language, and only while nothing above it is hidden."""

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from cases_cms.core import services
from tests.factories import StandardPageFactory, make_case


@pytest.fixture
def case(small_site):
    """A case in both languages."""
    return make_case(small_site.edition, title="A case of light", slug="light", translated=True)


def status(path):
    """What an anonymous visitor gets at ``path``: the status, and whether the case's name is in the answer."""
    response = Client().get(path)
    return response.status_code, "case of light" in response.content.decode()


def test_both_languages_answer(case):
    assert status("/en/collection/2024/light/") == (200, True)
    assert status("/zh-hans/collection/2024/light/") == (200, True)


def test_an_unpublished_home_page_hides_its_language_and_no_other_takes_its_place(small_site, case):
    services.unpublish_page(page=small_site.in_zh(small_site.home))
    for path in ("/zh-hans/", "/zh-hans/collection/", "/zh-hans/collection/2024/light/"):
        response = Client().get(path)
        html = response.content.decode()
        assert (path, response.status_code) == (path, 404)
        assert '<html lang="en"' in html  # a language without a home page is none of the site's (decision 74)
        assert f'href="{path.replace("zh-hans", "en")}"' in html
    assert status("/en/collection/2024/light/") == (200, True)


def test_an_alias_of_another_language_is_no_translation(small_site):
    english = make_case(small_site.edition, title="A case of light", slug="light")
    alias = english.copy_for_translation(small_site.zh, alias=True)
    assert (alias.live, alias.alias_of_id) == (True, english.pk)
    response = Client().get("/zh-hans/collection/2024/light/")
    assert response.status_code == 404
    assert 'href="/en/collection/2024/light/"' in response.content.decode()
    assert 'hreflang="zh-Hans"' not in Client().get("/en/collection/2024/light/").content.decode()


def test_an_alias_in_its_own_language_answers(small_site):
    english = StandardPageFactory(parent=small_site.home, title="About", slug="about")
    english.create_alias(update_slug="about-too", parent=small_site.home)
    assert Client().get("/en/about-too/").status_code == 200


@pytest.mark.parametrize("depth", ["edition", "collection"])
def test_an_unpublished_page_hides_what_is_below_it(small_site, case, depth):
    services.unpublish_page(page=getattr(small_site, depth))
    response = Client().get("/en/collection/2024/light/")
    assert response.status_code == 404
    assert [item["url"] for item in response.context["alternatives"]] == ["/zh-hans/collection/2024/light/"]
    assert Client().get("/sitemap.xml").content.decode().count("/en/collection/2024/light/") == 0


def test_a_draft_of_another_type_hides_what_is_below_it(small_site):
    parent = small_site.home.add_child(instance=Page(title="Plain", slug="plain", live=False))
    child = StandardPageFactory.build(title="Below", slug="below", live=True)
    parent.add_child(instance=child)
    assert Client().get("/en/plain/below/").status_code == 404


def test_a_restriction_on_the_collection_holds_for_all_below(small_site, case):
    PageViewRestriction.objects.create(page=small_site.collection, restriction_type=PageViewRestriction.LOGIN)
    response = Client().get("/en/collection/2024/light/")
    assert response.status_code == 302
    assert "login" in response.url
    assert status("/zh-hans/collection/2024/light/") == (200, True)


def test_year_of_an_edition_that_is_not_translated_stays_a_filter(small_site, case):
    services.unpublish_page(page=small_site.in_zh(small_site.edition))
    response = Client().get("/zh-hans/collection/?year=2024")
    assert response.context["ignored"] == []
    assert (response.context["total"], response.context["cards"][0].tag) == (1, "en")
    years = [(edition.year, edition.url) for edition in response.context["editions"]]
    assert years == [(2024, "/en/collection/2024/"), (2023, "/zh-hans/collection/2023/")]


def test_the_page_of_a_list_that_is_out_of_range_is_not_untranslated(small_site):
    response = Client().get("/zh-hans/collection/?page=99")
    assert response.status_code == 404
    assert response.context["alternatives"] == []


def test_an_address_with_a_nul_has_the_headers_of_every_page(small_site):
    response = Client().get("/en/%00")
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_translations_of_texts_are_those_of_the_page(case):
    chinese = Client().get("/zh-hans/collection/2024/light/").content.decode()
    assert "译A case of light" in chinese
