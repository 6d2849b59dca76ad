"""A stylesheet in one colour scheme, its tokens, and their contrast."""

import pytest

from cases_cms.core import schemes
from cases_cms.core.stylesheets import join

CSS = """
/* :root { --cc-paper: red; } */
:root { color-scheme: light dark; --cc-paper: #fff; --cc-ink: #000; --cc-space-1: 1rem; --cc-own: var(--cc-ink); }
:root:lang(zh),
.cc-host:lang(zh) { --cc-leading: 2; }
.x { --cc-paper: #123456; color: red; }
@media screen and (prefers-color-scheme: dark) { :root { --cc-paper: #111; } .x { color: blue; } }
@media ( prefers-color-scheme:light ) { :root { --cc-ink: #222; } }
@media print { :root { --cc-paper: #abcdef; } }
.x { color: green; }
"""


def test_the_question_for_the_scheme_is_answered_where_it_stands():
    dark, light = schemes.in_scheme(CSS, "dark"), schemes.in_scheme(CSS, "light")
    for css in (dark, light):
        assert "prefers-color-scheme" not in css
        assert css.index(".x { color: blue; }") < css.index(".x { color: green; }")
    assert "@media screen and (min-width: 0) { :root { --cc-paper: #111; }" in dark
    assert "@media (max-width: 0) { :root { --cc-ink: #222; }" in dark
    assert "@media screen and (max-width: 0) { :root { --cc-paper: #111; }" in light
    assert "{ color-scheme: dark;" in dark
    assert "{ color-scheme: light;" in light


def test_tokens_of_a_scheme():
    rest = {"--cc-space-1": "1rem", "--cc-own": "var(--cc-ink)"}
    assert schemes.read_tokens(CSS, "light") == {"--cc-paper": "#fff", "--cc-ink": "#222", **rest}
    assert schemes.read_tokens(CSS, "dark") == {"--cc-paper": "#111", "--cc-ink": "#000", **rest}
    assert schemes.read_tokens(CSS, "dark", ":root:lang(zh)") == {"--cc-leading": "2"}


def test_only_colours_are_colours():
    names = [colour.name for colour in schemes.colours(schemes.read_tokens(CSS, "dark"))]
    assert names == ["--cc-paper", "--cc-ink"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#fff", 4.48), ("#fff", "#767676", 4.54)],
)
def test_contrast(one, other, ratio):
    assert round(schemes.contrast(one, other), 2) == ratio


@pytest.mark.parametrize("scheme", schemes.SCHEMES)
def test_our_tokens_hold_what_they_are_for(scheme):
    tokens = schemes.read_tokens(join(), scheme)
    colours = {colour.name: colour for colour in schemes.colours(tokens)}
    text = ["--cc-ink", "--cc-ink-soft", "--cc-link", "--cc-gold", *(f"--cc-accent-{n}" for n in range(1, 9))]
    assert [name for name in text if not colours[name].holds_text] == []
    assert [name for name in ("--cc-line-strong", "--cc-focus") if not colours[name].holds_signs] == []


def test_the_schemes_differ():
    light, dark = (schemes.read_tokens(join(), scheme) for scheme in ("light", "dark"))
    assert light.keys() == dark.keys()
    assert light["--cc-paper"] != dark["--cc-paper"]
