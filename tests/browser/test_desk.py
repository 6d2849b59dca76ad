"""Writing in the admin, in a browser: what is counted, suggested and found while one writes."""

import html as html_module
import json

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.counting import measure
from cases_cms.demo.accounts import ACCOUNTS
from tests.browser.axe import load, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser-admin")]

LANGUAGES = ("en", "zh-hans")
TEXTS = [
    "",
    "Hello, world.",
    "数字，丝绸。之路！",
    "KaiOS智能手机操作系统",
    "以5G网络覆盖98%的村庄",
    "A-B测试 and/or state-of-the-art",
    "don't don’t ’tis rock'n'roll",
    "2,100 people, 3.5 million, 1.2.3, 4.",
    "— … · “” （）",
    "cafe\u0301 naïve नमस्ते",
    "한국 Россия العربية",
    "𠀀𠮷𪜶〇々",
    "Tom & Jerry <b>",
    "5\u00a0km",
]
FRAGMENTS = [
    "<p>one</p><p>two</p>",
    "<ul><li>one</li><li>two</li></ul><p>three</p>",
    "<p>one<br/>two</p>",
    "<p>in<b>side</b> <i>wo</i>rd</p>",
    "<p>数</p><p>字</p>",
    '<p><a href="https://example.org/a b c">link 链接</a>s</p>',
    "<p>A &amp; B &lt;tag&gt;</p>",
]


@pytest.fixture(scope="module", params=LANGUAGES)
def desk(browser, demo_server, request):
    """A page of the admin, logged in, with the admin in one of its languages."""
    locale = {"en": "en-GB", "zh-hans": "zh-CN"}[request.param]
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale=locale)
    page = context.new_page()
    page.goto(demo_server + reverse("wagtailadmin_login"))
    page.fill("#id_username", ACCOUNTS[0].username)
    page.fill("#id_password", ACCOUNTS[0].password)
    page.press("#id_password", "Enter")
    page.wait_for_url(demo_server + reverse("wagtailadmin_home"))
    page.server = demo_server
    page.language = request.param
    yield page
    context.close()


def open_new_case(page, language="zh-hans"):
    """The form of a new case below the edition of 2024."""
    edition = EditionPage.objects.get(year=2024, locale__language_code=language)
    page.goto(page.server + reverse("wagtailadmin_pages:add", args=["cases_collection", "casepage", edition.pk]))
    page.wait_for_selector(".cases-countries")


def test_the_browser_counts_as_the_server_does(desk):
    open_new_case(desk)
    converter = ContentstateConverter(features=SECTION_FEATURES)
    fragments = [f"<p>{html_module.escape(text, quote=False)}</p>" for text in TEXTS] + FRAGMENTS
    stored = [converter.from_database_format(fragment) for fragment in fragments]
    count = "values => values.map(value => casesCounting.measure(casesCounting.textOf(value)))"
    counted = [(length["words"], length["characters"]) for length in desk.evaluate(count, stored)]
    expected = [measure(fragment) for fragment in fragments]
    assert counted == [(length.words, length.characters) for length in expected]
    plain = desk.evaluate(count, TEXTS)
    again = [measure(html_module.escape(text)) for text in TEXTS]
    assert [(length["words"], length["characters"]) for length in plain] == [
        (length.words, length.characters) for length in again
    ]


def test_the_counter_follows_what_is_typed(desk):
    open_new_case(desk)
    counter, status = desk.locator(".cases-length"), desk.locator(".cases-length [role=status]")
    expected = {
        "en": ("6 of 1200 Chinese characters", "1194 characters left", "1 of 960 words"),
        "zh-hans": ("已写6个汉字，上限1200个", "还可以写1194个汉字", "已写1个单词，上限960个"),
    }[desk.language]
    desk.locator('[data-contentpath="background"] [contenteditable=true]').first.click()
    desk.keyboard.insert_text("数字丝绸之路 Beidou")
    for target, text in zip(("count", "room", "other"), expected, strict=True):
        desk.wait_for_function(
            "([target, text]) => document.querySelector(`[data-cases-length-target=${target}]`).textContent === text",
            arg=[target, text],
        )
    assert counter.get_attribute("data-over") is None
    desk.keyboard.insert_text("字" * 1195)
    desk.wait_for_selector(".cases-length[data-over]")
    over = {"en": "1 characters too many: shorten the text", "zh-hans": "超出1个汉字，请精简"}[desk.language]
    assert counter.locator("[data-cases-length-target=room]").text_content() == over
    # A screen reader is told when one pauses, not at each letter.
    assert over not in status.text_content()
    desk.wait_for_function(
        "text => document.querySelector('.cases-length [role=status]').textContent.includes(text)", arg=over
    )


