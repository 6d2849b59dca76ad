"""One stylesheet from one file a component."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from cases_cms.core import stylesheets


@pytest.fixture(autouse=True)
def _forget():
    stylesheets._linked.cache_clear()
    yield
    stylesheets._linked.cache_clear()


def test_every_file_is_in_the_joined_one_in_order():
    names = [name.removeprefix("cases_cms/css/") for name in stylesheets.stylesheet_files()]
    text = Path(finders.find(stylesheets.JOINED)).read_text(encoding="utf-8")
    assert re.findall(r"(?m)^/\* (\S+\.css) \*/$", text) == names
    assert names[0] == "tokens/tokens.css"
    assert names[-1] == "theme/site.css"
    assert "components/cards.css" in names


def test_a_page_links_one_stylesheet(settings):
    html = render_to_string("cases_cms/styles.html")
    assert re.findall(r'href="([^"]+)"', html) == ["/static/cases_cms/css/all.css"]


def test_a_host_without_the_finder_links_each(settings):
    settings.STATICFILES_FINDERS = [name for name in settings.STATICFILES_FINDERS if name != stylesheets.FINDER]
    hrefs = re.findall(r'href="([^"]+)"', render_to_string("cases_cms/styles.html"))
    assert hrefs == [f"/static/{name}" for name in stylesheets.stylesheet_files()]


def test_a_host_adds_and_replaces_files(settings, tmp_path):
    for name in ("components/cards.css", "theme/a.css"):
        file = tmp_path / "cases_cms" / "css" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f".host-{name[0]} {{ color: red; }}", encoding="utf-8")
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    text = stylesheets.join()
    finders.get_finder.cache_clear()
    assert ".host-c" in text
    assert ".cc-card__title" not in text.split("/* components/cards.css */")[1].split("/* components/")[0]
    assert text.rstrip().endswith(".host-t { color: red; }")


def test_stylesheets_ask_for_nothing_else():
    """No address in them: it would hang on where the file lies, and on one more request."""
    assert re.findall(r"url\(|@import", stylesheets.join()) == []


def test_collectstatic_takes_the_joined_one(settings, tmp_path):
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / stylesheets.JOINED).read_text(encoding="utf-8") == stylesheets.join()


def test_no_physical_directions():
    """Right-to-left ready: sides are logical in every stylesheet."""
    physical = re.compile(
        r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:left|right|top|bottom|width|height"
        r"|min-width|max-width|min-height|max-height))\s*:|(?:text-align|float):\s*(?:left|right)"
    )
    text = re.sub(r"@media[^{]*\{|/\*.*?\*/|\([^()]*\)", "", stylesheets.join(), flags=re.DOTALL)
    assert physical.findall(text) == []
