"""Rehearse, release and undo from an edition's page."""

import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cases_cms.core.jobs.models import Job
from cases_cms.core.jobs.runner import run_job
from cases_cms.core.jobs.services import start_job
from cases_cms.core.roles import RoleCode
from cases_cms.release import planning
from cases_cms.release.admin import runs
from cases_cms.release.management.commands import release_editions
from cases_cms.release.models import ReleaseRun
from cases_cms.release.services import ensure_release
from tests.cases_cms.release.readiness.building import embargoed_edition, ready_case
from tests.cases_cms.release.secretariat import in_days, make_secretary
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_site):
    page, _release = embargoed_edition(small_site)
    ready_case(page)
    return page


@pytest.fixture
def release(edition):
    release = ensure_release(edition.translation_key)
    release = planning.plan(
        release=release, release_at=in_days(), languages=["en", "zh-hans"], user=make_secretary("sue")
    )
    return planning.confirm(release=release, user=None)


@pytest.fixture
def desk(client, release):
    client.force_login(make_secretary("sam"))
    return client


def post(client, name, release, **data):
    response = client.post(reverse(f"release:{name}", args=[release.pk]), data, follow=True)
    assert response.status_code == 200
    return [str(message).strip() for message in response.context["messages"]]


def live(edition):
    return Page.objects.filter(path__startswith=edition.path, live=True).count()


def kinds():
    return list(ReleaseRun.objects.order_by("pk").values_list("kind", "status"))


def test_release_and_undo_by_hand(desk, release, edition):
    assert post(desk, "release", release, typed="2025") == ["This is not the year of the edition. Nothing was done."]
    assert (live(edition), kinds()) == (0, [])
    (said, *_left_out) = post(desk, "release", release, typed=" 2026 ")
    assert said.startswith("The edition is public. 4 pages in ")
    assert (live(edition), kinds()) == (2, [("release", "done")])
    assert post(desk, "undo", release, typed="2026", reason="") == ["This field is required."]
    (said,) = post(desk, "undo", release, typed="2026", reason="A wrong name.")
    assert said.startswith("The edition is under embargo again. 4 pages in ")
    assert (live(edition), kinds()) == (0, [("release", "done"), ("undo", "done")])


def hint(desk, release):
    return (
        "the scheduler does not seem to run" in desk.get(reverse("release:edition", args=[release.pk])).content.decode()
    )


def test_a_release_that_no_scheduler_takes_up_is_told(desk, release, edition):
    with time_machine.travel(release.release_at + timedelta(seconds=29)):
        assert hint(desk, release) is False
    with time_machine.travel(release.release_at + timedelta(seconds=31)):
        assert hint(desk, release) is True
        page = ready_case(edition)
        page.save_revision()
        with pytest.raises(CommandError):
            call_command("release_editions", stdout=StringIO(), stderr=StringIO())
        assert (hint(desk, release), kinds()) == (False, [("release", "refused")])


def test_a_plan_that_nobody_confirmed_waits_for_a_person_not_for_the_scheduler(desk, release):
    planning.plan(release=release, release_at=release.release_at, languages=["en"], user=make_secretary("sid"))
    release.refresh_from_db()
    with time_machine.travel(release.release_at + timedelta(hours=1)):
        assert hint(desk, release) is False


def test_the_loop_ends_with_the_process_that_it_stands_beside(release):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    call_command("release_editions", loop=True, beside=gone.pid, stdout=(out := StringIO()))
    call_command("release_editions", loop=True, beside=gone.pid, verbosity=0, stdout=out)
    assert out.getvalue() == "Waiting for the time of planned editions.\n"


def test_the_loop_is_interrupted_without_a_traceback(release, monkeypatch):
    def interrupt(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupt)
    monkeypatch.setattr(release_editions, "close_old_connections", lambda: None)  # it is the test's own
    with pytest.raises(SystemExit) as end:
        call_command("release_editions", loop=True, verbosity=0)
    assert end.value.code == 130


def test_what_is_refused_is_said(desk, release, edition):
    page = ready_case(edition)
    page.save_revision()
    said = post(desk, "release", release, typed="2026")
    assert {page.title in sentence for sentence in said} == {True}
    assert (live(edition), kinds()) == (0, [("release", "refused")])


def test_what_fails_is_said(desk, release, edition, monkeypatch):
    def fail(**kwargs):
        raise OSError("The database is away")

    monkeypatch.setattr(runs, "release_edition", fail)
    assert post(desk, "release", release, typed="2026") == [
        "The release failed. Nothing has become public; it can be run again."
    ]
    assert live(edition) == 0


def test_a_rehearsal_is_a_job(desk, release, edition, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = desk.post(reverse("release:rehearse", args=[release.pk]))
    job = Job.objects.get()
    assert response["Location"] == reverse("cases_cms_job", args=[job.pk])
    assert (job.kind, job.total) == (runs.jobs.KIND, 1)
    runs.jobs.Rehearsal().run(job, job.items.get())
    assert (live(edition), kinds()[-1]) == (0, ("rehearsal", "done"))


@pytest.mark.parametrize("is_ready", [True, False])
def test_its_page_leads_back_and_speaks_the_readers_language(client, release, edition, is_ready):
    if not is_ready:
        make_case(edition, publish=False, title="Networks")
    with translation.override("en"):
        job = start_job(runs.jobs.KIND, {"release": release.pk}, make_secretary("ann"))
        run_job(job.pk)
    reader = make_secretary("tom")
    UserProfile.objects.update_or_create(user=reader, defaults={"preferred_language": "zh-hans"})
    client.force_login(reader)
    page = reverse("cases_cms_job", args=[job.pk])
    client.get(page)
    html = client.get(page).content.decode()
    assert f'<a href="{reverse("release:edition", args=[release.pk])}">该届的发布</a>' in html
    row = html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "2026届" in row
    assert ("“Networks”（英语）：" if not is_ready else "秒。") in row
    assert "Edition of" not in row
    assert " s.<" not in row


@pytest.mark.parametrize("code", [RoleCode.EDITORS, RoleCode.TRANSLATORS, RoleCode.MODERATORS])
def test_others_may_not(client, release, edition, code):
    client.force_login(make_secretary("olga", code))
    for name in ("release", "undo", "rehearse"):
        said = post(client, name, release, typed="2026", reason="No.")
        assert (name, said) == (name, ["Sorry, you do not have permission to access this area."])
    assert (live(edition), kinds(), Job.objects.count()) == (0, [], 0)