def test_a_chinese_title_suggests_its_pinyin(desk):
    open_new_case(desk)
    desk.locator("#id_title").press_sequentially("重庆的数字乡村")
    desk.locator("#id_title").press("End")  # a keyboard with an input method sends keys, Playwright the text alone
    slug = "document.querySelector('#id_slug').value"
    desk.wait_for_function(f"{slug} === 'chong-qing-de-shu-zi-xiang-cun'")
    desk.locator("#id_title").press_sequentially(" 5G")
    desk.wait_for_function(f"{slug} === 'chong-qing-de-shu-zi-xiang-cun-5g'")
    # What somebody wrote stays.
    desk.evaluate("document.querySelector('#id_slug').value = 'my-own'")
    desk.locator("#id_summary").focus()
    desk.locator("#id_title").focus()
    desk.locator("#id_title").press_sequentially("2")
    desk.wait_for_timeout(800)
    assert desk.evaluate(slug) == "my-own"


def test_countries_are_found_and_ticked_by_the_keyboard(desk):
    open_new_case(desk)
    search = desk.locator("#id_countries-search")
    for sought in ("kenya", "法国", "br"):
        search.fill(sought)
        search.press("Enter")
    selected = "[...document.querySelector('#id_countries').selectedOptions].map(option => option.value).sort()"
    assert desk.evaluate(selected) == ["BR", "FR", "KE"]
    tags = desk.locator(".cases-countries__tag")
    assert tags.count() == 3
    tags.first.press("Enter")
    assert len(desk.evaluate(selected)) == 2
    assert desk.evaluate("document.activeElement.className") == "cases-countries__tag"


def test_countries_without_a_script_are_a_plain_list(browser, demo_server, desk):
    context = browser.new_context(java_script_enabled=False, storage_state=desk.context.storage_state())
    try:
        page = context.new_page()
        case = CasePage.objects.live().first()
        page.goto(demo_server + reverse("wagtailadmin_pages:edit", args=[case.pk]))
        assert page.locator("#id_countries option:checked").count() == len(case.countries)
        assert page.locator(".cases-countries").count() == 0
    finally:
        context.close()


def test_axe_finds_nothing_of_ours_in_the_form_of_a_case(desk):
    case = CasePage.objects.get(slug="huawei-ruralstar", locale__language_code="en")
    desk.goto(desk.server + reverse("wagtailadmin_pages:edit", args=[case.pk]))
    desk.wait_for_selector(".cases-countries")
    load(desk)
    found = violations(desk)
    ours = [
        (rule, node)
        for rule, nodes in found
        for node in nodes
        if "cases-" in json.dumps(node) or "id_countries" in node[0]
    ]
    assert ours == []
    assert {rule for rule, _nodes in found} <= OF_WAGTAIL


#: What Wagtail 8.0 itself leaves to be found in the form of any page.
OF_WAGTAIL = {"aria-input-field-name"}  # of its rich text


def test_axe_finds_nothing_of_ours_side_by_side(desk):
    case = CasePage.objects.get(slug="huawei-ruralstar", locale__language_code="en")
    desk.goto(desk.server + reverse("cases_cms_side_by_side", args=[case.pk]))
    frame = desk.frame_locator("iframe").first
    frame.locator("h1").first.wait_for()
    load(desk)
    found = violations(desk, excluded=["iframe"])
    assert [(rule, node) for rule, nodes in found for node in nodes if "cases-" in json.dumps(node)] == []


def test_the_editor_of_translations_opens_for_every_page_type(desk):
    seen, errors = set(), []
    desk.on("pageerror", lambda error: errors.append(str(error)))
    translations = [
        page
        for page in Page.objects.filter(locale__language_code="zh-hans")
        .exclude(depth=1)
        .select_related("content_type")
        .order_by("path")
        if not (page.content_type_id in seen or seen.add(page.content_type_id))
    ]
    opened = []
    for page in translations:
        address = desk.server + reverse("wagtailadmin_pages:edit", args=[page.pk])
        desk.goto(address)
        desk.wait_for_selector("[data-segment] textarea")
        desk.goto(f"{address}?fields")  # wagtail-localize's own, for pictures, files and links
        desk.wait_for_selector(".js-translation-editor *")
        opened.append(page.content_type.model)
    assert (len(opened), errors) == (17, [])
