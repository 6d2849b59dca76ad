"""The pictures of the guide to the release (docs/release.md, docs/release.zh-hans.md), in the order of taking.

The site runs some weeks before the release of the edition that the demonstration has made up.
"""

import csv
import io
from pathlib import Path

from .shots import Shot

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "release"
AT = "2026-11-08T10:00:00"
#: Two rows of a spreadsheet, one of them with a country that nobody knows.
ROWS = (
    {
        "en": (
            "2026-001",
            "Innovative Development of Digital Economy",
            "China; Kenya",
            "2021",
            "Sample: a market by phone",
            "示例：掌上集市",
        ),
        "zh-hans": (
            "2026-001",
            "数字经济创新发展",
            "中国；肯尼亚",
            "2021",
            "Sample: a market by phone",
            "示例：掌上集市",
        ),
    },
    {
        "en": (
            "2026-002",
            "Cybersecurity Maintenance",
            "China; Atlantis",
            "2013",
            "Sample: a shared alarm",
            "示例：共享警报",
        ),
        "zh-hans": ("2026-002", "网络安全保障", "中国；亚特兰蒂斯", "2013", "Sample: a shared alarm", "示例：共享警报"),
    },
)
HEADINGS = {
    "en": ("ID", "Category", "Countries and regions", "Start of implementation", "Title (en)", "Title (zh-hans)"),
    "zh-hans": ("编号", "类别", "国家和地区", "开始实施年份", "标题 (en)", "标题 (zh-hans)"),
}
FOR_WHOM = {"en": "Press office (sample)", "zh-hans": "新闻办公室（示例）"}


def table(language):
    """A CSV file of ROWS, as Excel saves it."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS[language], *(row[language] for row in ROWS)])
    return out.getvalue().encode("utf-8-sig")


def edition(desk, tab=""):
    """Open the edition's pages of the release, or one of their tabs."""
    desk.open("release/")
    desk.click("main table a:has-text('2026')")
    desk.page.wait_for_url("**/release/*/")
    if tab:
        desk.open(f"{desk.page.url.partition('/admin/')[2]}{tab}/")


def dry_run(desk):
    desk.open("interchange/imports/")
    desk.page.set_input_files("#id_table", {"name": "2026.csv", "mimeType": "text/csv", "buffer": table(desk.language)})
    desk.click("main form[enctype] button[type=submit]")
    desk.find(".cc-import-table td")
    return desk.frame()


def readiness(desk):
    edition(desk, "readiness")
    desk.find(".cc-ready-chips").evaluate("element => { element.scrollIntoView(); scrollBy(0, -140) }")
    return desk.frame()


def contents(desk):
    edition(desk, "contents")
    return desk.frame()


def previews(desk):
    edition(desk, "previews")
    desk.page.fill("[name=label]", FOR_WHOM[desk.language])
    desk.page.fill("[name=expires_at]", "2026-10-27T18:00")
    desk.click("main form:has([name=label]) button[type=submit]")
    desk.page.wait_for_load_state("load")
    edition(desk, "previews")
    return desk.frame()


def planned(desk):
    """The secretariat plans; somebody else is asked to confirm."""
    edition(desk)
    desk.page.fill("[name=release_at]", AT)
    desk.click("[data-release-plan] button[type=submit]")
    desk.page.wait_for_load_state("load")
    edition(desk)
    return desk.frame()


def confirm(desk):
    edition(desk)
    desk.find("#release-confirm-section button")
    return desk.frame(height=760)


SHOTS = (
    Shot("import", "secretariat", dry_run),
    Shot("readiness", "secretariat", readiness),
    Shot("contents", "secretariat", contents),
    Shot("previews", "secretariat", previews),
    Shot("plan", "secretariat", planned),
    Shot("confirm", "admin", confirm),
)
