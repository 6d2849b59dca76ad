"""What differs from host to host: where the site's root is, the addresses of languages, how the default is called."""

import pytest
from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.test import RequestFactory, override_settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.models import Page, Site

from cases_cms.core.languages import default_link, language_links
from cases_cms.core.views import preferred_language
from tests.factories import StandardPageFactory, make_case
from tests.fixtures import context_of

urlpatterns = [
    path("", include("cases_cms.core.urls")),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]


@override_settings(ROOT_URLCONF=__name__)
def test_the_default_language_may_have_no_prefix(small_site, client):
    make_case(small_site.edition, slug="a", translated=True)
    for address, language in (("/collection/2024/a/", "en"), ("/zh-hans/collection/2024/a/", "zh-Hans")):
        response = client.get(address)
        assert response.status_code == 200
        links = [link.url for link in response.context["frame"].language_links]
        assert links == ["/collection/2024/a/", "/zh-hans/collection/2024/a/"]
        assert response.context["page"].language_tag == language
        assert client.get(response.context["frame"].breadcrumbs[-1].url).status_code == 200
    assert client.get("/en/collection/2024/a/").status_code == 404
    assert (
        b"<loc>http://localhost/collection/2024/a/</loc>"
        in client.get("/sitemap.xml", headers={"host": "localhost"}).content
    )


@pytest.mark.parametrize(("code", "language"), [("en", "en"), ("en-us", "en"), ("zh-cn", "zh-hans")])
def test_the_default_language_may_be_named_with_its_country(small_site, code, language):
    with override_settings(LANGUAGE_CODE=code):
        assert preferred_language(RequestFactory().get("/")) == language
        links = language_links(small_site.collection, RequestFactory().get("/"))
        assert default_link(links).code == language


def test_no_app_leaves_the_type_of_its_keys_to_the_host():
    ours = [config for config in apps.get_app_configs() if config.name.startswith("cases_cms.") and config.models]
    assert len(ours) >= 5
    for config in ours:
        assert type(config).__dict__["default_auto_field"] == "django.db.models.BigAutoField"


def titles(page):
    return [crumb.title for crumb in page.get_breadcrumbs()]


def test_breadcrumbs_begin_at_the_root_of_the_site(small_site):
    case = make_case(small_site.edition)
    case = type(case).objects.get(pk=case.pk)
    assert titles(case) == ["Practice Cases", "Collection", "Edition 2024"]
    Site.objects.create(hostname="cases.example.org", root_page=small_site.collection)
    Site.clear_site_root_paths_cache()
    case = type(case).objects.get(pk=case.pk)
    assert titles(case) == ["Collection", "Edition 2024"]
    assert titles(small_site.collection) == []
    assert titles(StandardPageFactory(parent=small_site.home)) == ["Practice Cases"]


def test_a_page_below_no_site_has_no_breadcrumbs(small_site):
    other = Page(title="Elsewhere", slug="elsewhere")
    Page.get_first_root_node().add_child(instance=other)
    page = StandardPageFactory(parent=other)
    assert titles(page) == []
    assert context_of(small_site.collection)["frame"].breadcrumbs == [small_site.home.page_ptr]
