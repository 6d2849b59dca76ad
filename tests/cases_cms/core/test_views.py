import pytest
from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Locale, PageViewRestriction

from cases_cms.core import services, views
from tests.factories import make_case, translate


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh", "zh-hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("ZH-cn", "zh-hans"),
        ("zh-TW,zh;q=0.9", "zh-hans"),
        ("de", "en"),
        ("de,zh;q=0.5,en;q=0.4", "zh-hans"),
        ("de,en;q=0.5,zh;q=0.4", "en"),
        ("en;q=0.1,zh-CN;q=0.9", "zh-hans"),
        ("*", "en"),
        ("*,zh", "en"),
        ("zh;q=x", "en"),
        ("zh;q=9", "en"),
        (";;;,,,q=", "en"),
        ("数字", "en"),
        ("../../etc/passwd", "en"),
        ("//evil.example", "en"),
        ("zh\x00", "en"),
        ("a" * 50_000, "en"),
        (",".join(["zh-CN"] * 2000), "zh-hans"),
    ],
)
def test_language_of_the_first_page(small_site, client, accepted, language):
    headers = {} if accepted is None else {"Accept-Language": accepted}
    client.cookies["django_language"] = "zh-hans"  # nobody reads it
    response = client.get("/", headers=headers)
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert not response.cookies
    assert response["Vary"].lower().split(", ") == ["accept-language"]


def test_nobody_is_led_to_a_language_without_a_home_page(small_site, client):
    assert "fr" in dict(settings.LANGUAGES)
    Locale.objects.create(language_code="fr")
    for accepted in ("fr", "ar;q=0.1", "fr-CA,en;q=0.5"):
        assert client.get("/", headers={"Accept-Language": accepted})["Location"] == "/en/"
    assert client.get("/", headers={"Accept-Language": "fr-CA,zh;q=0.5"})["Location"] == "/zh-hans/"
    translate(small_site.home, language="fr")
    services.unpublish_page(page=small_site.in_zh(small_site.home))
    assert client.get("/", headers={"Accept-Language": "fr-CA,zh;q=0.5"})["Location"] == "/fr/"
    assert client.get("/", headers={"Accept-Language": "zh-CN"})["Location"] == "/en/"


def test_an_error_in_a_language_without_a_home_page_is_said_in_another(small_site, client):
    html = client.get("/fr/nowhere/").content.decode()
    assert '<html lang="en" dir="ltr">' in html
    assert 'href="/fr/' not in html
    Locale.objects.create(language_code="fr")
    translate(small_site.home, language="fr")
    assert '<html lang="fr" dir="ltr">' in client.get("/fr/nowhere/").content.decode()


def test_first_page_is_only_read(small_site, client):
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 302


def test_robots(client):
    response = client.get("/robots.txt", headers={"host": "cases.example.org"})
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /django-admin/",
        "",
        "Sitemap: http://cases.example.org/sitemap.xml",
    ]
    assert not response.cookies


# --- Pages that are not there ------------------------------------------------------------------


def alternatives(client, url):
    response = client.get(url)
    assert response.status_code == 404
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    return response.content.decode(), response.context["alternatives"]


def test_missing_page_offers_the_languages_it_has(small_site, client):
    make_case(small_site.edition, slug="net", title="Village network")
    html, found = alternatives(client, "/zh-hans/collection/2024/net/")
    assert found == [{"title": "Village network", "url": "/en/collection/2024/net/", "tag": "en", "language": "英语"}]
    assert 'lang="zh-Hans"' in html
    assert "/en/collection/2024/net/" in html


def test_missing_page_in_english(small_site, client):
    make_case(small_site.in_zh(small_site.edition), slug="net", title="乡村网络")
    html, found = alternatives(client, "/en/collection/2024/net/")
    assert [item["title"] for item in found] == ["乡村网络"]
    assert 'lang="en"' in html


def draft(case, site):
    services.unpublish_page(page=case)


def restricted(case, site):
    PageViewRestriction.objects.create(page=case, restriction_type="login")


def below_restricted(case, site):
    PageViewRestriction.objects.create(page=site.edition, restriction_type="login")


def below_unpublished(case, site):
    services.unpublish_page(page=site.edition)


@pytest.mark.parametrize("hide", [draft, restricted, below_restricted, below_unpublished])
def test_missing_page_offers_nothing_hidden(small_site, client, hide):
    case = make_case(small_site.edition, slug="net", title="Secret network")
    hide(case, small_site)
    html, found = alternatives(client, "/zh-hans/collection/2024/net/")
    assert found == []
    assert "Secret network" not in html


def test_alias_is_no_page_in_its_language(small_site, client):
    case = make_case(small_site.edition, slug="net", title="Net")
    case.copy_for_translation(small_site.zh, alias=True)
    services.unpublish_page(page=case)
    _html, found = alternatives(client, "/en/collection/2024/net/")
    assert found == []


@pytest.mark.parametrize(
    "path",
    [
        "/en/nothing/",
        "/en/%00/",
        "/en/collection/%FF/",
        "/en/" + "a/" * 300,
        "/en/collection/2024/..%2f..%2fetc/",
        "/zh-hans/%E6%95%B0%E5%AD%97/",
    ],
)
def test_any_address_that_is_not_there(small_site, client, path):
    html, found = alternatives(client, path)
    assert found == []
    assert f'lang="{"zh-Hans" if path.startswith("/zh-hans/") else "en"}"' in html


@pytest.mark.parametrize("path", ["/nothing/", "/xx/collection/"])
@pytest.mark.parametrize(("accepted", "language"), [("zh-CN", "zh-hans"), ("", "en")])
def test_address_without_a_language_gets_the_visitors(small_site, client, path, accepted, language):
    response = client.get(path, headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/{language}{path}")
    assert not response.cookies
    assert client.get(response["Location"]).status_code == 404


def test_error_page_does_not_fail(small_site, client, monkeypatch):
    def fail(request, language):
        raise RuntimeError

    monkeypatch.setattr(views, "pages_in_other_languages", fail)
    _html, found = alternatives(client, "/en/nothing/")
    assert found == []


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.server_error, 500),
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.csrf_failure, 403),
    ],
)
@pytest.mark.parametrize(
    ("path", "accepted", "tag"),
    [("/en/x/", "zh", "en"), ("/zh-hans/x/", "en", "zh-Hans"), ("/x/", "zh-CN", "zh-Hans"), ("/x/", "", "en")],
)
def test_plain_errors_need_no_database(rf, view, status, path, accepted, tag):
    response = view(rf.get(path, headers={"Accept-Language": accepted}))
    assert response.status_code == status
    assert f'lang="{tag}"' in response.content.decode()
    assert not response.cookies


def test_error_of_a_bare_request():
    request = HttpRequest()
    request.path_info = "/"
    assert views.server_error(request).status_code == 500


def test_published_translation_ends_the_offer(small_site, client):
    case = make_case(small_site.edition, slug="net")
    translate(case)
    services.unpublish_page(page=case)
    _html, found = alternatives(client, "/en/collection/2024/net/")
    assert [item["url"] for item in found] == ["/zh-hans/collection/2024/net/"]
