import pytest
from django.http import Http404

from cases_cms.core import services
from tests.factories import ImageFactory, make_case
from tests.fixtures import context_of


def test_frame(small_site):
    case = make_case(small_site.edition, slug="net", title="Net", summary="A network.", translated=True)
    frame = context_of(case)["frame"]
    assert (frame.title, frame.description, frame.kind) == ("Net", "A network.", "article")
    assert frame.canonical == "http://localhost/en/collection/2024/net/"
    assert [link.code for link in frame.language_links] == ["en", "zh-hans"]
    assert frame.x_default.code == "en"
    assert [page.title for page in frame.breadcrumbs] == ["Practice Cases", "Collection", "Edition 2024"]
    assert (frame.robots, frame.query, frame.social_image) == ("", "", None)


def test_editors_texts_win_in_the_frame(small_site):
    cover, social = ImageFactory(), ImageFactory()
    case = make_case(
        small_site.edition, seo_title="For search", search_description="Short.", cover=cover, social_image=social
    )
    frame = context_of(case)["frame"]
    assert (frame.title, frame.description, frame.social_image) == ("For search", "Short.", social)
    case.social_image = None
    assert case.get_social_image() == cover


def test_home_page_has_no_breadcrumbs(small_site):
    assert context_of(small_site.home)["frame"].breadcrumbs == []
    assert context_of(small_site.in_zh(small_site.home))["frame"].breadcrumbs == []


def test_page_that_is_not_saved_has_a_frame(small_site, page_request):
    frame = type(small_site.home)(title="New").get_frame(page_request(small_site.home))
    assert (frame.title, frame.canonical, frame.language_links, frame.breadcrumbs) == ("New", "", [], [])


@pytest.mark.parametrize("above", ["edition", "collection", "home"])
def test_unpublished_page_hides_what_is_below(small_site, client, page_request, above):
    case = make_case(small_site.edition, title="Secret network")
    parts = case.url.strip("/").split("/")[1:]
    assert small_site.home.route(page_request(case), parts).page.pk == case.pk
    services.unpublish_page(page=getattr(small_site, above))
    small_site.home.refresh_from_db()
    with pytest.raises(Http404):
        small_site.home.route(page_request(case), parts)
    response = client.get(case.url)
    assert response.status_code == 404
    assert b"Secret network" not in response.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(small_site, client, method):
    assert getattr(client, method)(small_site.home.url).status_code == 405
