"""The translators' editor in a browser: keys, saving by itself, two people, a lost connection, the preview, axe."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from cases_cms.demo.accounts import ACCOUNTS
from cases_cms.localization.models import SegmentVersion
from tests.browser import axe
from tests.browser.test_admin_pages import ours

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser-admin")]

SAVED = "document.querySelector('[data-save-state]').dataset.saveState === 'saved'"


@pytest.fixture(scope="module")
def translation(demo):
    key = Page.objects.get(slug="a-taste-of-china", locale__language_code="en").translation_key
    return Translation.objects.get(source__object_id=key, target_locale__language_code="zh-hans")


@pytest.fixture
def open_editor(browser, demo_server, translation):
    client = Client()
    assert client.login(username=ACCOUNTS[0].username, password=ACCOUNTS[0].password)
    contexts = []

    def open_(query="", **options):
        values = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", "locale": "en", **options}
        context = browser.new_context(**values)
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": demo_server}])
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(demo_server + reverse("localization:translate", args=[translation.pk]) + query)
        page.wait_for_function("window.casesEditor?.editor !== undefined")
        return page

    yield open_
    for context in contexts:
        context.close()


def field(page, number):
    return page.locator("[data-text]").nth(number)


def stored(translation, page, number):
    """What is saved of the segment that stands at ``number`` on the page."""
    pk = page.locator("[data-segment]").nth(number).get_attribute("data-segment")
    segment = translation.source.stringsegment_set.get(pk=pk)
    return StringTranslation.objects.get(
        translation_of=segment.string, context=segment.context, locale=translation.target_locale
    ).data


def test_what_is_typed_is_saved_by_itself(open_editor, translation):
    page = open_editor()
    before = stored(translation, page, 1)
    field(page, 1).click()
    field(page, 1).press("Control+End")
    page.keyboard.insert_text("新增")
    assert page.locator("[data-save-text]").text_content() == "Not saved yet"
    page.wait_for_function(SAVED)
    assert stored(translation, page, 1) == before + "新增"
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('cases-translation'))") == []
    # The browser's own “undo” takes back what the editor put into the field, too.
    page.evaluate("casesEditor.editor.line.put('全部', { whole: true })")
    assert field(page, 1).input_value() == "全部"
    page.keyboard.press("Control+z")
    assert field(page, 1).input_value() == before + "新增"
    page.wait_for_function(SAVED)
    assert page.faults == []


def test_by_keyboard_alone(open_editor, translation):
    page = open_editor()
    field(page, 0).focus()
    page.keyboard.press("Alt+ArrowDown")
    assert field(page, 1).evaluate("element => element === document.activeElement")
    page.keyboard.press("Alt+ArrowUp")
    assert field(page, 0).evaluate("element => element === document.activeElement")
    rich = page.locator("[data-segment]:has([data-opening='<b>']) [data-text]").first
    rich.focus()
    rich.press("Control+End")
    length = len(rich.input_value())
    page.keyboard.press("Alt+1")
    assert rich.input_value()[length:] == "<b></b>"
    page.keyboard.type("x")
    assert rich.input_value()[length:] == "<b>x</b>"
    page.keyboard.press("Control+s")
    page.wait_for_function(SAVED)
    page.keyboard.press("Alt+Slash")
    assert page.locator("[data-keys-list]").evaluate("dialog => dialog.open")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-help] [data-talk]")
    page.keyboard.press("Alt+k")
    assert page.evaluate("document.activeElement.id") == "new-comment"
    assert page.faults == []


def test_two_people_in_one_segment_choose(open_editor, translation):
    mine, theirs = open_editor(), open_editor()
    field(theirs, 2).fill("他们的译文")
    theirs.wait_for_function(SAVED)
    field(mine, 2).fill("我的译文")
    mine.wait_for_selector("[data-conflict][open]")
    assert stored(translation, mine, 2) == "他们的译文"
    assert (mine.input_value("[data-mine]"), mine.input_value("[data-theirs]")) == ("我的译文", "他们的译文")
    mine.wait_for_timeout(500)
    assert SegmentVersion.objects.filter(text="我的译文").count() == 1  # set aside once
    mine.keyboard.press("Escape")
    assert mine.locator("[data-conflict]").evaluate("dialog => dialog.open")
    mine.fill("[data-mine]", "合并的译文")
    mine.click("[data-take=mine]")
    mine.wait_for_function(SAVED)
    assert (stored(translation, mine, 2), field(mine, 2).input_value()) == ("合并的译文", "合并的译文")
    field(theirs, 2).fill("又一个")
    theirs.wait_for_selector("[data-conflict][open]")
    theirs.click("[data-take=theirs]")
    theirs.wait_for_function(SAVED)
    assert (stored(translation, theirs, 2), field(theirs, 2).input_value()) == ("合并的译文", "合并的译文")
    assert mine.faults + theirs.faults == []


def test_without_a_connection_texts_stay_on_the_device(open_editor, translation):
    page = open_editor()
    before = stored(translation, page, 1)
    page.context.set_offline(True)
    field(page, 1).fill("离线的译文")
    page.wait_for_function("document.querySelector('[data-save-state]').dataset.saveState === 'offline'")
    assert "离线的译文" in page.evaluate("JSON.stringify(localStorage)")
    assert stored(translation, page, 1) == before
    page.context.set_offline(False)
    page.wait_for_function(SAVED)
    assert stored(translation, page, 1) == "离线的译文"
    # Somebody closed the window before it was saved: the text is there again, and is saved.
    pk = page.locator("[data-segment]").nth(1).get_attribute("data-segment")
    entry = {"text": "昨天的译文", "rich": "", "version": page.input_value(f"[name=version-{pk}]"), "source": "x"}
    key = page.evaluate("casesEditor.editor.config.key")  # of the translation and the person: devices are shared
    page.evaluate("([key, entries]) => localStorage.setItem(key, JSON.stringify(entries))", [key, {pk: entry}])
    page.reload()
    page.wait_for_selector(".cases-ed-notice")
    page.wait_for_function(SAVED)
    assert stored(translation, page, 1) == "昨天的译文"
    assert page.faults == []


def test_what_is_begun_stays(open_editor, translation):
    page, held = open_editor(), []
    field(page, 1).click()
    page.wait_for_selector("[data-help] [data-talk]")
    page.fill("#new-comment", "Is this the river, or")
    with page.expect_response("**/segments/*/"):
        field(page, 2).click()
    page.wait_for_function("document.querySelector('#new-comment').value === ''")
    field(page, 1).click()
    page.wait_for_function("document.querySelector('#new-comment').value === 'Is this the river, or'")
    # Typed while the machine works: one is asked, nothing is put in place of it.
    page.route("**/machine/", lambda route: held.append(route))
    page.click("[data-machine] button")
    while not held:
        page.wait_for_timeout(50)
    page.route("**/save/", lambda route: route.abort())
    field(page, 1).fill("我自己写的")
    page.unroute("**/save/")
    held[0].continue_()
    page.wait_for_selector("[data-conflict][open]")
    assert page.input_value("[data-mine]") == "我自己写的"
    page.click("[data-take=mine]")
    page.wait_for_function(SAVED)
    assert stored(translation, page, 1) == "我自己写的"


def test_the_preview_follows_what_is_typed(open_editor, translation):
    page = open_editor()
    before = stored(translation, page, 0)
    page.click("#tab-preview")
    frame = page.frame_locator("[data-frame] iframe:not(.is-coming)")
    frame.locator("h1").wait_for()
    steps = page.evaluate("history.length")
    page.route("**/save/", lambda route: route.abort())
    field(page, 0).fill("尚未保存的题目")
    frame.locator("h1", has_text="尚未保存的题目").wait_for()
    assert (stored(translation, page, 0), page.evaluate("history.length")) == (before, steps)
    # A click in the page leads to the text.
    summary = field(page, 2).input_value()
    frame.get_by_text(summary[:20]).first.click()
    page.wait_for_function("document.activeElement.matches('[data-text]')")
    assert page.evaluate("document.activeElement.value") == summary
    page.unroute("**/save/")
    page.evaluate("casesEditor.editor.flush()")
    page.wait_for_function(SAVED)
    assert page.faults == []


@pytest.mark.parametrize(("width", "language"), [(390, "zh-CN"), (1440, "en")])
def test_the_editor_in_use_passes_axe(open_editor, width, language):
    page = open_editor("?segment=0", viewport={"width": width, "height": 900}, locale=language)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    field(page, 3).click()
    if width < 1000:
        page.click("[data-open=help]")
    page.wait_for_selector("[data-help] [data-talk]")
    axe.load(page)
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = ours("translate", axe.violations(page))
    page.evaluate("document.querySelector('[data-keys-list]').showModal()")
    found["keys"] = ours("translate", axe.violations(page))
    assert (found, page.faults) == ({"light": [], "dark": [], "keys": []}, [])
