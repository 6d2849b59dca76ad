"""Our Chinese of other people's texts: theirs once they have it, never in the way of ours."""

from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize
from django.conf import settings
from django.test import Client
from django.utils import translation

from cases_cms.core.upstream.views import LOCALE_PATH

THEIRS = [Path(wagtail.__file__).parent, Path(wagtail_localize.__file__).parent]


def messages(paths, *, translated=True):
    entries = [entry for path in paths for entry in polib.pofile(str(path))]
    return {(entry.msgctxt, entry.msgid) for entry in entries if entry.translated() or not translated}


def files(language, domain):
    return [path for base in THEIRS for path in base.glob(f"**/locale/{language}/LC_MESSAGES/{domain}.po")]


@pytest.mark.parametrize(("domain", "number"), [("django", 341), ("djangojs", 22)])
def test_only_what_they_lack(domain, number):
    ours = messages([LOCALE_PATH / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"])
    assert len(ours) == number
    assert ours - messages(files("en", domain), translated=False) == set()
    assert ours & messages(files("zh_Hans", domain)) == set()


def test_none_of_our_own_texts():
    own = [
        path
        for path in Path(settings.BASE_DIR).glob("*/**/locale/zh_Hans/LC_MESSAGES/django.po")
        if LOCALE_PATH not in path.parents and ".venv" not in path.parts
    ]
    ours = messages([LOCALE_PATH / "zh_Hans" / "LC_MESSAGES" / "django.po"])
    assert len(own) > 4
    assert ours & messages(own) == set()


def test_they_are_used():
    with translation.override("zh-hans"):
        assert translation.gettext("Schedule to publish") == "定时发布"


def test_scripts_speak_chinese(db):
    text = Client(headers={"accept-language": "zh-hans"}).get("/admin/jsi18n/").content.decode()
    assert '"Insert a block": "\\u63d2\\u5165\\u5185\\u5bb9\\u5757"' in text
