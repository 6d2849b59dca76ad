"""Every screenshot of the guide, in the order of taking: what is shown, to whom, and what is done first.

The list is the one source of the pictures' names; tests/test_editors_guide.py holds the guides to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "editors"
#: Languages of the guide, with the browser's name for each.
LANGUAGES = {"en": "en-GB", "zh-hans": "zh-CN"}

#: The case that the guide writes.
TEXTS = {
    "en": {
        "title": "Lessons by Satellite for Mountain Schools",
        "background": "Many schools in the mountains have no line that carries pictures. Teachers are few, "
        "and one of them often teaches all subjects to all ages.",
        "country": "kenya",
        "partner": "brazil",
        "comment": "Which year is this figure from?",
    },
    "zh-hans": {
        "title": "山区学校的卫星课堂",
        "background": "许多山区学校没有能够传送图像的线路，教师也很少，一位教师往往要给各个年级讲授所有课程。",
        "country": "肯尼亚",
        "partner": "巴西",
        "comment": "这个数字是哪一年的？",
    },
}
MENU = "footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]"


@dataclass(frozen=True)
class Shot:
    """A picture: its name, the role that sees it, and what leads to it; ``take(desk)`` gives the part to cut out."""

    name: str
    role: str
    take: Callable


def texts(desk):
    return TEXTS[desk.language]


def login(desk):
    desk.open("login/")
    desk.page.fill("#id_username", "demo-editor")
    return desk.frame("form, main", height=420)


def language(desk):
    desk.open("account/")
    return desk.frame("#locale-section", height=420)


def dashboard(desk):
    desk.open("")
    return desk.frame()


def cases(desk):
    desk.open("practice-cases/?edition=2024")
    return desk.frame(height=640)


def bulk(desk):
    desk.open("practice-cases/?edition=2024")
    for box in desk.page.locator("td input[type=checkbox]").all()[:3]:
        box.check()
    desk.find(".footer, [class*=bulk-actions]")
    return desk.frame()


def new_case(desk):
    edition = desk.page_id("2025")
    desk.open(f"pages/add/cases_collection/casepage/{edition}/")
    desk.find("#id_title").press_sequentially(texts(desk)["title"])
    desk.page.select_option("#id_category", "culture")
    return desk.frame()


def organization(desk):
    desk.click("#id_organizations-ADD")
    desk.click("#id_organizations-FORMS [data-chooser-action-choose]")
    desk.find(".modal-body td a, .modal-body .choose").click()
    desk.page.locator(".modal-body").wait_for(state="hidden")
    return desk.frame("[data-contentpath=organizations], #id_organizations-FORMS", height=460)


def countries(desk):
    desk.find("#id_countries-search").fill(texts(desk)["country"])
    desk.page.press("#id_countries-search", "Enter")
    desk.page.fill("#id_countries-search", "")
    return desk.frame('[data-contentpath="countries"]', height=460)


def counter(desk):
    desk.find('[data-contentpath="background"] [contenteditable=true]').click()
    desk.page.keyboard.insert_text(texts(desk)["background"])
    return desk.frame(".cases-length", '[data-contentpath="background"]', height=460)


def submit(desk):
    desk.frame()
    desk.page.wait_for_url("**/edit/**")
    desk.click(MENU)
    desk.settle()
    return {"x": 250, "y": 660, "width": 700, "height": 200}


def refused(desk):
    """Submitting a case of one country and without a summary: the form says what is missing."""
    desk.click("[name=action-submit]")
    desk.page.wait_for_load_state("load")
    return desk.frame(height=300)


def approve(desk):
    """The editor mends the case and submits it; the moderator opens it from the dashboard."""
    desk.open("")
    desk.find("#cases-cms-waiting-section a:has-text('" + texts(desk)["title"] + "')").click()
    desk.page.wait_for_load_state("load")
    desk.frame()
    desk.click(MENU)
    desk.settle()
    return {"x": 250, "y": 560, "width": 700, "height": 300}


def submitted(desk):
    desk.find("#id_countries-search").fill(texts(desk)["partner"])
    desk.page.press("#id_countries-search", "Enter")
    desk.page.fill("#id_summary", texts(desk)["background"])
    desk.frame()
    desk.click(MENU)
    desk.click("[name=action-submit]")
    desk.page.wait_for_load_state("load")
    return desk.frame(height=300)


def side_by_side(desk):
    desk.open(f"cases/pages/{desk.page_id('cisco-networking-academy')}/languages/?width=360")
    for frame in desk.page.frames[1:]:
        frame.wait_for_load_state("networkidle")
    return desk.frame()


def comment(desk):
    desk.open(f"pages/{desk.page_id('cisco-networking-academy', 'en')}/edit/")
    desk.frame("[data-contentpath=summary]")
    desk.find("[data-contentpath=summary] textarea").hover()
    desk.click("[data-contentpath=summary] [data-comment-add]")
    desk.settle()  # the bubble takes the keyboard once it is drawn
    desk.page.keyboard.insert_text(texts(desk)["comment"])
    return desk.frame()


def translate(desk):
    desk.open(f"localize/submit/page/{desk.page_id('ibm-sustainable-computing', 'en')}/")
    return desk.frame(height=420)


def translation(desk):
    desk.open(f"pages/{desk.page_id('2africa', 'zh-hans')}/edit/")
    desk.find(".cases-ed-line__text")
    return desk.frame()


def country_names(desk):
    desk.open("countries/")
    return desk.frame(height=560)


SHOTS = (
    Shot("login", "", login),
    Shot("language", "editor", language),
    Shot("dashboard", "secretariat", dashboard),
    Shot("cases", "editor", cases),
    Shot("bulk", "editor", bulk),
    Shot("new-case", "editor", new_case),
    Shot("organization", "editor", organization),
    Shot("countries", "editor", countries),
    Shot("counter", "editor", counter),
    Shot("side-by-side", "moderator", side_by_side),
    Shot("submit", "editor", submit),
    Shot("refused", "editor", refused),
    Shot("submitted", "editor", submitted),
    Shot("approve", "moderator", approve),
    Shot("comment", "moderator", comment),
    Shot("translate", "translator", translate),
    Shot("translation", "translator", translation),
    Shot("country-names", "secretariat", country_names),
)
