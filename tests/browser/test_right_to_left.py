"""Every page type in Arabic, a phone and a desk, light and dark: axe, overflow, direction."""

import pytest
from django.db import transaction
from wagtail.models import Page

from tests import factories
from tests.browser import axe
from tests.browser.test_pages import OVERFLOW, PAGE_TYPES, SCHEMES, WIDTHS
from tests.loaded_demo import addresses_by_type, live_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")]

#: Stands before the English of pages that the demonstration does not have in Arabic: both directions in one line.
MARK = "نص عربي للاختبار: "
EXTRA = {
    "bilingual": "/ar/collection/2024/a-taste-of-china/bilingual/",
    "countries": "/ar/collection/?view=countries",
    "compact": "/ar/collection/?view=list&q=الصين",
    "compare": "/ar/collection/compare/?case=2024.a-taste-of-china&case=2024.china-unicom-anti-fraud",
    "search": "/ar/search/?q=التعاون",
    "not found": "/ar/nothing-here/",
}


@pytest.fixture(scope="module")
def arabic_addresses(demo, django_db_blocker):
    """``{page type: path}`` in Arabic; what the demonstration lacks is translated here, and taken back in the end."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(factories, "MARK", MARK)
        have = {name for name, language in addresses_by_type(live_pages()) if language == "ar"}
        english = Page.objects.live().filter(locale__language_code="en", depth__gt=1).specific().order_by("path")
        for page in english:
            if (name := type(page).__name__) in PAGE_TYPES and name not in have:
                factories.translate(page, language="ar")
                have.add(name)
        found = addresses_by_type(live_pages())
        yield {name: path for (name, language), path in found.items() if language == "ar"}
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [*PAGE_TYPES, *EXTRA])
def test_page(browser, demo_server, arabic_addresses, name):
    path = EXTRA.get(name) or arabic_addresses[name]
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.goto(demo_server + path, wait_until="load")
        root = page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("ar", "rtl")
        axe.load(page)
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert (path, width, page.evaluate(OVERFLOW)) == (path, width, 0)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found[(width, scheme)] = axe.violations(page)
        assert (path, found) == (path, {(width, scheme): [] for width in WIDTHS for scheme in SCHEMES})
        # The brand is at the right edge, where a line begins.
        brand = page.locator(".site-brand").bounding_box()
        assert (path, brand["x"] + brand["width"] > WIDTHS[1] / 2) == (path, True)
    finally:
        context.close()


def test_no_text_of_another_direction_is_without_its_own(browser, demo_server, arabic_addresses):
    """English and Chinese titles on the Arabic home page say their language and their direction."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.goto(demo_server + "/ar/")
        wrong = page.evaluate(
            """() => [...document.querySelectorAll("main [lang]")]
                .filter((each) => each.lang !== "ar" && each.dir !== "ltr" && !each.closest(".cc-languages"))
                .map((each) => each.outerHTML.slice(0, 120))"""
        )
        assert wrong == []
        assert page.locator("main [lang=en][dir=ltr]").count() > 5
    finally:
        context.close()
