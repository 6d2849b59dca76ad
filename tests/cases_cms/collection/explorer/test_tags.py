"""What the explorer's template tags write: links, counts, names for screen readers, and nothing unescaped."""

import re

import html5lib
import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from cases_cms.collection.charts import countries_chart
from cases_cms.collection.explorer.results import Facet, Group, Offer, Value
from cases_cms.collection.styleguide import samples
from cases_cms.collection.templatetags import cases_cms_explorer as tags

pytestmark = pytest.mark.django_db  # names of countries


def value(code, count=1, *, selected=False, label="", query=None, lang=""):
    return Value("place", code, label or code, count, selected, f"place={code}" if query is None else query, lang)


def facet(*groups, **changes):
    values = [each for group in groups for each in group.values]
    defaults = {"total_values": len(values), "selected": [each for each in values if each.selected]}
    return Facet("place", "Place", list(groups), **{**defaults, **changes})


def links(html):
    """``[(value, count, address, whether chosen)]`` of the values that are links."""
    found = re.findall(r'<a class="cc-value" [^>]*data-value="([^"]*)" data-count="(\d+)" href="([^"]*)"([^>]*)>', html)
    return [(code, int(count), href, "aria-current" in more) for code, count, href, more in found]


def test_values_are_links_with_their_counts():
    html = tags.facet_values(facet(Group("", [value("KE", 7), value("CN", 3, selected=True, query="")])))
    assert links(html) == [("KE", 7, "?place=KE", False), ("CN", 3, "./", True)]
    assert re.findall(r'id="(cc-value-[^"]+)"', html) == ["cc-value-place-KE", "cc-value-place-CN"]
    heard = re.findall(r'<span class="cc-visually-hidden">([^<]*)</span>', html)
    assert heard == [", 7 cases", ", 3 cases, chosen"]
    assert '<ul class="cc-values__list" aria-label="Place">' in html


def test_what_would_give_nothing_is_no_link():
    html = tags.facet_values(facet(Group("", [value("KE", 0), value("CN", 0, selected=True)])))
    assert links(html) == [("CN", 0, "?place=CN", True)]
    assert re.findall(r'<span class="cc-value cc-value--none"[^>]*data-value="(\w+)" data-count="0">', html) == ["KE"]


def test_it_speaks_chinese():
    with translation.override("zh-hans"):
        html = tags.facet_values(facet(Group("", [value("CN", 3, selected=True)])))
    assert '<span class="cc-visually-hidden">，共3个案例，已选</span>' in html


def test_everything_from_elsewhere_is_escaped():
    bad = '"><script>alert(1)</script>&'
    parts = facet(
        Group(bad, [value(bad, label=bad, query=f"place={bad}")]), Group("", [value("b")]), find=bad, find_name=bad
    )
    html = render_to_string("cases_cms/components/facet_section.html", {"facet": parts})
    assert "<script" not in html
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    # Found whole where it belongs, and nowhere else.
    texts = [element.text for element in tree.iter("span") if element.get("class") == "cc-value__label"]
    assert texts == [bad, "b"]
    assert [element.get("data-value") for element in tree.iter("a")] == [bad, "b"]
    assert [element.get("href") for element in tree.iter("a")] == [f"?place={bad}", "?place=b"]


def test_groups_open_where_something_is_chosen():
    html = tags.facet_values(
        facet(
            Group("Africa", [value("KE"), value("EG", count=0)]),
            Group("Asia", [value("CN", selected=True)]),
            Group("Europe", [value("FR", count=0)]),
        )
    )
    groups = re.findall(r'<details class="cc-values__group" id="([^"]+)"( open)?><summary[^>]*>(.*?)</summary>', html)
    assert groups == [
        ("cc-group-place-Africa", "", "Africa"),
        ("cc-group-place-Asia", " open", 'Asia <span class="cc-facet__chosen">1 chosen</span>'),
        ("cc-group-place-Europe", "", 'Europe <span class="cc-values__size">0</span>'),
    ]


def test_what_lies_in_no_region_has_a_name():
    html = tags.facet_values(facet(Group("Asia", [value("CN")]), Group("", [value("XK")])))
    assert re.findall(r"<summary[^>]*>(\w+)<", html) == ["Asia", "Elsewhere"]


def test_a_label_in_another_language_says_so():
    html = tags.facet_values(facet(Group("", [value("a", label="清华", lang=mark_safe(' lang="zh-Hans"'))])))
    assert '<span class="cc-value__label" lang="zh-Hans">清华</span>' in html


@pytest.mark.parametrize(
    ("changes", "note"),
    [
        ({}, ""),
        ({"find_name": "find-place"}, ""),
        ({"find_name": "find-place", "total_values": 412}, "2 of 412: type to find more"),
        ({"find_name": "find-place", "total_values": 412, "find": "k"}, "1 found"),
    ],
)
def test_what_the_field_says(changes, note):
    shown = facet(Group("", [value("KE"), value("CN", selected=True)]), **changes)
    assert tags.found_note(shown) == note
    assert f'data-announce="{note}"' in tags.facet_values(shown)


