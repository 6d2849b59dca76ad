"""Reading on in a browser: a shortlist by keyboard, with JavaScript and without; copying; paper; what axe says."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.test_explorer import Visitor
from tests.browser.test_pages import OVERFLOW, SCHEMES, WIDTHS, watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")]

CASE = "/collection/2024/kaios-smart-feature-phone/"
CODES = ("2022.global-5g-event", "2022.huawei-ruralstar", "2023.2africa", "2024.kaios-smart-feature-phone")
COMPARED = "&".join(f"case={code}" for code in CODES)
LISTED = "&".join(f"shortlist={code}" for code in CODES)
STATES = {
    "side by side": f"{CASE}bilingual/",
    "case with a shortlist": f"{CASE}?{LISTED}",
    "explorer with a full shortlist": f"/collection/?{LISTED}",
    "list with a shortlist": f"/collection/?{LISTED}&view=list",
    "four compared": f"/collection/compare/?{COMPARED}",
    "whole texts": f"/collection/compare/?{COMPARED}&text=whole",
    "nothing to compare": "/collection/compare/?case=2024.nobody&case=%00",
}


def pick(code):
    """Selector of the link that puts a case on the list; a dot in an id is escaped."""
    return f'[id="cc-shortlist-{code}"]'


@pytest.mark.parametrize(("language", "script", "width"), [("en", False, 390), ("zh-hans", True, 1440)])
def test_a_shortlist_by_keyboard(contexts, demo_server, language, script, width):
    """Two cases from the explorer, compared; one removed; another chosen from a case's own page."""
    context = contexts(java_script_enabled=script, viewport={"width": width, "height": 900})
    page = context.new_page()
    messages, elsewhere = watch(page, demo_server)
    visitor = Visitor(page, f"{demo_server}/{language}/collection/?category=infrastructure")
    visitor.press(pick(CODES[0]))
    expect(page.locator(".cc-shortlist__item")).to_have_count(1)
    expect(page.locator(".cc-shortlist__more")).to_be_visible()
    visitor.press(pick(CODES[3]))
    expect(page.locator(".cc-shortlist__item")).to_have_count(2)
    assert visitor.query == [("category", "infrastructure"), ("shortlist", CODES[0]), ("shortlist", CODES[3])]

    visitor.press(".cc-shortlist .cc-button")
    expect(page.locator(".cc-compare__head")).to_have_count(2)
    assert (urlsplit(page.url).path, visitor.query) == (
        f"/{language}/collection/compare/",
        [("case", CODES[0]), ("case", CODES[3])],
    )
    titles = page.locator(".cc-compare__title").all_inner_texts()
    visitor.press(".cc-compare__remove >> nth=0")
    expect(page.locator(".cc-compare__head")).to_have_count(1)
    assert page.locator(".cc-compare__title").all_inner_texts() == titles[1:]
    visitor.press(".cc-empty a")
    expect(page.locator(".cc-shortlist__item")).to_have_count(1)

    visitor.press(".cc-shortlist__title")
    expect(page.locator(".cc-title")).to_have_text(titles[1])
    assert (urlsplit(page.url).path, visitor.query) == (f"/{language}{CASE}", [("shortlist", CODES[3])])
    visitor.press(pick(CODES[3]))
    expect(page.locator(".cc-shortlist")).to_have_count(0)
    assert urlsplit(page.url).query == ""
    assert (messages, elsewhere, context.cookies()) == ([], [], [])


