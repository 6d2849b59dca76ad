"""Bulk actions of the board and the pages for files: who may, what is asked, what is done to each."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from cases_cms.core import services
from cases_cms.core.jobs.models import Job
from cases_cms.localization import rows
from cases_cms.localization.files.exporting import export
from cases_cms.localization.models import BoardCell, LanguageRole
from cases_cms.localization.segments import segments
from cases_cms.localization.sources import hand_over
from tests.desk import client_of, make_admin, make_user, messages_of
from tests.factories import make_case

pytestmark = pytest.mark.django_db
BULK, FILES = reverse("localization:bulk"), reverse("localization:files")


@pytest.fixture
def admin():
    return make_admin()


@pytest.fixture
def cases(small_site):
    """Three cases that nobody has handed over."""
    return [make_case(small_site.edition, title=f"Mast {number}") for number in (1, 2, 3)]


@pytest.fixture
def cells(cases, small_site):
    return [rows.cell_of(case, small_site.zh) for case in cases]


@pytest.fixture
def do(admin, django_capture_on_commit_callbacks):
    """``do(action, cells, **values)``: confirm an action as the administrator and have it done; returns the Job."""

    def start(action, cells, client=None, **values):
        data = {"action": action, "cells": [cell.pk for cell in cells], "confirmed": "1", **values}
        with django_capture_on_commit_callbacks(execute=True):
            response = (client or client_of(admin)).post(BULK, data)
        assert response.status_code == 302, response.content
        job = Job.objects.first()
        assert response.url == reverse("cases_cms_job", args=[job.pk])
        return job

    return start


def outcome(job):
    return [(item.label, item.status, item.message) for item in job.items.all()]


def handed_over(cells):
    """How many of the cells have a translation."""
    return BoardCell.objects.filter(pk__in=[cell.pk for cell in cells], translation__isnull=False).count()


def test_it_asks_before_it_begins(admin, cells):
    response = client_of(admin).post(BULK, {"action": "hand_over", "cells": [cell.pk for cell in cells]})
    html = response.content.decode()
    assert (response.status_code, Job.objects.count(), handed_over(cells)) == (200, 0, 0)
    assert ("3 translations" in html, "Simplified Chinese: 3" in html, "<li>Mast 2</li>" in html) == (True, True, True)


def test_hand_over_and_update(do, cases, cells, small_site):
    job = do("hand_over", cells[:2])
    assert (job.title, outcome(job)) == (
        "Hand over for translation (2)",
        [("Mast 1", "done", "Simplified Chinese"), ("Mast 2", "done", "Simplified Chinese")],
    )
    drafts = Page.objects.filter(translation_key__in=[case.translation_key for case in cases], locale=small_site.zh)
    assert sorted(drafts.values_list("title", "live")) == [("Mast 1", False), ("Mast 2", False)]
    page = cases[0].get_latest_revision_as_object()
    page.summary = "Other words."
    services.save_page(page=page, publish=True)
    job = do("update_source", cells)
    assert [item.status for item in job.items.all()] == ["done", "done", "skipped"]
    assert [item.status for item in do("hand_over", cells).items.all()] == ["skipped", "skipped", "done"]
    texts = [one.source for one in segments(Translation.objects.get(source__object_id=cases[0].translation_key))]
    assert "Other words." in texts


def test_all_that_a_filter_finds(do, cells):
    job = do("hand_over", [], all="1", query="q=Mast+2")
    assert [item.label for item in job.items.all()] == ["Mast 2"]


def test_export_of_several_is_a_zip_of_files(do, cases, cells, small_site):
    for case in cases[:2]:
        hand_over(instance=case, locales=[small_site.zh], user=None)
    job = do("export", cells, format="po")
    assert [item.status for item in job.items.all()] == ["done", "done", "skipped"]
    (file,) = job.files.all()
    with zipfile.ZipFile(io.BytesIO(bytes(file.data))) as archive:
        assert archive.namelist() == ["mast-1.en.zh-hans.po", "mast-2.en.zh-hans.po"]
        assert b'msgid "Mast 2"' in archive.read("mast-2.en.zh-hans.po")
    assert do("export", cells[:1], format="xliff").files.get().name == "mast-1.en.zh-hans.xlf"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"action": "unknown"}, "Choose what is to be done."),
        ({}, "Choose what is to be done."),
        ({"action": "hand_over"}, "Choose at least one translation."),
        (
            {"action": "hand_over", "cells": ["x", "-1", "99999999999999999999", "\x00"]},
            "Choose at least one translation.",
        ),
        ({"action": "hand_over", "all": "1", "query": "q=nothing\x00&year=x"}, "Choose at least one translation."),
    ],
)
def test_what_makes_no_sense_leads_back(admin, cells, data, message):
    response = client_of(admin).post(BULK, data, follow=True)
    assert (response.status_code, messages_of(response), Job.objects.count()) == (200, [message], 0)


def test_a_wrong_format_is_asked_again(admin, cells):
    data = {"action": "export", "cells": [cells[0].pk], "confirmed": "1", "format": "exe"}
    response = client_of(admin).post(BULK, data)
    assert (response.status_code, Job.objects.count()) == (200, 0)
    assert client_of(admin).get(BULK).status_code == 405


def test_who_may_not_is_not_offered_it_and_does_not_get_it(cells, small_site):
    editor = make_user("editor", actions=["change"], page=small_site.home)
    response = client_of(editor).post(BULK, {"action": "hand_over", "cells": [cells[0].pk], "confirmed": "1"})
    assert (response.status_code, Job.objects.count(), handed_over(cells)) == (302, 0, 0)
    elsewhere = make_user(
        "elsewhere",
        actions=["change"],
        page=small_site.edition_before,
        permissions=["wagtail_localize.submit_translation"],
    )
    client_of(elsewhere).post(BULK, {"action": "hand_over", "cells": [cells[0].pk], "confirmed": "1"})
    assert (Job.objects.count(), handed_over(cells)) == (0, 0)


def test_a_cell_that_went_is_said_to_be_gone(do, cells, cases, admin, django_capture_on_commit_callbacks):
    from cases_cms.core.jobs.runner import run_job

    with django_capture_on_commit_callbacks(execute=False):
        data = {"action": "export", "cells": [cells[0].pk], "confirmed": "1", "format": "po"}
        client_of(admin).post(BULK, data)
    BoardCell.objects.filter(pk=cells[0].pk).delete()
    job = Job.objects.get()
    run_job(job.pk)
    assert [(item.status, item.message) for item in job.items.all()] == [("failed", "It is no longer here.")]


# --- Files ----------------------------------------------------------------------------------------


@pytest.fixture
def work(cases, small_site):
    return hand_over(instance=cases[0], locales=[small_site.zh], user=None)[0]


@pytest.fixture
def translator(small_site):
    user = make_user("li")
    LanguageRole.objects.create(user=user, locale=small_site.zh, translates=True)
    return user


@pytest.fixture
def upload(translator, django_capture_on_commit_callbacks):
    """``upload(name, data, **values)`` by the translator; returns the response."""

    def send(name, data, query="", user=None, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return client_of(user or translator).post(FILES + query, {"file": SimpleUploadedFile(name, data), **values})

    return send


def filled(work):
    _name, _kind, data = export(work, "po")
    data = data.replace(b'msgid "Mast 1"\nmsgstr ""', 'msgid "Mast 1"\nmsgstr "塔桅一"'.encode())
    return data.replace(b'for villages."\nmsgstr ""', b'for villages."\nmsgstr "=A network for one village"')


def title_of(work):
    return next(one.text for one in segments(work) if one.path == "title")


def test_an_upload_is_taken_over_and_reported(upload, work):
    response = upload("mast.po", filled(work))
    job = Job.objects.get()
    assert (response.status_code, response.url, title_of(work)) == (
        302,
        reverse("cases_cms_job", args=[job.pk]),
        "塔桅一",
    )
    (item,) = job.items.all()
    assert (item.label.startswith("mast.po ("), item.status) == (True, "failed")
    assert item.message.splitlines()[0].startswith("Mast 1 · Simplified Chinese: 1 taken over, 1 refused, ")
    assert item.message.splitlines()[1].endswith(
        "“A network for villages.”: The translation has no Chinese characters."
    )
    report = bytes(job.files.get(name="report.csv").data).decode("utf-8-sig")
    assert report.splitlines()[0] == "File,No.,Source,Translation,Reason"
    assert "'=A network for one village" in report.splitlines()[1]


def test_a_trial(upload, work):
    upload("mast.po", filled(work), dry_run="on")
    job = Job.objects.get()
    assert (title_of(work), job.title) == ("", "Trial of mast.po")
    assert job.message == "What would be refused is in report.csv. Nothing was written."


def test_what_cannot_be_read_is_said_in_the_form(upload, work):
    for name, data, message in (
        ("mast.doc", b"x", "Give a PO or XLIFF file, or a zip of such files."),
        ("mast.zip", b"x", "The zip file is damaged, or it has a password."),
    ):
        response = upload(name, data)
        assert (response.status_code, Job.objects.count()) == (200, 0)
        assert message in response.content.decode()
    upload("mast.po", b"msgid")
    assert [item.message for item in Job.objects.get().items.all()] == ["The file is no PO file, or it is damaged."]


def test_for_one_page_alone(upload, work, cases, small_site):
    other = hand_over(instance=cases[1], locales=[small_site.zh], user=None)[0]
    upload("mast.po", filled(work), query=f"?translation={other.pk}")
    assert [item.message for item in Job.objects.get().items.all()] == ["The file belongs to “Mast 1”."]
    assert title_of(work) == ""


def test_a_translator_of_french_brings_no_chinese(upload, work, small_site):
    marie = make_user("marie")
    french = Locale.objects.create(language_code="fr")
    LanguageRole.objects.create(user=marie, locale=french, translates=True)
    upload("mast.po", filled(work), user=marie)
    assert [(item.status, item.message) for item in Job.objects.get().items.all()] == [
        ("failed", "You may not do this.")
    ]
    assert title_of(work) == ""
    client = client_of(marie)
    assert client.get(f"{FILES}?translation={work.pk}").status_code == 302
    assert client.get(reverse("localization:export", args=[work.pk, "po"])).status_code == 302


def test_one_file_goes_out_at_once(translator, work):
    client = client_of(translator)
    response = client.get(reverse("localization:export", args=[work.pk, "xliff"]))
    assert response["Content-Disposition"] == 'attachment; filename="mast-1.en.zh-hans.xlf"'
    assert b"<source>Mast 1</source>" in response.content
    assert client.get(reverse("localization:export", args=[work.pk, "exe"]), follow=True).status_code == 404
    assert client.get(reverse("localization:export", args=[999, "po"]), follow=True).status_code == 404
    for query in ("?translation=x", "?translation=999999", "?translation=%00"):
        assert client.get(FILES + query, follow=True).status_code == 404
    page = client.get(f"{FILES}?translation={work.pk}").content.decode()
    assert ("For “Mast 1” in" in page, reverse("localization:export", args=[work.pk, "po"]) in page) == (True, True)
    assert client_of(make_user("nobody")).get(FILES).status_code == 302
