"""Remarks are read in the language of who reads them, whoever uploaded the file."""

import json

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from cases_cms.core.jobs.runner import run_job
from cases_cms.core.told import gettext, keep, language_of, ngettext, read
from cases_cms.interchange.columns import BY_CODE
from cases_cms.interchange.imports import CHECK, upload
from cases_cms.interchange.kinds import Year
from cases_cms.interchange.models import Import
from cases_cms.interchange.told import heading_of, label_of
from tests.cases_cms.interchange.books import HEADINGS, ROW, csv_of
from tests.cases_cms.interchange.sheets import embargoed

CHINESE = "zh-hans"


@pytest.mark.parametrize(
    ("make", "english", "chinese"),
    [
        (lambda: gettext("The title is missing."), "The title is missing.", "缺少标题。"),
        (
            lambda: gettext("The site is not kept in %(language)s.") % {"language": language_of("fr")},
            "The site is not kept in French.",
            "本网站没有法语版。",
        ),
        (
            lambda: gettext("The column “%(name)s” is missing.") % {"name": label_of(BY_CODE["title"])},
            "The column “Title” is missing.",
            "缺少“标题”一列。",
        ),
        (lambda: heading_of("title.en"), "Title (English)", "标题（英语）"),
        (
            lambda: (
                ngettext(
                    "More texts than pictures: the case has %(number)d picture.",
                    "More texts than pictures: the case has %(number)d pictures.",
                    2,
                )
                % {"number": 2}
            ),
            "More texts than pictures: the case has 2 pictures.",
            "文字多于图片：该案例有 2 张图片。",
        ),
    ],
)
@pytest.mark.parametrize("made_in", ["en", CHINESE])
def test_a_sentence_is_read_in_ones_own_language(make, english, chinese, made_in):
    with override(made_in):
        told = make()
        assert told == (english if made_in == "en" else chinese)
    kept = json.loads(json.dumps(keep(told)))
    for language, sentence in (("en", english), (CHINESE, chinese)):
        with override(language):
            assert read(kept) == sentence


def test_what_was_stored_before_is_read_as_it_is():
    with override(CHINESE):
        assert read("The title is missing, 100%.") == "The title is missing, 100%."


def test_values_are_no_formats():
    with override("en"):
        told = gettext("“%(text)s” is no year. Write four digits.") % {"text": "%(text)s 100%"}
        assert read(keep(told)) == "“%(text)s 100%” is no year. Write four digits."
        assert Year().parse("2018", None) == 2018


@pytest.mark.django_db
def test_a_colleague_reads_the_remarks_in_another_language(small_site, admin_user, client):
    edition = embargoed(small_site)
    headings = [*HEADINGS, "Start of implementation", "Address", "Nonsense"]
    data = csv_of(headings, [*ROW, "2009", "not an address!", "x"])
    with override(CHINESE):
        imported = upload(
            edition_key=edition.translation_key, name="cases.csv", data=data, archive=b"", user=admin_user
        )
    assert imported.check_job.kind == CHECK
    run_job(imported.check_job_id)
    plan = Import.objects.get(pk=imported.pk).plan
    assert [remark[3] for row in plan["rows"] for remark in row["remarks"] if isinstance(remark[3], str)] == []
    client.force_login(admin_user)
    seen = {}
    for language in ("en", CHINESE):
        UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
        for name in ("import", "import_remarks"):
            response = client.get(reverse(f"interchange:{name}", args=[imported.pk]))
            seen[language, name] = response.content.decode()
    for name in ("import", "import_remarks"):
        assert ("Enter a year from 2015" in seen["en", name], "Enter a year" in seen[CHINESE, name]) == (True, False)
        assert ("is no column of a case" in seen["en", name], "is no column of a case" in seen[CHINESE, name]) == (
            True,
            False,
        )
        assert ("letters, numbers" in seen["en", name], "letters, numbers" in seen[CHINESE, name]) == (True, False)
