"""The search has an address of its own, which no page can take."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import include, path
from django.urls.base import clear_url_caches
from wagtail import urls as wagtail_urls
from wagtail.models import Page

from cases_cms.search.address_checks import check_search_address, check_shadowed_pages
from tests.factories import StandardPageFactory

searching = path("en/search/", include("cases_cms.search.urls"))
pages = path("en/", include(wagtail_urls))


class Behind:
    urlpatterns = [pages, searching]


class Without:
    urlpatterns = [pages]


def ids(problems):
    return [problem.id for problem in problems]


@pytest.fixture
def addressed(settings):
    def use(urls):
        settings.ROOT_URLCONF = urls
        clear_url_caches()

    yield use
    clear_url_caches()


def test_a_page_cannot_take_the_address_of_the_search(small_site):
    with pytest.raises(ValidationError) as caught:
        StandardPageFactory(parent=small_site.home, title="Search", slug="search")
    assert caught.value.message_dict == {"slug": ["The site itself answers at this address. Choose another one."]}
    about = StandardPageFactory(parent=small_site.home, title="About", slug="about")
    assert StandardPageFactory(parent=about, title="Search", slug="search").url == "/en/about/search/"
    about.slug = "search"
    with pytest.raises(ValidationError) as caught:
        about.full_clean()
    assert list(caught.value.message_dict) == ["slug"]


def test_a_page_that_is_there_already_is_named(small_site):
    about = StandardPageFactory(parent=small_site.home, title="About", slug="about")
    assert ids(check_shadowed_pages(None, databases=["default"])) == []
    Page.objects.filter(pk=about.pk).update(slug="search", url_path="/home/search/")
    (problem,) = check_shadowed_pages(None, databases=["default"])
    assert problem.id == "cases_cms.W021"
    assert "“About”" in problem.msg
    assert "/en/search/" in problem.msg
    assert check_shadowed_pages(None, databases=None) == []


def test_a_host_that_forgot_the_search_is_told(addressed):
    assert ids(check_search_address(None)) == []
    addressed(Without)
    assert ids(check_search_address(None)) == ["cases_cms.I020"]
    addressed(Behind)
    assert ids(check_search_address(None)) == ["cases_cms.W020"]
