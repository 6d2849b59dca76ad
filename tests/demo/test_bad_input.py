"""Whatever is sent, the answer is a page: never a server error, never a cookie."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

LISTS = (
    "/en/collection/",
    "/zh-hans/collection/",
    "/en/news/",
    "/zh-hans/members/",
    "/en/stories/",
    "/en/collection/culture/",
    "/en/",
)
NAMES = (
    *("category", "country", "year", "outstanding", "organization", "language", "q", "page", "kind", "sort", "view"),
    *("order", "exactly", "shortlist", "find-country", "find-organization", "", "a[b]", "\x00"),
)
FRIENDLY = (
    "culture",
    "CN",
    "2024",
    "yes",
    "1",
    "2",
    "wic",
    "数字",
    "-1",
    "999999999999999999999",
    "cn",
    "countries",
    "relevance",
    "2024.kaios",
    "zh-hans",
    "“非洲” OR NEAR(",
    "²",
    "%",
    "_",
    '"',
    "'",
)
relaxed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def ask(client, address):
    """Status of the answer, which is a page and sets no cookie."""
    response = client.get(address)
    assert response.status_code in (200, 301, 302, 400, 404), address[:300]
    assert dict(response.cookies) == {}
    return response.status_code


@relaxed
@given(path=st.sampled_from(LISTS), query=st.binary(max_size=300))
def test_any_bytes_in_the_query(demo_client, path, query):
    ask(demo_client, f"{path}?{quote(query, safe='=&;+%')}")


@relaxed
@given(
    path=st.sampled_from(LISTS),
    pairs=st.lists(
        st.tuples(st.sampled_from(NAMES), st.one_of(st.sampled_from(FRIENDLY), st.text(max_size=40))), max_size=12
    ),
)
def test_any_values_of_known_parameters(demo_client, path, pairs):
    query = "&".join(f"{quote(name)}={quote(value, errors='replace')}" for name, value in pairs)
    ask(demo_client, f"{path}?{query}")


@relaxed
@given(path=st.binary(max_size=120))
def test_any_bytes_in_the_path(demo_client, path):
    for prefix in ("/", "/en/", "/zh-hans/collection/2024/"):
        ask(demo_client, prefix + quote(path, safe="/"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/collection/?q=" + "数" * 10_000, 302),
        ("/en/collection/?q=" + "%00", 302),
        ("/en/collection/?" + "&".join(["category=culture"] * 2_000), 302),
        ("/en/collection/?q=" + "数" * 200, 200),
        ("/en/collection/?page=2", 404),
        ("/en/collection/?page=0", 404),
        ("/en/collection/?page=abc", 200),
        ("/en/collection/?page=" + "9" * 500, 404),
        ("/en/news/?page=99", 404),
        ("/en/news/?year=99999999999", 200),
        ("/en/%00", 404),
        ("/en/%ff%fe/", 404),
        ("/en/" + "a" * 3_000 + "/", 404),
        ("/en/../../etc/passwd", 404),
        ("/media/../manage.py", 404),
    ],
)
def test_known_traps(demo_client, address, status):
    assert ask(demo_client, address) == status


@pytest.mark.parametrize(
    ("language", "words"), [("en", "is not known here"), ("zh-hans", "无法识别")], ids=["en", "zh-hans"]
)
def test_unknown_values_are_ignored_and_named(demo_client, language, words):
    plain = demo_client.get(f"/{language}/collection/")
    odd = demo_client.get(f"/{language}/collection/?category=astrology&country=XX&year=1999")
    assert odd.context["total"] == plain.context["total"] == 18
    assert odd.context["ignored"] == [
        (odd.context["facets"][0].label, "astrology"),
        (odd.context["facets"][1].label, "XX"),
        (odd.context["facets"][2].label, "1999"),
    ]
    html = odd.content.decode()
    assert "astrology" in html
    assert "<script>" not in demo_client.get(f"/{language}/collection/?category=<script>").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head", "trace"])
@pytest.mark.parametrize("path", ["/en/", "/en/collection/", "/", "/en/none/", "/sitemap.xml"])
def test_other_methods(demo_client, method, path):
    response = getattr(demo_client, method)(path)
    assert response.status_code < 500
    assert dict(response.cookies) == {}


@pytest.mark.parametrize(
    "header", ["*", "", "zh", "zh-CN,zh;q=0.9", "de;q=abc", "en;q=0,zh;q=1", "x" * 5_000, "\x7f", "zh-hans-cn"]
)
def test_any_accept_language(demo_client, header):
    response = demo_client.get("/", headers={"accept-language": header})
    assert response.status_code == 302
    assert response.url in ("/en/", "/zh-hans/")
    assert dict(response.cookies) == {}
