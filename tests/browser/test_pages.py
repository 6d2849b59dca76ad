"""Every page type in a browser: both languages, a phone and a desk; axe, console, overflow, no script needed."""

import pytest

from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")]

WIDTHS = (390, 1440)
SCHEMES = ("light", "dark")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGE_TYPES = (
    "HomePage",
    "CollectionPage",
    "EditionPage",
    "CategoryPage",
    "CasePage",
    "StoriesIndexPage",
    "OutstandingStoryPage",
    "VoicesIndexPage",
    "VoicesPage",
    "JourneysIndexPage",
    "JourneyPage",
    "MembersIndexPage",
    "MemberOrganizationPage",
    "NewsIndexPage",
    "NewsPage",
    "GlossaryPage",
    "StandardPage",
)
EXTRA = {
    "case with figures": "/{}/collection/2023/cisco-networking-academy/",
    "case with everything around it": "/{}/collection/2024/kaios-smart-feature-phone/",
    "filtered": "/{}/collection/?category=culture&country=CN&q=a",
    "edition without cases": "/{}/collection/2021/",
    "call for cases": "/{}/collection/2025/",
    "schedule": "/{}/apply/schedule/",
    "criteria": "/{}/apply/criteria/",
    "benefits": "/{}/apply/benefits/",
    "terms found": "/{}/glossary/?q=case",
    "not found": "/{}/collection/2022/nothing-here/",
}


def address_of(name, language, type_addresses):
    """Path of a page type's first page, or of an extra address."""
    if name in EXTRA:
        return EXTRA[name].format(language)
    return type_addresses[(name, language)]


def watch(page, demo_server):
    """Lists that fill with the page's complaints on the console, and with addresses it asks elsewhere."""
    messages, elsewhere = [], []
    page.on("console", lambda message: messages.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((demo_server, "data:")) else elsewhere.append(request.url),
    )
    return messages, elsewhere


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", [*PAGE_TYPES, *EXTRA])
def test_page(browser, demo_server, type_addresses, name, language):
    """No violation, no message on the console, no request elsewhere, no cookie, nothing wider than the window."""
    path = address_of(name, language, type_addresses)
    # Without movement: axe would judge colours that are on their way from one scheme to the other.
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900}, reduced_motion="reduce")
    try:
        page = context.new_page()
        messages, elsewhere = watch(page, demo_server)
        response = page.goto(demo_server + path, wait_until="load")
        if response.status == 404:
            messages[:] = [text for text in messages if "404" not in text]
        axe.load(page)
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert (path, width, page.evaluate(OVERFLOW)) == (path, width, 0)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found[(width, scheme)] = axe.violations(page)
        assert (path, found) == (path, {(width, scheme): [] for width in WIDTHS for scheme in SCHEMES})
        assert (path, messages, elsewhere, context.cookies()) == (path, [], [], [])
    finally:
        context.close()


def test_every_page_type_is_looked_at(type_addresses):
    assert {name for name, _language in type_addresses} == set(PAGE_TYPES)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_filtering_without_javascript(browser, demo_server, language):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"{demo_server}/{language}/collection/?category=culture")
        total = int(page.locator("[data-total]").first.get_attribute("data-total"))
        assert total == 5
        page.locator("input[name=q]").first.fill("2024" if language == "en" else "敦煌")
        page.locator("input[name=q]").first.press("Enter")
        assert "category=culture" in page.url
        assert "q=" in page.url
        other = "zh-hans" if language == "en" else "en"
        page.locator(f'a[hreflang][href*="/{other}/collection/"]').first.click()
        assert f"/{other}/collection/" in page.url
        assert "category=culture" in page.url
    finally:
        context.close()