def test_without_javascript_the_page_stays_where_it_was(contexts, demo_server):
    page = contexts(java_script_enabled=False, viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/")
    page.locator(pick(CODES[1])).click()
    assert page.url.endswith(f"?shortlist={CODES[1]}#cc-shortlist-{CODES[1]}")
    box = page.locator(pick(CODES[1])).bounding_box()
    assert 100 < box["y"] < 800


def test_live_the_page_stays_as_it_is(contexts, demo_server):
    page = contexts(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/")
    page.evaluate("window.kept = true")
    link = page.locator(pick(CODES[1]))
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    expect(page.locator(".cc-shortlist__item")).to_have_count(1)
    assert page.url == f"{demo_server}/en/collection/?shortlist={CODES[1]}"
    assert (page.evaluate("window.kept"), page.evaluate("document.activeElement.id")) == (
        True,
        f"cc-shortlist-{CODES[1]}",
    )
    assert abs(page.evaluate("scrollY") - before) < 2
    page.go_back()
    expect(page.locator(".cc-shortlist")).to_have_count(0)
    assert page.url == f"{demo_server}/en/collection/"


def test_at_four_it_says_so(contexts, demo_server):
    page = contexts(viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/?{LISTED}")
    assert page.locator(".cc-pick__link--chosen").count() == 4
    assert page.locator(".cc-pick__link:not(.cc-pick__link--chosen)").count() == 0
    assert page.locator(".cc-pick__full").first.inner_text() == "The list to compare is full (4)"
    page.locator(".cc-shortlist__clear").click()
    expect(page.locator(".cc-shortlist")).to_have_count(0)
    assert parse_qsl(urlsplit(page.url).query) == []


def test_copying(contexts, demo_server):
    context = contexts(viewport={"width": 1440, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{demo_server}/en{CASE}")
    button = page.locator('[data-copy="cc-address"]')
    button.click()
    expect(button).to_have_text("Copied")
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    read = "navigator.clipboard.readText()"
    assert page.evaluate(read) == page.locator("#cc-address").inner_text()
    page.locator(".cc-cite__summary").click()
    page.locator('[data-copy="cc-cite-ris"]').click()
    expect(page.locator('[data-copy="cc-cite-ris"]')).to_have_text("Copied")
    lines = page.evaluate(read).splitlines()
    assert (lines[0], lines[-1].strip()) == ("TY  - ELEC", "ER  -")
    expect(button).to_have_text("Copy link", timeout=5000)


def test_printing(contexts, demo_server):
    page = contexts(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{demo_server}/en{CASE}")
    page.locator("button[data-print]").click()
    assert page.evaluate("window.printed") is True


def test_without_javascript_no_button_stands_there(contexts, demo_server):
    page = contexts(java_script_enabled=False, viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{demo_server}/en{CASE}")
    page.locator(".cc-cite__summary").click()
    assert [button.is_visible() for button in page.locator(".cc-share button").all()] == [False] * 6
    assert page.locator("#cc-address").is_visible()
    assert page.locator("#cc-cite-gbt").is_visible()
    with page.expect_download() as download:
        page.locator(".cc-cite__files a").first.click()
    assert download.value.suggested_filename == "kaios-smart-feature-phone-2024.bib"


def test_a_printed_case_leads_back(contexts, demo_server):
    page = contexts(viewport={"width": 800, "height": 900}).new_page()
    page.goto(f"{demo_server}/zh-hans{CASE}?{LISTED}")
    page.emulate_media(media="print")
    shown = {
        selector: page.locator(selector).first.is_visible()
        for selector in (
            *(".cc-share__code svg", "#cc-address", ".cc-share__printed"),
            *(".cc-share__actions", ".cc-cite", ".cc-views", ".cc-pick", ".cc-shortlist", ".cc-steps-on", "#cc-near"),
        )
    }
    assert [selector for selector, is_shown in shown.items() if is_shown] == [
        ".cc-share__code svg",
        "#cc-address",
        ".cc-share__printed",
    ]
    assert "[EB/OL]" in page.locator(".cc-share__printed").inner_text()


def test_a_printed_comparison_shows_all_columns(contexts, demo_server):
    page = contexts(viewport={"width": 1000, "height": 700}).new_page()
    page.goto(f"{demo_server}/en/collection/compare/?{COMPARED}")
    page.emulate_media(media="print")
    boxes = [head.bounding_box() for head in page.locator(".cc-compare__head").all()]
    assert len(boxes) == 4
    assert max(box["x"] + box["width"] for box in boxes) <= 1000
    assert page.locator(".cc-compare__remove").first.is_visible() is False


def test_the_comparison_scrolls_by_keyboard_on_a_phone(contexts, demo_server):
    page = contexts(viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{demo_server}/en/collection/compare/?{COMPARED}")
    region = page.locator(".cc-compare")
    region.focus()
    for _step in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert region.evaluate("element => element.scrollLeft") > 100
    name = page.locator(".cc-compare__stay").first.bounding_box()
    assert 0 <= name["x"] < 30


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("state", STATES)
def test_states(contexts, demo_server, state, language):
    context = contexts(viewport={"width": WIDTHS[0], "height": 900})
    page = context.new_page()
    messages, elsewhere = watch(page, demo_server)
    page.goto(f"{demo_server}/{language}{STATES[state]}")
    for details in page.locator("details.cc-cite > summary").all():
        details.click()
    axe.load(page)
    found, overflow = {}, {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overflow[width] = page.evaluate(OVERFLOW)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            # At the end the bar stands in its place; axe takes what it covers anywhere else for too small to hit.
            page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            found[width, scheme] = axe.violations(page)
    assert overflow == dict.fromkeys(WIDTHS, 0)
    assert found == {(width, scheme): [] for width in WIDTHS for scheme in SCHEMES}
    assert (messages, elsewhere, context.cookies()) == ([], [], [])
