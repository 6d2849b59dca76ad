"""The page of exports, the action on chosen cases, the template, and large exports as background work."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from cases_cms.core.jobs.models import Job
from cases_cms.interchange.admin import export as export_views
from cases_cms.interchange.reading import read_table
from cases_cms.interchange.selection import exportable, table_languages
from tests.desk import bulk_url, client_of, make_admin, make_user
from tests.factories import EditionPageFactory, make_case, translate

CHOICE = {"languages": ["zh-hans", "en"], "format": "csv"}


@pytest.fixture
def cases(small_site):
    """One of 2023, two of 2024 of which one is a draft."""
    return [
        make_case(small_site.edition_before, title="Old", translated=True),
        make_case(small_site.edition, title="New", translated=True),
        make_case(small_site.edition, title="Draft", publish=False),
    ]


@pytest.fixture
def editor(small_site):
    """Somebody who edits below the English edition of 2024 alone."""
    return make_user("ed", actions=("change",), page=small_site.edition)


def table_of(response):
    """The rows of a downloaded table, as ``(title in English, in Chinese)``."""
    assert response.status_code == 200
    name = response.headers["Content-Disposition"].split('"')[1]
    assert "no-store" in response.headers["Cache-Control"]
    return name, [(row.text("title.en"), row.text("title.zh-hans")) for row in read_table(name, response.content).rows]


def test_all_editions_newest_first(cases):
    response = client_of(make_admin()).post(reverse("interchange:export"), CHOICE)
    assert table_of(response) == ("cases.csv", [("New", "译New"), ("Draft", ""), ("Old", "译Old")])


def test_one_edition_as_a_workbook(small_site, cases):
    key = str(small_site.edition_before.translation_key)
    data = {**CHOICE, "format": "xlsx", "edition": key}
    response = client_of(make_admin()).post(reverse("interchange:export"), data)
    assert table_of(response) == ("cases-2023.xlsx", [("Old", "译Old")])


def test_the_form_offers_what_there_is(small_site, cases):
    key = str(small_site.edition.translation_key)
    response = client_of(make_admin()).get(reverse("interchange:export"), {"edition": key})
    form = response.context["form"]
    assert form.fields["edition"].choices[1:] == [
        (key, "2024"),
        (str(small_site.edition_before.translation_key), "2023"),
    ]
    assert form["edition"].value() == key
    assert form["languages"].value() == ["en", "zh-hans"]


@pytest.mark.parametrize(
    "data",
    [{}, {"format": "csv"}, {**CHOICE, "languages": ["xx"]}, {**CHOICE, "format": "exe"}, {**CHOICE, "edition": "x\0"}],
)
def test_bad_choices_are_told(cases, data):
    response = client_of(make_admin()).post(reverse("interchange:export"), data)
    assert response.status_code == 200
    assert response.context["form"].errors != {}
    assert b"Draft" not in response.content


def test_people_take_out_what_they_may_edit(cases, editor):
    response = client_of(editor).post(reverse("interchange:export"), CHOICE)
    assert table_of(response)[1] == [("New", "译New"), ("Draft", "")]
    assert exportable(editor, keys=[cases[0].translation_key]) == []


def test_nothing_to_take_out(small_site, cases, editor):
    data = {**CHOICE, "edition": str(small_site.edition_before.translation_key)}
    response = client_of(editor).post(reverse("interchange:export"), data)
    assert "edition" in response.context["form"].errors  # an edition where one has no work is not offered
    assert b"Old" not in response.content


@pytest.mark.parametrize("name", ["export", "template"])
def test_others_may_not(cases, name):
    address = reverse(f"interchange:{name}")
    response = client_of(make_user("viewer")).get(address)
    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert client_of(make_user("viewer2")).get(reverse("wagtailadmin_home")).content.find(address.encode()) == -1


def test_chosen_cases(cases):
    address = bulk_url("cases_collection.casepage", "cases_cms_export", cases[1:])
    client = client_of(make_admin())
    assert b"Export these cases as a spreadsheet" in client.get(address).content
    assert table_of(client.post(address, CHOICE)) == ("cases.csv", [("New", "译New"), ("Draft", "")])


def test_chosen_cases_of_which_one_is_not_ones_own(cases, editor):
    address = bulk_url("cases_collection.casepage", "cases_cms_export", cases)
    assert table_of(client_of(editor).post(address, CHOICE))[1] == [("New", "译New"), ("Draft", "")]


def test_many_cases_are_background_work(cases, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(export_views, "AT_ONCE", 2)
    monkeypatch.setattr("cases_cms.interchange.export_jobs.CHUNK", 2)
    user = make_admin()
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(user).post(reverse("interchange:export"), CHOICE)
    job = Job.objects.get()
    assert response.url == reverse("cases_cms_job", args=[job.pk])
    job.refresh_from_db()
    assert [(item.label, item.status) for item in job.items.order_by("number")] == [("1–2", "done"), ("3–3", "done")]
    file = job.files.get()
    assert (file.name, file.content_type) == ("cases.csv", "text/csv; charset=utf-8")
    titles = [row.text("title.zh-hans") for row in read_table(file.name, bytes(file.data)).rows]
    assert titles == ["译New", "", "译Old"]


def test_rights_are_asked_again_when_the_work_is_done(cases, editor, monkeypatch):
    from cases_cms.core.jobs.services import start_job
    from cases_cms.interchange.export_jobs import KIND, ExportCases

    params = {"keys": [str(case.translation_key) for case in cases], "languages": ["en"], "format": "csv", "name": "a"}
    job = start_job(KIND, params, editor)
    item = job.items.get()
    result = ExportCases().run(job, item)
    assert result.message == "1 case is gone, or not yours."
    assert [row["title.en"] for row in item.params["rows"]] == ["New", "Draft"]


def test_template_of_an_edition(small_site):
    response = client_of(make_admin()).get(
        reverse("interchange:template"), {"edition": str(small_site.edition.translation_key)}
    )
    assert response.headers["Content-Disposition"] == 'attachment; filename="cases-2024-template.xlsx"'
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][4:6] == ["Title (English)", "Title (Simplified Chinese)"]


def test_template_in_languages_asked_for(small_site):
    response = client_of(make_admin(), "zh-hans").get(
        reverse("interchange:template"), {"language": ["zh-hans", "xx"], "edition": "no key"}
    )
    assert response.headers["Content-Disposition"] == 'attachment; filename="cases-template.xlsx"'
    sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]][4:6] == ["标题（简体中文）", "摘要（简体中文）"]


def test_languages_of_an_edition(small_site):
    edition = EditionPageFactory(parent=small_site.collection, year=2030)
    assert table_languages([edition]) == ["en"]
    translate(edition)
    pages = [edition, small_site.in_zh(edition)]
    assert table_languages(pages) == ["en", "zh-hans"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_queries_for_one_case_and_three(small_site, editor, django_assert_num_queries, number):
    for _number in range(number):
        make_case(small_site.edition, translated=True)
    exportable(editor)
    with django_assert_num_queries(4):
        assert len(exportable(editor)) == number
