import datetime

import pytest

from cases_cms.core import services
from tests.factories import NewsIndexPageFactory, make_news, translate
from tests.fixtures import context_of


@pytest.fixture
def index(small_site):
    """News of two kinds and years, one of them untranslated, one Chinese, one a draft."""
    page = NewsIndexPageFactory(parent=small_site.home)
    translate(page)
    make_news(page, title="One", date=datetime.date(2024, 11, 21), translated=True)
    make_news(page, title="Two", date=datetime.date(2024, 1, 5), kind="industry")
    make_news(page, title="Three", date=datetime.date(2023, 12, 31), kind="industry", translated=True)
    make_news(small_site.in_zh(page), title="四", slug="four", date=datetime.date(2022, 5, 1))
    make_news(page, title="Draft", date=datetime.date(2021, 5, 1), publish=False)
    return page


def titles(page, query=""):
    return [item.title for item in context_of(page, query)["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["One", "Two", "Three", "四"]),
        ("kind=wic", ["One", "四"]),
        ("kind=industry", ["Two", "Three"]),
        ("kind=industry&kind=wic", ["One", "Two", "Three", "四"]),
        ("year=2024", ["One", "Two"]),
        ("year=2023&year=2022", ["Three", "四"]),
        ("year=2024&kind=industry", ["Two"]),
        ("year=2023&kind=wic", []),
        ("kind=x&year=1999&q=Two", ["One", "Two", "Three", "四"]),
        ("year=2021", ["One", "Two", "Three", "四"]),
    ],
)
def test_list_by_kind_and_year(index, query, found):
    assert titles(index, query) == found


def test_chinese_list_has_its_own_pages_and_the_others_in_english(index, small_site):
    assert titles(small_site.in_zh(index)) == ["译One", "Two", "译Three", "四"]


def test_facets(index):
    facets = {facet.name: [option.value for option in facet.options] for facet in context_of(index)["facets"]}
    assert facets == {"kind": ["wic", "industry"], "year": ["2024", "2023", "2022"]}
    assert context_of(index, "kind=x")["ignored"] == [("Kind", "x")]


def test_pages_of_the_list(index, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "PAGE_SIZE": 3}
    assert titles(index, "page=2") == ["四"]
    assert context_of(index, "page=2")["total"] == 4


def test_list_of_an_unpublished_index_elsewhere(index, small_site):
    services.unpublish_page(page=small_site.in_zh(index))
    assert titles(index) == ["One", "Two", "Three"]
