"""One word for one thing in the Chinese of imports and releases (docs/terms.md)."""

from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
#: The word for each thing, and others for the same, which stand nowhere.
TERMS = {
    "该届": ("本届", "年这一届"),
    "保密": ("禁发", "封锁"),
    "准备情况": ("准备状况",),
    "批准": ("审批",),
    "预演": ("彩排", "演练"),
    "中止": ("终止",),
    "撤回": ("撤销发布",),
    "预告": ("公告", "宣布"),
    "来宾": ("嘉宾", "宾客"),
    "分配": ("指派", "交给"),
    "单位": ("机构",),
    "试运行": ("预检", "试导入"),
}
#: The heading of a page that guests read, as of the public one.
KEPT = {"关于本届"}


@pytest.mark.parametrize("app", ["interchange", "release"])
def test_chinese_has_one_word_for_one_thing(app):
    catalogue = polib.pofile(str(ROOT / "cases_cms" / app / "locale/zh_Hans/LC_MESSAGES/django.po"))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values()) if text not in KEPT]
    found = {
        (word, other, text) for word, others in TERMS.items() for other in others for text in texts if other in text
    }
    assert found == set()
