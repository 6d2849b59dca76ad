"""Finding cases in a browser: by keyboard alone, with JavaScript and without; what is kept, heard and shared."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.test_pages import OVERFLOW, SCHEMES, watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")]

JOURNEYS = [("en", True, 1440), ("zh-hans", True, 390), ("en", False, 390), ("zh-hans", False, 1440)]
MAX_TABS = 250


class Visitor:
    """Somebody with a keyboard and nothing else."""

    def __init__(self, page, address):
        self.page = page
        page.goto(address)

    def press(self, selector):
        """Go to what is ``selector`` by the tabulator and press Enter."""
        wanted = self.page.locator(selector).first
        for _step in range(MAX_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                self.page.keyboard.press("Enter")
                return
        pytest.fail(f"{selector} is not reached by the tabulator")

    def open_filters(self):
        """Open the filters, where they are behind a line; the line is not there on a desk."""
        summary = self.page.locator("#cc-facets > summary")
        if summary.is_visible() and not self.page.locator("#cc-facets").evaluate("element => element.open"):
            self.press("#cc-facets > summary")

    def choose(self, facet, value):
        """Choose a value, opening what it is in; what is found then is what its number said."""
        self.open_filters()
        link = self.page.locator(f"#cc-value-{facet}-{value}")
        expect(link).to_be_attached()
        if not link.is_visible():
            self.press(f"details.cc-values__group:has(#cc-value-{facet}-{value}) > summary")
        count = link.get_attribute("data-count")
        self.press(f"#cc-value-{facet}-{value}")
        expect(self.page.locator(f"#cc-value-{facet}-{value}")).to_have_attribute("aria-current", "true")
        expect(self.page.locator("[data-total]")).to_have_attribute("data-total", count)

    @property
    def query(self):
        return parse_qsl(urlsplit(self.page.url).query)

    @property
    def total(self):
        return int(self.page.locator("[data-total]").get_attribute("data-total"))


@pytest.mark.parametrize(("language", "script", "width"), JOURNEYS)
def test_journey_by_keyboard(contexts, demo_server, language, script, width):
    """Cases of a category in a country of a year; one filter away; the list in another order and shape; words."""
    context = contexts(java_script_enabled=script, viewport={"width": width, "height": 900})
    page = context.new_page()
    messages, elsewhere = watch(page, demo_server)
    visitor = Visitor(page, f"{demo_server}/{language}/collection/")
    if script:
        page.evaluate("window.kept = true")
    everything = visitor.total
    visitor.choose("category", "culture")
    visitor.choose("country", "CN")
    visitor.choose("year", "2024")
    assert visitor.query == [("category", "culture"), ("country", "CN"), ("year", "2024")]
    assert 0 < visitor.total < everything
    found = visitor.total

    visitor.press(".cc-chips a >> nth=0")
    expect(page.locator(".cc-chips__list > li")).to_have_count(3)
    assert visitor.query == [("country", "CN"), ("year", "2024")]
    assert visitor.total > found

    visitor.press("#cc-view-list")
    expect(page.locator(".cc-brief__case")).to_have_count(visitor.total)
    visitor.press("#cc-sort-title")
    expect(page.locator("#cc-sort-title")).to_have_attribute("aria-current", "true")
    titles = page.locator(".cc-brief__title").all_inner_texts()
    assert visitor.query == [("country", "CN"), ("sort", "title"), ("view", "list"), ("year", "2024")]
    if language == "en":
        assert titles == sorted(titles, key=str.casefold)

    visitor.press("#cc-view-countries")
    expect(page.locator(".cc-atlas--filter")).to_be_visible()
    count = int(page.locator("#cc-tile-KE .cc-atlas__number [aria-hidden]").inner_text())
    both = page.locator("#cc-value-country-KE").get_attribute("data-count")
    assert count == int(both)
    visitor.press("#cc-row-CN")
    expect(page.locator("#cc-row-CN")).not_to_have_attribute("aria-current", "true")
    visitor.press("#cc-tile-KE")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", both)
    visitor.press("#cc-view-cards")
    expect(page.locator(".cc-card")).to_have_count(int(both))

    visitor.press(".cc-chip--clear")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", str(everything))
    visitor.choose("category", "culture")
    for _step in range(MAX_TABS):
        page.keyboard.press("Shift+Tab")
        if page.locator("#cc-words").evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type("xyzzyplugh")
    page.keyboard.press("Enter")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "0")
    assert visitor.query == [("category", "culture"), ("q", "xyzzyplugh"), ("sort", "title")]
    offer = page.locator(".cc-offers__link").first
    promised = re.search(r"(\d+)", offer.inner_text().partition("xyzzyplugh")[2])[1]
    visitor.press(".cc-offers__link >> nth=0")
    expect(page.locator("[data-total]")).to_have_attribute("data-total", promised)
    if script:
        # All this was one page.
        assert page.evaluate("window.kept") is True
    assert (messages, elsewhere, context.cookies()) == ([], [], [])


def test_a_value_is_found_by_typing_without_javascript(contexts, demo_server):
    page = contexts(java_script_enabled=False, viewport={"width": 390, "height": 900}).new_page()
    visitor = Visitor(page, f"{demo_server}/en/collection/?category=infrastructure")
    visitor.open_filters()
    page.locator("#cc-find-country").fill("ken")
    page.locator("#cc-find-country").press("Enter")
    expect(page.locator("#cc-value-country-KE")).to_be_visible()
    assert page.locator("#cc-values-country .cc-value").count() == 1
    count = page.locator("#cc-value-country-KE").get_attribute("data-count")
    page.locator("#cc-value-country-KE").click()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", count)
    assert visitor.query == [("category", "infrastructure"), ("country", "KE")]


# --- With htmx -----------------------------------------------------------------------------------------------


@pytest.fixture
def live(contexts, demo_server):
    """A page of the Collection in English on a desk; its complaints are looked at in the end."""
    context = contexts(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    messages, elsewhere = watch(page, demo_server)
    page.server, page.messages = demo_server, messages
    page.goto(f"{demo_server}/en/collection/")
    page.evaluate("window.kept = true")
    yield page
    assert (messages, elsewhere, context.cookies()) == ([], [], [])


def said(page, text):
    """Wait until a screen reader has been told ``text``."""
    expect(page.locator("#cc-announce")).to_have_text(text)


def test_live_address_history_focus_and_announcement(live):
    page, plain = live, live.url
    page.locator("#cc-value-category-culture").focus()
    page.evaluate("scrollTo(0, 400)")
    page.keyboard.press("Enter")
    said(page, "5 cases")
    assert page.url == f"{plain}?category=culture"
    assert page.evaluate("[document.activeElement.id, scrollY]") == ["cc-value-category-culture", 400]
    language = page.locator("#cc-languages a[hreflang=zh-Hans]")
    assert language.get_attribute("href") == "/zh-hans/collection/?category=culture"
    assert page.locator("#cc-explorer").get_attribute("aria-busy") is None

    page.locator("details.cc-values__group:has(#cc-value-country-CN) > summary").click()
    page.locator("#cc-value-country-CN").click()
    said(page, "3 cases")
    assert page.url == f"{plain}?category=culture&country=CN"
    assert page.locator("#cc-value-country-CN").is_visible()
    # A chip that goes leaves the focus to the next one.
    page.locator(".cc-chips a").first.focus()
    page.keyboard.press("Enter")
    said(page, "13 cases")
    assert page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ').trim()") == (
        "Remove Countries and regions: China"
    )

    page.go_back()
    said(page, "3 cases")
    assert page.url == f"{plain}?category=culture&country=CN"
    page.go_back()
    said(page, "5 cases")
    page.go_back()
    expect(page.locator("[data-total]")).to_have_attribute("data-total", "18")
    assert page.url == plain
    assert page.locator("#cc-languages a[hreflang=zh-Hans]").get_attribute("href") == "/zh-hans/collection/"
    page.go_forward()
    said(page, "5 cases")
    assert page.evaluate("window.kept") is True
    # The address alone says the same.
    page.reload()
    assert page.locator("[data-total]").get_attribute("data-total") == "5"


def test_choices_made_faster_than_the_server_answers_all_count(live):
    page, plain = live, live.url
    held = []
    page.route("**/collection/?*", lambda route: held.append(route) if not held else route.continue_())
    for value in ("category-culture", "year-2024", "category-culture", "outstanding-yes"):
        page.locator(f"#cc-value-{value}").click()
    expect(page.locator("#cc-explorer")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.locator("#cc-value-outstanding-yes")).to_have_attribute("aria-current", "true")
    assert page.url == f"{plain}?category=culture&outstanding=yes&year=2024"
    assert page.evaluate("window.kept") is True


def test_live_finding_of_a_value(live):
    page, plain = live, live.url
    field = page.locator("#cc-find-country")
    field.focus()
    page.keyboard.type("ken")
    said(page, "1 found")
    assert page.locator("#cc-values-country .cc-value").all_inner_texts() == ["Kenya\n3\n, 3 cases"]
    assert page.evaluate("document.activeElement.id") == "cc-find-country"
    assert page.url == plain
    page.locator("#cc-value-country-KE").click()
    said(page, "3 cases")
    assert page.url == f"{plain}?country=KE"
    assert page.evaluate("document.activeElement.id") == "cc-value-country-KE"
    page.locator("#cc-find-country").press_sequentially("zzz")
    said(page, "Nothing else here is called “zzz”.")
    assert page.evaluate("window.kept") is True


def test_live_pages_of_a_list(live, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "PAGE_SIZE": 4}
    page = live
    page.goto(f"{page.server}/en/collection/?category=culture")
    page.locator(".cc-pagination__step[rel=next]").click()
    page.wait_for_url("**/?category=culture&page=2")
    expect(page.locator(".cc-card")).to_have_count(1)
    assert page.title().startswith("Collection of Practice Cases (page 2)")
    # The list's beginning is seen, and is where the tabulator goes on from.
    assert page.evaluate("document.activeElement.id") == "cc-results"
    assert -1 < page.locator("#cc-results").bounding_box()["y"] < 100


def test_the_filters_stay_as_they_were_left(contexts, demo_server):
    page = contexts(viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/")
    page.locator("#cc-facets > summary").click()
    page.locator("#cc-facet-year > summary").click()
    page.locator("#cc-value-category-culture").click()
    said(page, "5 cases")
    states = "ids => ids.map(id => document.getElementById(id).open)"
    assert page.evaluate(states, ["cc-facets", "cc-facet-year", "cc-facet-category"]) == [True, False, True]
    assert page.locator("#cc-facets > summary").inner_text() == "Filters (1)"
    page.locator("#cc-facets > summary").click()
    page.locator(".cc-chip").first.click()
    said(page, "18 cases")
    assert page.evaluate(states, ["cc-facets"]) == [False]


def test_words_leave_the_keyboard_of_a_phone(contexts, demo_server):
    """After a search the field has not the focus, or the phone's keyboard would lie over the results."""
    page = contexts(viewport={"width": 390, "height": 900}, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{demo_server}/en/collection/")
    page.locator("#cc-words").fill("dunhuang")
    page.locator("#cc-words").press("Enter")
    page.wait_for_url("**/?q=dunhuang")
    expect(page.locator("#cc-results")).to_be_focused()


@pytest.mark.parametrize("failure", ["refused", "server error"])
def test_what_fails_is_left_to_the_browser(contexts, demo_server, failure):
    page = contexts(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/")

    def answer(route):
        if route.request.resource_type != "xhr":
            route.continue_()
        elif failure == "refused":
            route.abort()
        else:
            route.fulfill(status=500, body="Not today")

    page.route("**/collection/?*", answer)
    with page.expect_navigation():
        page.locator("#cc-value-category-culture").click()
    assert page.locator("[data-total]").get_attribute("data-total") == "5"
    assert page.url.endswith("/en/collection/?category=culture")


def test_a_link_to_a_case_is_no_part_of_the_list(live):
    live.locator(".cc-card__link").first.click()
    live.wait_for_load_state()
    assert live.evaluate("window.kept === undefined") is True
    live.go_back()
    expect(live.locator("[data-total]")).to_have_attribute("data-total", "18")


# --- What everybody needs ---------------------------------------------------------------------------------------

STATES = {
    "all": "",
    "chosen": "category=culture&country=CN&country=KE&year=2024",
    "compact": "country=CN&view=list",
    "countries": "category=culture&country=CN&order=cases&view=countries",
    "looking for a value": "find-country=a&find-organization=a",
    "nothing": "category=culture&q=xyzzyplugh",
    "unknown": "category=none&sort=sideways",
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("state", STATES)
def test_states(contexts, demo_server, state, language):
    """Everything open: axe finds nothing, nothing is wider than the window, nothing complains."""
    page = contexts(viewport={"width": 390, "height": 900}).new_page()
    messages, elsewhere = watch(page, demo_server)
    page.goto(f"{demo_server}/{language}/collection/?{STATES[state]}".rstrip("?"))
    page.evaluate("document.querySelectorAll('#cc-explorer details').forEach(each => { each.open = true })")
    axe.load(page)
    found, overflow = {}, {}
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        overflow[width] = page.evaluate(OVERFLOW)
        for scheme in SCHEMES if width > 320 else ():
            page.emulate_media(color_scheme=scheme)
            found[width, scheme] = axe.violations(page)
    assert overflow == {320: 0, 390: 0, 1440: 0}
    assert found == {(width, scheme): [] for width in (390, 1440) for scheme in SCHEMES}
    assert (messages, elsewhere) == ([], [])


def test_print(contexts, demo_server):
    """On paper stands what was chosen and found, and nothing to press."""
    page = contexts(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/?category=culture")
    page.emulate_media(media="print")
    shown = {
        selector: page.locator(selector).first.is_visible()
        for selector in (
            ".cc-explorer > .cc-seek",
            ".cc-facets",
            ".cc-explorer__ways",
            ".cc-chip--clear",
            ".cc-chip",
            ".cc-card",
        )
    }
    assert shown == {
        ".cc-explorer > .cc-seek": False,
        ".cc-facets": False,
        ".cc-explorer__ways": False,
        ".cc-chip--clear": False,
        ".cc-chip": True,
        ".cc-card": True,
    }
