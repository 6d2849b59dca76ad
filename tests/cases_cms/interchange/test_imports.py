"""An import in the admin: uploaded, checked, brought in all or nothing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cases_cms.collection.models import CasePage
from cases_cms.core.jobs import runner
from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.models import Job
from cases_cms.interchange.applying import Importer
from cases_cms.interchange.imports import start_import
from cases_cms.interchange.models import CaseIdentifier, Import
from cases_cms.release.models import EditionRelease
from tests.cases_cms.interchange.sheets import bring_in, case, csv_of_rows, embargoed, pages, zip_of
from tests.desk import client_of, make_admin, make_user, messages_of
from tests.factories import EditionPageFactory

pytestmark = pytest.mark.django_db
#: Queries of the list of imports, and of one.
LIST, PLAN, DONE = 12, 9, 13


@pytest.fixture
def edition(small_site):
    return embargoed(small_site)


@pytest.fixture
def client(edition):
    return client_of(make_admin())


@pytest.fixture
def send(client, edition, django_capture_on_commit_callbacks):
    """Upload rows; returns the Import, checked."""

    def send(*rows, data=None, name="cases.csv", archive=b"", by=client):
        files = {"table": SimpleUploadedFile(name, csv_of_rows(*rows) if data is None else data)}
        if archive:
            files["pictures"] = SimpleUploadedFile("pictures.zip", archive)
        with django_capture_on_commit_callbacks(execute=True):
            response = by.post(reverse("interchange:imports"), {"edition": str(edition.translation_key), **files})
        return response

    return send


@pytest.fixture
def act(client, django_capture_on_commit_callbacks):
    def act(name, imported):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse(f"interchange:{name}", args=[imported.pk]), follow=True)

    return act


def page_of(client, imported, query=""):
    return client.get(reverse("interchange:import", args=[imported.pk]) + query)


def test_from_the_upload_to_the_drafts(send, act, client, edition):
    before = pages()
    response = send(case(Cover="mast.png"), case(2), archive=zip_of(mast="navy"))
    imported = Import.objects.get()
    assert response["Location"] == reverse("interchange:import", args=[imported.pk])
    assert (imported.check_job.status, imported.plan["counts"]["create"], pages()) == (JobStatus.DONE, 2, before)
    page = page_of(client, imported)
    assert page.context["may_start"] is True
    assert [row["title"] for row in page.context["rows"]] == ["Masts for villages", "Masts 2"]
    html = page.content.decode()
    assert ("Import all of it" in html, "it will be made" in html) == (True, True)
    act("import_start", imported)
    done = page_of(client, imported)
    imported.refresh_from_db()
    assert (imported.import_job.status, imported.import_job.message) == (JobStatus.DONE, "2 cases imported.")
    assert (bytes(imported.table), bytes(imported.archive), imported.imported_at is None) == (b"", b"", False)
    said = " ".join(done.content.decode().split())
    assert "2 cases imported. They came in as drafts; the import published nothing." in said
    readiness = reverse("release:readiness", args=[EditionRelease.objects.get(edition_key=edition.translation_key).pk])
    assert f'href="{readiness}"' in done.content.decode()
    made = CasePage.objects.filter(locale=edition.locale, live=False)
    assert {row["title"]: row["page"] for row in done.context["rows"]} == dict(made.values_list("title", "pk"))
    assert made.count() == 2
    cover = CasePage.objects.get(locale=edition.locale, title="Masts for villages").cover
    assert cover.collection.name == "Edition of 2026"
    actions = ModelLogEntry.objects.for_instance(imported).values_list("action", flat=True)
    assert list(actions) == ["cases_interchange.upload"]
    assert messages_of(act("import_start", imported)) == ["It is at work, or done."]


def test_rows_and_items_have_titles_in_the_readers_language(send, act, client, edition):
    send(case(), case(2) | {"Title (zh-hans)": ""})
    imported = Import.objects.get()
    sam = imported.user
    UserProfile.objects.update_or_create(user=sam, defaults={"preferred_language": "zh-hans"})
    both = [case()["Title (zh-hans)"], "Masts 2"]
    page = page_of(client, imported)
    assert [row["title"] for row in page.context["rows"]] == both
    # On a phone each cell stands in a line of its own, after its label.
    assert [page.content.decode().count(f'data-label="{label}"') for label in ("行", "编号", "处理方式")] == [2, 2, 2]
    # What an earlier version kept has one title alone.
    kept = [{key: value for key, value in row.items() if key != "titles"} for row in imported.plan["rows"]]
    Import.objects.update(plan={**imported.plan, "rows": kept})
    assert [row["title"] for row in page_of(client, imported).context["rows"]] == ["Masts for villages", "Masts 2"]
    Import.objects.update(plan=imported.plan)
    act("import_start", imported)
    imported.refresh_from_db()
    assert [item.label.partition(" ")[2] for item in imported.import_job.items.order_by("number")] == both


def test_problems_keep_it_back_and_stand_at_their_cells(send, act, client):
    send(case(), case(2) | {"Category": "-Poetry"})
    imported = Import.objects.get()
    page = page_of(client, imported)
    assert (page.context["may_start"], page.context["plan"]["problems"]) == (False, 1)
    html = page.content.decode()
    assert "Mend the problems in the table" in html
    assert "Import all of it" not in html
    only = page_of(client, imported, "?show=problems")
    assert [(row["number"], row["said"][0]["coordinate"]) for row in only.context["rows"]] == [(3, "B3")]
    for query in ("?show=nonsense", "?p=99", "?p=x"):
        assert page_of(client, imported, query).status_code == 200
    assert messages_of(act("import_start", imported)) == ["There is nothing that can be imported."]
    file = client.get(reverse("interchange:import_remarks", args=[imported.pk])).content.decode()
    lines = file.splitlines()
    assert lines[0] == "\ufeffCell,ID,Column,Kind,Remark"
    (told,) = [line for line in lines if line.startswith("B3,")]
    assert told.startswith('B3,2026-002,Category,Problem,"There is no category “-Poetry”. ')


def test_remarks_stand_in_the_order_of_the_cells(send, client):
    send(case() | {"Outstanding case": "perhaps", "Countries and regions": "Kenya", "Cover": "gone.png"})
    imported = Import.objects.get()
    (row,) = page_of(client, imported).context["rows"]
    found = [remark["coordinate"].rstrip("0123456789") for remark in row["said"]]
    assert found == sorted(found, key=lambda letters: (len(letters), letters))
    assert len(found) == 5
    lines = client.get(reverse("interchange:import_remarks", args=[imported.pk])).content.decode().splitlines()
    assert [line.partition(",")[0].rstrip("0123456789") for line in lines[1:]] == found


def test_all_or_nothing(send, act, edition, monkeypatch):
    send(case(Cover="mast.png"), case(2), archive=zip_of(mast="navy"))
    imported = Import.objects.get()
    before = (pages(), get_image_model().objects.count(), CaseIdentifier.objects.count())
    apply, stored = Importer.apply, []

    def fail(self, row):
        page = apply(self, row)
        stored.extend(self.images.stored)
        if row.number == 3:
            raise ValueError("a bug")
        return page

    monkeypatch.setattr(Importer, "apply", fail)
    act("import_start", imported)
    imported.refresh_from_db()
    assert imported.import_job.status == JobStatus.FAILED
    assert "Nothing was done" in imported.import_job.message
    assert (pages(), get_image_model().objects.count(), CaseIdentifier.objects.count()) == before
    storage = get_image_model()._meta.get_field("file").storage
    assert [storage.exists(name) for name in set(stored)] == [False]
    monkeypatch.undo()
    act("import_check", imported)
    act("import_start", imported)
    assert CasePage.objects.filter(locale=edition.locale, draft_title__startswith="Masts").count() == 2


def test_an_import_whose_worker_was_killed_has_done_nothing_and_begins_again(send, act, client):
    send(case(), case(2))
    imported = Import.objects.get()
    start_import(imported=imported, user=imported.user)
    imported.refresh_from_db()
    # As its progress is told on PostgreSQL, by a process that is no more.
    Job.objects.filter(pk=imported.import_job.pk).update(
        status=JobStatus.RUNNING, worker="elsewhere|1|x", done=1, heartbeat_at=timezone.now() - timedelta(hours=1)
    )
    page = page_of(client, imported)
    assert (page.context["status"], page.context["job"].done, page.context["left"]) == ("Interrupted", 0, 2)
    html = page.content.decode()
    assert ("Import all of it" in html, "There is nothing to do" in html, "Begin again" in html) == (False, False, True)
    job_page = client.get(reverse("cases_cms_job", args=[imported.import_job.pk]))
    assert [(name, number) for name, _label, number in job_page.context["filters"]] == [("waiting", 2)]
    assert runner.run_job(imported.import_job.pk) == JobStatus.DONE
    assert CaseIdentifier.objects.count() == 2


def test_what_changed_since_the_dry_run_is_found(send, act, edition):
    send(case() | {"ID": "2026-900"})
    imported = Import.objects.get()
    bring_in(edition, case())
    act("import_start", imported)
    imported.refresh_from_db()
    assert imported.import_job.status == JobStatus.FAILED
    assert "the file has problems now" in imported.import_job.message


@pytest.mark.parametrize(
    ("name", "data"),
    [("cases.csv", b""), ("cases.xlsx", b"MZ\x90\x00"), ("cases.exe", b"ID,Title\n1,A"), ("a.csv", b"a,b\n1,2")],
)
def test_what_is_no_table_is_refused_in_the_form(send, name, data):
    response = send(data=data, name=name)
    assert (response.status_code, Import.objects.count()) == (200, 0)
    assert len(response.context["form"].errors["table"]) == 1


def test_only_who_makes_cases_gets_here(edition, send):
    stranger = client_of(make_user("stranger"))
    send(case())
    imported = Import.objects.get()
    for name, args in (("imports", []), ("import", [imported.pk]), ("import_remarks", [imported.pk])):
        assert stranger.get(reverse(f"interchange:{name}", args=args)).status_code == 302
    for name in ("import_start", "import_check", "import_discard"):
        assert stranger.post(reverse(f"interchange:{name}", args=[imported.pk])).status_code == 302
    assert (send(case(), by=stranger).status_code, Import.objects.count()) == (302, 1)
    assert Import.objects.get().import_job is None


def test_an_edition_that_is_none_of_the_persons_is_not_offered(edition, send):
    maker = client_of(make_user("maker", permissions=("cases_interchange.add_import",)))
    page = maker.get(reverse("interchange:imports"))
    assert (page.context["editions"], "There is no edition" in page.content.decode()) == ([], True)
    assert send(case(), by=maker).status_code == 200
    assert Import.objects.count() == 0


def test_files_of_editions_where_a_person_makes_no_cases_are_not_seen(edition, send, small_site):
    """What a file says of an edition is as secret as its drafts."""
    other = EditionPageFactory(parent=small_site.collection, year=2031, released=False)
    right = {"actions": ("add",), "permissions": ("cases_interchange.add_import",)}
    maker, colleague = make_user("maker", page=other, **right), make_user("colleague", page=edition, **right)
    send(case())
    imported = Import.objects.get()
    for user, status, seen in ((maker, 404, False), (colleague, 200, True)):
        client = client_of(user)
        assert ("cases.csv" in client.get(reverse("interchange:imports")).content.decode()) is seen
        for name in ("import", "import_remarks"):
            assert client.get(reverse(f"interchange:{name}", args=[imported.pk]), follow=True).status_code == status
    for name in ("import_start", "import_check", "import_discard"):
        assert client_of(maker).post(reverse(f"interchange:{name}", args=[imported.pk]), follow=True).status_code == 404
    assert Import.objects.get().import_job is None


def test_discard(send, act, client):
    send(case())
    imported = Import.objects.get()
    assert messages_of(act("import_discard", imported)) == ["The file was discarded."]
    assert Import.objects.count() == 0
    assert client.get(reverse("interchange:import", args=[imported.pk]), follow=True).status_code == 404


def test_the_list_and_a_plan_cost_the_same_for_any_number(send, act, client, django_assert_num_queries):
    send(case())
    one = Import.objects.get()
    client.get(reverse("interchange:imports"))
    page_of(client, one)
    with django_assert_num_queries(LIST):
        client.get(reverse("interchange:imports"))
    with django_assert_num_queries(PLAN):
        page_of(client, one)
    send(*(case(number) for number in range(1, 40)))
    many = Import.objects.order_by("-pk").first()
    page_of(client, many)
    with django_assert_num_queries(LIST):
        client.get(reverse("interchange:imports"))
    with django_assert_num_queries(PLAN):
        page_of(client, many)
    for imported, rows in ((one, 1), (many, 39)):
        act("import_start", imported)
        page_of(client, imported)
        with django_assert_num_queries(DONE):
            assert len([row["page"] for row in page_of(client, imported).context["rows"] if row["page"]]) == rows
