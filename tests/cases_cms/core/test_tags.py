"""Template tags that any list uses."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from cases_cms.core.selection import Selection
from cases_cms.core.templatetags import cases_cms as tags


def render(source, **context):
    return Template("{% load cases_cms %}" + source).render(Context(context))


@pytest.mark.parametrize(("query", "href"), [("", "./"), ("a=1&b=2", "?a=1&amp;b=2"), ("q=%22%3E", "?q=%22%3E")])
def test_a_query_as_a_link(query, href):
    assert render("{{ query|as_href }}", query=query) == href


def test_hidden_fields_hold_the_selection_but_for_some():
    selection = Selection({"year": ["2023", "2024"], "kind": []}, 'a"b<c')
    assert tags.hidden_fields(selection, "year") == '<input type="hidden" name="q" value="a&quot;b&lt;c">'
    assert tags.hidden_fields(selection, "q") == (
        '<input type="hidden" name="year" value="2023"><input type="hidden" name="year" value="2024">'
    )
    assert tags.hidden_fields(None) == ""


def test_a_fixed_component_is_drawn_once_in_each_language(settings, monkeypatch):
    tags._fixed.cache_clear()
    source = '{% fixed "cases_cms/components/language_badge.html" language=name %}'
    english = render(source, name="<French>")
    with translation.override("zh-hans"):
        chinese = render(source, name="<French>")
    assert "in &lt;French&gt;" in english
    assert chinese != english
    monkeypatch.setattr(tags, "render_to_string", lambda *args: "anew")
    assert [render(source, name="<French>"), render(source, name="Arabic")] == [english, "anew"]
    settings.DEBUG = True
    assert render(source, name="<French>") == "anew"
    tags._fixed.cache_clear()


@pytest.mark.parametrize(
    ("robots", "address"),
    [("", "https://example.org/list/?page=3"), ("noindex, follow", "https://example.org/list/")],
)
def test_a_filtered_list_names_the_plain_one(robots, address):
    """A later page of a list is itself; a page of a selection belongs to the whole list."""
    frame = SimpleNamespace(canonical="https://example.org/list/", robots=robots, language_links=[], kind="website")
    html = render_to_string("cases_cms/head.html", {"frame": frame, "page_obj": SimpleNamespace(number=3)})
    assert re.findall(r'rel="canonical"\s+href="([^"]*)"', html) == [address]
    assert re.findall(r'name="robots" content="([^"]*)"', html) == ([robots] if robots else [])
