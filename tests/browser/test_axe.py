"""The test of the tests: axe runs the rules we name and finds what is wrong."""

import pytest

from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WRONG = """<!doctype html><html lang="en"><title>Wrong</title>
<style>a { display: inline-block; inline-size: 9px }</style>
<main><h1>Wrong</h1><h3>A level is missing</h3><img src="data:,"><p style="color: #ccc">Pale</p>
<a href="#a">A</a><a href="#b">B</a></main><p>Outside of all landmarks</p></html>"""


def test_rules_of_every_kind_are_run(browser):
    """One of A, one of AA, two best practices, and one that axe leaves off by default."""
    page = browser.new_page()
    try:
        page.set_content(WRONG)
        axe.load(page)
        assert {rule for rule, _nodes in axe.violations(page)} == {
            "image-alt",
            "color-contrast",
            "heading-order",
            "region",
            "target-size",
        }
        assert "image-alt" not in dict(axe.violations(page, excluded=["img"]))
    finally:
        page.close()