def test_what_the_field_says_of_nothing():
    nothing = facet(find_name="find-place", find="zz", total_values=9)
    chosen = facet(Group("", [value("CN", selected=True)]), find_name="find-place", find="zz", total_values=9)
    assert [tags.found_note(nothing), tags.found_note(chosen)] == [
        "Nothing here is called “zz”.",
        "Nothing else here is called “zz”.",
    ]


@pytest.mark.parametrize(
    ("shown", "is_open"),
    [
        (facet(Group("", [value(str(n)) for n in range(8)])), True),
        (facet(Group("", [value(str(n)) for n in range(9)])), False),
        (facet(Group("", [value(str(n), selected=n == 3) for n in range(9)])), True),
        (facet(Group("", []), total_values=9, find="x"), True),
        (facet(Group("Asia", [value(str(n)) for n in range(9)]), Group("Africa", [])), True),
    ],
)
def test_which_facets_stand_open(shown, is_open):
    assert tags.is_open(shown) is is_open


def test_the_panel_says_how_many_are_chosen_and_opens_for_what_is_sought():
    chosen = facet(Group("", [value("KE", selected=True), value("CN", selected=True)]))
    html = render_to_string("cases_cms/components/facet_panel.html", {"facets": [chosen]})
    assert '<details class="cc-facets" id="cc-facets">' in html
    assert re.search(r'cc-facets__summary">([^<]*)<', html)[1].strip() == "Filters (2)"
    sought = facet(Group("", [value("KE")]), find="k", find_name="find-place")
    html = render_to_string("cases_cms/components/facet_panel.html", {"facets": [sought]})
    assert '<details class="cc-facets" id="cc-facets" open>' in html


def test_offers_say_what_one_gets():
    offers = [Offer("Place", "<Kenya>", 7, "place=CN"), Offer("Words", "x", 1, "")]
    html = render_to_string("cases_cms/components/offers.html", {"offers": offers, "clear_query": "view=list"})
    found = re.findall(r'<a class="cc-offers__link" href="([^"]*)">\s*([^<]*?)\s*</a>', html)
    assert found == [("?place=CN", "Without “&lt;Kenya&gt;”: 7 cases"), ("./", "Without “x”: 1 case")]
    assert len(re.findall(r'href="\?view=list">\s*Clear all filters', html)) == 1


def test_a_correction_can_be_undone():
    html = render_to_string(
        "cases_cms/components/search_notes.html", {"corrected": ("<digitel>", "digital", "exactly=1&q=digitel")}
    )
    assert "Results for <strong>digital</strong>." in html
    exactly = r'href="\?exactly=1&amp;q=digitel">\s*Search instead for exactly “&lt;digitel&gt;”\s*</a>'
    assert len(re.findall(exactly, html)) == 1


def draw(chart):
    return Template("{% load cases_cms_explorer %}{% figures %}").render(Context({"countries_chart": chart}))


def test_figures_are_drawn_once_for_the_same_data(monkeypatch):
    monkeypatch.setattr(tags, "_drawn", {})
    one, again, other = ({"CN": 1}, {"CN": 1}, {"CN": 2})
    first = draw(countries_chart(one, url="/x/"))
    monkeypatch.setattr(tags, "render_to_string", lambda *args: "drawn anew")
    assert draw(countries_chart(again, url="/x/")) == first
    assert "cc-atlas" in first
    assert draw(countries_chart(other, url="/x/")) == "drawn anew"
    assert draw(countries_chart(again, url="/y/")) == "drawn anew"
    with translation.override("zh-hans"):
        assert draw(countries_chart(again, url="/x/")) == "drawn anew"
    assert draw(None) == ""


def test_what_is_remembered_has_an_end(monkeypatch):
    monkeypatch.setattr(tags, "_drawn", {})
    monkeypatch.setattr(tags, "render_to_string", lambda *args: "drawn")
    for number in range(tags.MAX_DRAWN + 5):
        draw(countries_chart({"CN": number + 1}))
    assert len(tags._drawn) == 5


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("Found in <title>", "Found in &lt;title&gt;"),
        (mark_safe('Term: <span lang="zh-Hans">数字</span>'), 'Term: <span lang="zh-Hans">数字</span>'),
    ],
)
def test_a_card_shows_the_passage_and_why_it_was_found(reason, shown):
    card = samples._card(summary="The summary", excerpt=mark_safe("… the <mark>digital</mark> …"), found_by=reason)
    html = render_to_string("cases_cms/components/case_card.html", {"card": card})
    assert "… the <mark>digital</mark> …" in html
    assert f'<p class="cc-card__found">{shown}</p>' in html
    assert "The summary" not in html
