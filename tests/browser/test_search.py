"""The site's search in a browser: without a script, by keyboard alone, for axe."""

import pytest

from tests.browser import axe
from tests.browser.test_pages import OVERFLOW, SCHEMES, WIDTHS, watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser")]

LANGUAGES = ("en", "zh-hans")
#: What is typed, a title with its slug that it finds, an official term.
TYPED = {
    "en": ("digi", "Alibaba Digital Poverty Reduction", "alibaba-digital-poverty-reduction", "digital divide"),
    "zh-hans": ("数", "数字敦煌", "digital-dunhuang", "数字鸿沟"),
}
PAGES = {
    "start": "",
    "found": "?q=KaiOS",
    "one kind": "?kind=cases&q=2024",
    "found in another language": "?q=%E6%95%A6%E7%85%8C",
    "corrected": "?q=dunhuan",
    "nothing": "?q=xyzzyplugh",
}


@pytest.fixture
def page(browser):
    """A page of a context of its own, on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def options(page):
    return [text.split("\n")[0].strip() for text in page.locator("[role=option]").all_inner_texts()]


def type_and_wait(page, text):
    """Type letter by letter; wait for the list."""
    page.locator("#cc-seek").focus()
    page.keyboard.type(text)
    page.locator("[role=listbox]").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page(browser, demo_server, page, name, language):
    messages, elsewhere = watch(page, demo_server)
    page.goto(f"{demo_server}/{language}/search/{PAGES[name]}", wait_until="load")
    axe.load(page)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert (name, width, page.evaluate(OVERFLOW)) == (name, width, 0)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[(width, scheme)] = axe.violations(page)
    assert found == {(width, scheme): [] for width in WIDTHS for scheme in SCHEMES}
    assert (messages, elsewhere, page.context.cookies()) == ([], [], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_by_keyboard(demo_server, page, language):
    """Typing opens them, arrows go round them and the field, Escape closes them, Enter leads there."""
    typed, title, slug, term = TYPED[language]
    messages, _elsewhere = watch(page, demo_server)
    page.goto(f"{demo_server}/{language}/search/")
    field = page.locator("#cc-seek")
    assert field.get_attribute("role") is None  # until somebody wants to type
    type_and_wait(page, typed)
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("[role=listbox]").get_attribute("id") == field.get_attribute("aria-controls")
    texts = options(page)
    assert (title in texts, term in texts) == (True, True)
    assert str(len(texts)) in page.locator(".cc-seek__field [role=status]").inner_text()
    assert field.get_attribute("aria-activedescendant") is None

    def active():
        return page.locator("[role=option][aria-selected=true]").all_inner_texts()

    axe.load(page)
    page.keyboard.press("ArrowDown")
    assert len(active()) == 1
    assert axe.violations(page) == []
    first = page.locator("[role=option]").first
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert (active(), field.get_attribute("aria-activedescendant")) == ([], None)
    page.keyboard.press("ArrowUp")
    assert active()[0].split("\n")[0].strip() == texts[-1]
    page.keyboard.press("ArrowDown")
    assert active() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert (active(), field.input_value()) == ([], typed)
    page.keyboard.press("Escape")
    assert page.locator("[role=listbox]").count() == 0
    assert (field.get_attribute("aria-expanded"), field.input_value()) == ("false", typed)
    page.keyboard.press("ArrowDown")
    page.locator("[role=listbox]").wait_for()
    page.keyboard.press("Tab")
    assert page.locator("[role=listbox]").count() == 0
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.locator("[role=listbox]").wait_for()
    for _each in range(texts.index(title) + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{slug}/")
    assert page.locator("h1").inner_text() == title
    assert messages == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_fills_in_the_words(demo_server, page, language):
    typed, _title, _slug, term = TYPED[language]
    page.goto(f"{demo_server}/{language}/search/")
    type_and_wait(page, typed)
    page.locator(f"[role=option][data-words='{term}']").click()
    page.wait_for_url("**/search/?q=*")
    assert page.locator("#cc-seek").input_value() == term
    assert int(page.locator("[data-total]").get_attribute("data-total")) > 0


def test_nothing_is_asked_while_a_word_is_composed(demo_server, page):
    """Pinyin on its way to Chinese is not what was meant; Enter then ends the composition."""
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggestions/" in request.url else None)
    page.goto(f"{demo_server}/zh-hans/search/")
    page.locator("#cc-seek").focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "shu", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(400)
    assert asked == []
    session.send("Input.insertText", {"text": "数"})
    page.locator("[role=listbox]").wait_for()
    assert [url.rpartition("=")[2] for url in asked] == ["%E6%95%B0"]


def test_what_was_typed_meanwhile_counts(demo_server, page):
    """A late answer to fewer letters never takes the place of the right one."""
    page.goto(f"{demo_server}/en/search/")

    late = []
    page.route(
        "**/suggestions/**",
        lambda route: late.append(route) if route.request.url.endswith("q=di") else route.continue_(),
    )
    page.locator("#cc-seek").focus()
    page.keyboard.type("di")
    page.wait_for_timeout(300)
    assert len(late) == 1
    page.keyboard.type("gital pov", delay=10)
    page.locator("[role=listbox]").wait_for()
    late[0].fulfill(body="<div role=listbox data-announce=late><div role=option>Late</div></div>")
    page.wait_for_timeout(300)
    assert options(page) == ["Alibaba Digital Poverty Reduction"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript(browser, demo_server, language):
    """From a page's header to a case: the link, the field, the kinds, all of one kind, the other language."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"{demo_server}/{language}/about/")
        page.locator(".site-search-link").click()
        page.locator("main input[name=q]").fill("2024")
        page.locator("main input[name=q]").press("Enter")
        assert page.url == f"{demo_server}/{language}/search/?q=2024"
        page.locator(".cc-found__more a[href*='kind=cases']").click()
        assert page.url == f"{demo_server}/{language}/search/?kind=cases&q=2024"
        total = int(page.locator("[data-total]").get_attribute("data-total"))
        assert total > page.locator(".cc-hit").count() > 5
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        page.locator(f'.cc-languages a[href^="/{other}/"]').click()
        assert page.url == f"{demo_server}/{other}/search/?kind=cases&q=2024"
        page.locator(".cc-hit__title a").first.click()
        assert page.locator(".cc-page--case h1").count() == 1
    finally:
        context.close()
