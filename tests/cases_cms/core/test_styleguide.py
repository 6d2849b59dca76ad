"""The style page: every component in every language, in light and in dark; nowhere but where the setting says so."""

import importlib
import re
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.utils import translation
from wagtail.models import Site

from cases_cms.core.styleguide import Example, in_words, in_words_lazy, register, registry
from cases_cms.core.templatetags.cases_cms import _fixed

CODES = [code for code, _name in django_settings.WAGTAIL_CONTENT_LANGUAGES]
#: For the menu and the process's memory around the page, and for one preview value.
QUERIES = 5
VIEWS = [(code, scheme) for code in CODES for scheme in ("light", "dark")]
#: A whole document of its own: the frame of block previews in the admin.
NOT_SHOWN = {"cases_cms/blocks/preview.html"}


def our_templates():
    """Names of the component and block templates of the plugin's apps that are installed."""
    names = set()
    for config in apps.get_app_configs():
        if config.name.startswith("cases_cms."):
            root = Path(config.path) / "templates"
            for folder in ("components", "blocks"):
                names |= {path.relative_to(root).as_posix() for path in (root / "cases_cms" / folder).rglob("*.html")}
    return names - NOT_SHOWN


@pytest.fixture
def pages(client, db):
    """``get(language, scheme)``: the response for a view, in which no component is remembered from before."""
    _fixed.cache_clear()
    return lambda language, scheme="light": client.get(f"/styleguide/{language}/?scheme={scheme}")


@pytest.fixture
def spare_registry(monkeypatch):
    monkeypatch.setattr(registry, "_groups", dict(registry._groups))


@pytest.mark.parametrize("language", CODES)
def test_every_component_and_block_is_shown(pages, language):
    rendered = {template.name for template in pages(language).templates}
    assert len(our_templates()) > 50
    assert sorted(our_templates() - rendered) == []


def test_there_is_a_view_in_every_content_language():
    assert CODES == ["en", "zh-hans", "fr", "es", "ru", "ar"]


