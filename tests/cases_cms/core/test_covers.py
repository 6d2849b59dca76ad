"""Covers drawn from data."""

import html.parser

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from cases_cms.core.covers import FIRST_YEAR, FORMS, HORIZON, MOST_NODES, MOST_STARS, draw, place

CASE = {"key": "case-1", "accent": 1, "countries": ["CN", "KE"], "year": 2024}


def test_the_same_data_give_the_same_drawing():
    assert draw(**CASE) == draw(**CASE)


def test_related_but_never_the_same():
    other = draw(**{**CASE, "key": "case-2"})
    assert other.shape != draw(**CASE).shape
    assert other.nodes == draw(**CASE).nodes


@pytest.mark.parametrize("accent", FORMS)
def test_each_category_has_its_form(accent):
    shapes = {draw(key="case-1", accent=number).shape for number in FORMS}
    assert len(shapes) == len(FORMS)
    assert draw(key="case-1", accent=accent).is_filled == FORMS[accent][1]


def test_a_country_has_one_place_on_every_cover():
    assert place("CN") in draw(key="a", countries=["CN", "BR"]).nodes
    assert place("CN") in draw(key="b", countries=["NG", "CN", "DE"]).nodes
    assert len(draw(key="b", countries=["NG", "CN", "DE"]).nodes) == 3


def test_a_year_is_counted_in_ripples():
    for year in (2021, 2024, 2026):
        assert draw(key="a", year=year).ripples.count("M") == year - FIRST_YEAR + 2


def test_countries_of_an_edition_are_stars():
    drawing = draw(key="a", countries=["CN", "KE", "BR"], joined=False)
    assert (drawing.sky, len(drawing.nodes)) == ("", 3)
    assert len(draw(key="a", countries=["CN"] * 200, joined=False).nodes) == MOST_STARS


def test_a_country_alone_has_no_line():
    assert draw(key="a", countries=["CN"]).sky == ""


@given(
    key=st.text(max_size=60),
    accent=st.one_of(st.none(), st.integers(1, 8)),
    countries=st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2), max_size=200),
    year=st.one_of(st.none(), st.integers(0, 9999)),
    golden=st.booleans(),
    wide=st.booleans(),
)
def test_anything_is_drawn_within_its_frame(key, accent, countries, year, golden, wide):
    drawing = draw(key=key, accent=accent, countries=countries, year=year, golden=golden, wide=wide)
    assert len(drawing.nodes) <= MOST_NODES
    assert all(0 < x < drawing.width and 0 < y < HORIZON for x, y in drawing.nodes)
    assert 0 < len(drawing.shape) < 3000
    heights = [int(part.split("H")[0].split()[1]) for part in drawing.ripples.split("M")[1:]]
    assert heights == sorted(heights)
    assert all(HORIZON < height <= drawing.height for height in heights)


def test_the_drawing_is_decoration():
    class Tags(html.parser.HTMLParser):
        found: list = []

        def handle_starttag(self, tag, attrs):
            self.found.append((tag, dict(attrs)))

    parser = Tags()
    parser.feed(
        Template("{% load cases_cms %}{% drawing 'a' accent=2 countries=codes year=2024 golden=True %}").render(
            Context({"codes": ["CN", "KE", "BR"]})
        )
    )
    svg = parser.found[0]
    assert (svg[0], svg[1]["aria-hidden"], svg[1]["focusable"]) == ("svg", "true", "false")
    assert [attrs["class"] for tag, attrs in parser.found if tag == "circle"] == [
        "cc-art__disc cc-art__disc--golden",
        *["cc-art__node"] * 3,
    ]
    assert not any("style" in attrs for _tag, attrs in parser.found)
