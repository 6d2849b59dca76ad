"""Every page type in a browser: both languages, a phone and a desk; axe, console, overflow, no script needed."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")]

WIDTHS = (390, 1440)
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
    "StandardPage",
)
EXTRA = {
    "case with figures": "/{}/collection/2023/cisco-networking-academy/",
    "case with everything around it": "/{}/collection/2024/kaios-smart-feature-phone/",
    "filtered": "/{}/collection/?category=culture&country=CN&q=a",
    "nothing found": "/{}/collection/?q=xyzzyplugh",
    "unknown value": "/{}/collection/?category=none",
    "edition without cases": "/{}/collection/2021/",
    "call for cases": "/{}/collection/2025/",
    "schedule": "/{}/apply/schedule/",
    "criteria": "/{}/apply/criteria/",
    "benefits": "/{}/apply/benefits/",
    "not found": "/{}/collection/2022/nothing-here/",
}


def address_of(name, language, type_addresses):
    """Path of a page type's first page, or of an extra address."""
    if name in EXTRA:
        return EXTRA[name].format(language)
    return type_addresses[(name, language)]


def check_page(page, demo_server, path):
    """No violation, no message on the console, no request elsewhere, nothing wider than the window."""
    messages, elsewhere = [], []
    page.on("console", lambda message: messages.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((demo_server, "data:")) else elsewhere.append(request.url),
    )
    response = page.goto(demo_server + path, wait_until="load")
    if response.status == 404:
        messages[:] = [text for text in messages if "404" not in text]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (path, messages, elsewhere, overflow) == (path, [], [], 0)
    assert page.context.cookies() == []
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    found = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
        for violation in results.response["violations"]
    ]
    assert (path, found) == (path, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", [*PAGE_TYPES, *EXTRA])
def test_page(browser, demo_server, type_addresses, name, language, scheme):
    path = address_of(name, language, type_addresses)
    # The narrow window in light, the wide one in dark, and the other way round for the other language.
    narrow_first = (language == "en") == (scheme == "light")
    width = WIDTHS[0] if narrow_first else WIDTHS[1]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        check_page(context.new_page(), demo_server, path)
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