@pytest.mark.parametrize(("language", "scheme"), VIEWS)
def test_a_view(pages, language, scheme):
    response = pages(language, scheme)
    html = response.content.decode()
    assert response.status_code == 200
    assert dict(response.cookies) == {}
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert response["Content-Language"] == language
    assert f'<html lang="{response.context["page"].language_tag}"' in html
    assert "unsafe" not in response["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html) == []
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', html) == [f"/styleguide/{scheme}.css"]
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.findall(r">\s*None\s*<", html) == []
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [name for name, times in ids.items() if times > 1] == []
    named = re.findall(r'\s(?:for|aria-labelledby)="([^"]+)"', html)
    assert [each for names in named for each in names.split() if each not in ids] == []
    html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize(("language", "scheme"), VIEWS)
def test_a_switch_leads_to_every_view(pages, language, scheme):
    html = pages(language, scheme).content.decode()
    switch = re.search(r'<nav class="cc-sg-views".*?</nav>', html, re.DOTALL)[0]
    links = re.findall(r'href="([^"]+)"\s+hreflang="[^"]+"( aria-current="true")?', switch)
    assert [href for href, _current in links] == [f"/styleguide/{code}/?scheme={each}" for code, each in VIEWS]
    assert [href for href, current in links if current] == [f"/styleguide/{language}/?scheme={scheme}"]


def test_tokens_are_shown_with_their_contrast(pages):
    colours = {colour.name: colour for colour in pages("en", "dark").context["colours"]}
    assert (colours["--cc-paper"].value, colours["--cc-paper"].ratio) == ("#10161d", 1.0)
    assert {size["name"] for size in pages("en").context["sizes"]} >= {"--cc-size-1", "--cc-size-7"}


@pytest.mark.parametrize("query", ["", "?scheme=", "?scheme=sepia", "?scheme=dark%00", "?scheme=../../etc"])
def test_any_other_scheme_is_light(client, db, query):
    response = client.get(f"/styleguide/en/{query}")
    expected = "light"
    assert re.findall(r'href="/styleguide/(\w+)\.css"', response.content.decode()) == [expected]


@pytest.mark.parametrize(("accepted", "language"), [("en", "en"), ("zh-CN", "zh-hans"), ("de", "en")])
def test_the_first_address_leads_to_a_language(client, accepted, language):
    response = client.get("/styleguide/", headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/styleguide/{language}/")


@pytest.mark.parametrize("path", ["de/", "zh/", "sepia.css", "light"])
def test_what_does_not_exist(client, db, path):
    assert client.get(f"/styleguide/{path}", follow=True).status_code == 404


@pytest.mark.parametrize("path", ["", "en/", "zh-hans/", "light.css", "dark.css"])
def test_switched_off_it_does_not_exist(client, db, settings, path):
    settings.CASES_CMS = {**settings.CASES_CMS, "STYLEGUIDE": False}
    response = client.get(f"/styleguide/{path}", follow=True)
    assert response.status_code == 404
    assert "cc-sg" not in response.content.decode()


def test_it_is_on_in_development_and_off_in_production(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x")
    monkeypatch.setenv("ALLOWED_HOSTS", "example.org")
    switched = {
        name: importlib.import_module(f"config.settings.{name}").CASES_CMS.get("STYLEGUIDE", False)
        for name in ("dev", "test", "production")
    }
    assert switched == {"dev": True, "test": True, "production": False}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_stylesheet(client, scheme):
    response = client.get(f"/styleguide/{scheme}.css")
    css = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "prefers-color-scheme" not in css
    assert '.cc-sg-line[data-token="--cc-size-7"] { font-size: var(--cc-size-7); }' in css
    assert re.search(r"\.cc-sg-line:lang\(zh\) \{[^}]*--cc-leading: 1\.85;", css)
    assert ".cc-sg-contents" in css


def test_it_needs_no_row(pages, django_assert_num_queries):
    Site.objects.all().delete()
    pages("en")
    assert pages("zh-hans").status_code == 200


def test_queries_do_not_hang_on_the_number_of_examples(pages, spare_registry, django_assert_num_queries):
    pages("en")
    with django_assert_num_queries(QUERIES):
        pages("en")
    register("many", "Many", registry._groups["core"].examples * 3)
    with django_assert_num_queries(QUERIES):
        pages("en")


def test_a_host_adds_its_own_and_an_app_may_be_left_out(pages, spare_registry):
    own = Example(
        in_words_lazy("Ours", "自有组件"),
        "cases_cms/components/empty.html",
        lambda: {"message": in_words("Our message", "自有消息")},
        tag="section",
        classes="host-box",
    )
    register("host", "Host", [own], order=1)
    del registry._groups["stories"], registry._groups["collection"]
    english, chinese = (pages(code).content.decode() for code in ("en", "zh-hans"))
    assert re.search(r'<section class="host-box">\s*<div class="cc-empty">\s*<p>Our message</p>', english)
    assert ">自有组件</h3>" in chinese
    assert "<p>自有消息</p>" in chinese
    assert "cc-sg-stories" not in english


def test_every_example_is_named_and_explained_in_every_language():
    for code in CODES:
        with translation.override(code):
            texts = [
                (str(example.name), str(example.note)) for group in registry.groups() for example in group.examples
            ]
        assert [name for name, note in texts if not note or not name] == []
        chinese = [name for name, note in texts if re.search(r"[一-鿿]", name) and re.search(r"[一-鿿]", note)]
        assert len(chinese) == (len(texts) if code == "zh-hans" else 0)


def test_texts_fall_back_to_english():
    with translation.override("fr"):
        assert in_words("English", "中文") == "English"
        assert in_words("English", "中文", fr="français") == "français"


def test_an_example_is_made_its_own():
    html = (
        '<nav aria-label="Pages"><h1 id="a">T</h1></nav><label for="x">L</label><input id="x">'
        '<ul aria-labelledby="x y"></ul><a href="#x">in</a><a href="#elsewhere">out</a>'
    )
    assert registry.make_own(html, "k", "A & B") == (
        '<nav aria-label="Pages – A &amp; B"><h2 id="a--k">T</h2></nav><label for="x--k">L</label>'
        '<input id="x--k"><ul aria-labelledby="x--k y--k"></ul><a href="#x--k">in</a><a href="#elsewhere">out</a>'
    )
