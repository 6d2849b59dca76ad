from xml.etree import ElementTree as ET

import pytest
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from cases_cms.core import services
from tests.factories import StandardPageFactory, make_case, translate

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "http://testserver"

SMALL = [
    "/",
    "/collection/",
    "/collection/2023/",
    "/collection/2024/",
    "/collection/education/",
    "/collection/infrastructure/",
]


def read(client):
    """``{address: {language: address}}`` of the sitemap, without the host."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert not response.cookies
    found = {}
    for url in ET.fromstring(response.content).findall(f"{SITEMAP}url"):
        place = url.find(f"{SITEMAP}loc").text.removeprefix(HOST)
        assert place not in found
        found[place] = {link.get("hreflang"): link.get("href").removeprefix(HOST) for link in url.findall(LINK)}
    return found


@pytest.fixture(autouse=True)
def host(small_site):
    site = small_site.home.get_site()
    site.hostname = "testserver"
    site.save()


def test_both_trees_with_their_alternates(small_site, client):
    make_case(small_site.edition, slug="both", translated=True)
    make_case(small_site.edition, slug="english")
    make_case(small_site.in_zh(small_site.edition), slug="chinese")
    pairs = [*SMALL, "/collection/2024/both/"]
    expected = {}
    for path in pairs:
        alternates = {"en": f"/en{path}", "zh-Hans": f"/zh-hans{path}"}
        expected |= {f"/en{path}": alternates, f"/zh-hans{path}": alternates}
    expected |= {"/en/collection/2024/english/": {}, "/zh-hans/collection/2024/chinese/": {}}
    assert read(client) == expected


def draft(case, site):
    services.unpublish_page(page=case)


def restricted(case, site):
    PageViewRestriction.objects.create(page=case, restriction_type="login")


def edition_restricted(case, site):
    PageViewRestriction.objects.create(page=site.edition, restriction_type="password", password="x")


def edition_unpublished(case, site):
    services.unpublish_page(page=site.edition)


def collection_unpublished(case, site):
    services.unpublish_page(page=site.collection)


@pytest.mark.parametrize(
    ("hide", "also_absent"),
    [
        (draft, set()),
        (restricted, set()),
        (edition_restricted, {"/en/collection/2024/"}),
        (edition_unpublished, {"/en/collection/2024/"}),
        (collection_unpublished, {f"/en{path}" for path in SMALL[1:]}),
    ],
)
def test_what_the_public_does_not_see_is_neither_listed_nor_an_alternate(small_site, client, hide, also_absent):
    case = make_case(small_site.edition, slug="secret", translated=True)
    before = read(client)
    gone = {"/en/collection/2024/secret/"} | also_absent
    assert gone <= set(before)
    hide(case, small_site)
    after = read(client)
    assert set(before) - set(after) == gone
    assert after["/zh-hans/collection/2024/secret/"] == {}
    assert not gone & {address for alternates in after.values() for address in alternates.values()}


def test_aliases_are_absent(small_site, client):
    case = make_case(small_site.edition, slug="net")
    before = read(client)
    case.copy_for_translation(small_site.zh, alias=True)
    assert read(client) == before


def test_last_change_is_that_of_the_publication(small_site, client):
    page = StandardPageFactory(parent=small_site.home, title="About", slug="about")
    translate(page)
    root = ET.fromstring(client.get("/sitemap.xml").content)
    changes = {
        url.find(f"{SITEMAP}loc").text.removeprefix(HOST): url.find(f"{SITEMAP}lastmod").text
        for url in root.findall(f"{SITEMAP}url")
    }
    assert changes["/en/about/"] == localdate(page.last_published_at).isoformat()
