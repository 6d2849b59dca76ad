"""Background work: every item once, whoever dies, stops it or takes it twice."""

import os
import socket
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone, translation
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from cases_cms.core.jobs import runner
from cases_cms.core.jobs.enums import ItemStatus, JobStatus
from cases_cms.core.jobs.handlers import register_job
from cases_cms.core.jobs.models import Job, JobFile
from cases_cms.core.jobs.services import continue_job, delete_old_jobs, is_abandoned, start_job, stop_job
from tests.cases_cms.core.jobs.work import KIND, MakeGroups
from tests.desk import make_admin, make_user

pytestmark = pytest.mark.django_db
#: Groups that Wagtail's migrations make.
WAGTAILS = {"Editors", "Moderators"}


@pytest.fixture
def user():
    return make_user("worker")


@pytest.fixture(autouse=True)
def handler(monkeypatch):
    """The kind of work of these tests; nothing it remembers stays."""
    register_job(KIND, MakeGroups)
    monkeypatch.setattr(MakeGroups, "busy", 0)
    monkeypatch.setattr(MakeGroups, "before", staticmethod(lambda job, item: None))
    monkeypatch.setattr(runner, "PAUSE", 0)
    yield MakeGroups
    runner.ending.clear()


def start(user, *names):
    return start_job(KIND, {"names": names}, user)


def made():
    return set(Group.objects.filter(user=None).values_list("name", flat=True)) - WAGTAILS


def outcome(job):
    job.refresh_from_db()
    return job.status, (job.done, job.skipped, job.failed), [item.status for item in job.items.all()]


def test_a_job_is_done_when_it_is_committed(user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = start(user, "a", "b")
        assert (job.status, job.total, made()) == (JobStatus.WAITING, 2, set())
    assert outcome(job) == (JobStatus.DONE, (2, 0, 0), ["done", "done"])
    assert (job.title, job.message, job.worker, job.percent) == ("Make 2 groups", "2 made", "", 100)
    assert made() == {"a", "b"}
    assert [(file.name, bytes(file.data), file.size) for file in job.files.all()] == [("groups.txt", b"all", 3)]


def test_nothing_to_do_is_no_job(user):
    with pytest.raises(ValidationError):
        start(user)
    assert Job.objects.count() == 0
    with pytest.raises(KeyError):
        start_job("unknown", {}, user)


def test_an_item_that_fails_is_undone_alone_and_says_why(user, caplog):
    job = start(user, "a", "rule", "no", "forbidden", "bug", "same", "b")
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert outcome(job) == (
        JobStatus.DONE,
        (2, 1, 4),
        ["done", "failed", "failed", "failed", "failed", "skipped", "done"],
    )
    assert [item.message for item in job.items.all()] == [
        "",
        "A rule.",
        "Not this one.",
        "You may not do this.",
        "An unexpected error; it is in the server's log.",
        "It is there.",
        "",
    ]
    assert made() == {"a", "b"}
    assert "a secret of the server" in caplog.text


def test_a_busy_database_is_tried_again(user, handler):
    handler.busy = 2
    job = start(user, "busy")
    runner.run_job(job.pk)
    assert outcome(job) == (JobStatus.DONE, (1, 0, 0), ["done"])
    assert made() == {"busy"}


def test_it_works_in_the_language_and_name_of_who_started_it(user, handler):
    seen = []
    handler.before = staticmethod(
        lambda job, item: seen.append((translation.get_language(), get_active_log_context().user))
    )
    with translation.override("zh-hans"):
        job = start(user, "no", "forbidden")
    runner.run_job(job.pk)
    assert seen == [("zh-hans", user)] * 2
    assert job.items.last().message != "You may not do this."
    assert translation.get_language() == "en"


# --- Interrupted ----------------------------------------------------------------------------------


def kill_at(handler, key, error=SystemExit):
    def before(job, item):
        if item.key == key:
            raise error

    handler.before = staticmethod(before)


def test_a_worker_that_is_told_to_end_leaves_the_rest_for_another(user, handler):
    job = start(user, "a", "b", "c")
    kill_at(handler, "b")
    with pytest.raises(SystemExit):
        runner.run_job(job.pk)
    assert outcome(job) == (JobStatus.WAITING, (1, 0, 0), ["done", "waiting", "waiting"])
    handler.before = staticmethod(lambda job, item: None)
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert outcome(job) == (JobStatus.DONE, (3, 0, 0), ["done"] * 3)
    assert made() == {"a", "b", "c"}


def test_a_worker_that_ends_gently_stops_after_the_item_in_hand(user, handler):
    job = start(user, "a", "b")
    handler.before = staticmethod(lambda job, item: runner.ending.set())
    assert runner.run_job(job.pk) == JobStatus.WAITING
    assert outcome(job) == (JobStatus.WAITING, (1, 0, 0), ["done", "waiting"])


@pytest.mark.parametrize(
    ("worker", "age", "abandoned"),
    [
        (f"{socket.gethostname()}|{os.getpid()}|x", timedelta(0), False),
        (f"{socket.gethostname()}|4194304|x", timedelta(0), True),  # no process has a number so high
        ("elsewhere|4194304|x", timedelta(0), False),
        ("elsewhere|1|x", timedelta(minutes=6), True),
        (f"{socket.gethostname()}|{os.getpid()}|x", timedelta(minutes=6), True),
    ],
    ids=["at work", "killed here", "elsewhere", "silent elsewhere", "silent here"],
)
def test_a_job_whose_worker_died_is_taken_by_another(user, worker, age, abandoned):
    job = start(user, "a")
    Job.objects.update(status=JobStatus.RUNNING, worker=worker, heartbeat_at=timezone.now() - age)
    job.refresh_from_db()
    assert is_abandoned(job) is abandoned
    call_command("run_jobs", verbosity=0)
    assert made() == ({"a"} if abandoned else set())


def test_the_same_job_is_taken_once(user, handler):
    job = start(user, "a", "b")
    second = []
    handler.before = staticmethod(lambda job, item: second.append(runner.run_job(job.pk)))
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert second == [None, None]
    assert runner.run_job(job.pk) is None
    assert outcome(job) == (JobStatus.DONE, (2, 0, 0), ["done", "done"])


def test_what_a_worker_does_after_it_lost_the_job_does_not_count(user, handler):
    job = start(user, "a", "b")
    handler.before = staticmethod(lambda job, item: Job.objects.update(worker="another|1|y"))
    assert runner.run_job(job.pk) is None
    assert outcome(job)[1:] == ((0, 0, 0), ["waiting", "waiting"])
    assert made() == set()


def test_run_jobs_does_all_that_waits(user, capsys):
    first, second = start(user, "a"), start(user, "b")
    call_command("run_jobs")
    assert made() == {"a", "b"}
    assert capsys.readouterr().out.splitlines() == [
        f"{first.pk}  Make 1 groups: Done",
        f"{second.pk}  Make 1 groups: Done",
    ]


# --- Stopped and continued ------------------------------------------------------------------------


def test_stop_and_continue(user, handler):
    job = start(user, "a", "b", "c")
    handler.before = staticmethod(lambda job, item: item.key == "b" and stop_job(job, user))
    assert runner.run_job(job.pk) == JobStatus.CANCELLED
    assert outcome(job) == (JobStatus.CANCELLED, (2, 0, 0), ["done", "done", "waiting"])
    assert made() == {"a", "b"}
    handler.before = staticmethod(lambda job, item: None)
    continue_job(job, user)
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert outcome(job) == (JobStatus.DONE, (3, 0, 0), ["done"] * 3)
    assert list(ModelLogEntry.objects.for_instance(job).order_by("pk").values_list("action", "user")) == [
        ("cases_cms.job.start", user.pk),
        ("cases_cms.job.stop", user.pk),
        ("cases_cms.job.continue", user.pk),
    ]


def test_stop_of_what_waits_is_at_once(user):
    job = start(user, "a")
    stop_job(job, user)
    assert outcome(job)[0] == JobStatus.CANCELLED
    assert runner.run_job(job.pk) is None
    assert made() == set()


def test_what_failed_is_tried_again_and_nothing_else(user, handler):
    job = start(user, "a", "no")
    runner.run_job(job.pk)
    job.refresh_from_db()
    continue_job(job, user)  # nothing was stopped
    assert outcome(job)[0] == JobStatus.DONE
    job.items.filter(key="no").update(key="better")
    continue_job(job, user, failed_too=True)
    assert outcome(job) == (JobStatus.WAITING, (1, 0, 0), ["done", "waiting"])
    runner.run_job(job.pk)
    assert outcome(job) == (JobStatus.DONE, (2, 0, 0), ["done", "done"])
    assert made() == {"a", "better"}


def test_only_who_started_it_and_who_may_change_all_stop_it(user):
    job = start(user, "a")
    other, chief = make_user("other"), make_user("chief", permissions=["cases_core.change_job"])
    for someone in (other, make_user("viewer", permissions=["cases_core.view_job"])):
        with pytest.raises(PermissionDenied):
            stop_job(job, someone)
        with pytest.raises(PermissionDenied):
            continue_job(job, someone)
    assert outcome(job)[0] == JobStatus.WAITING
    stop_job(job, chief)
    assert outcome(job)[0] == JobStatus.CANCELLED


@pytest.mark.parametrize("change", ["delete", "deactivate"])
def test_nothing_is_done_in_the_name_of_nobody(user, handler, change):
    job = start(user, "a", "b", "c")

    def lose(job, item):
        assert job.user == user
        if item.key == "b":
            user.is_active = False
            user.save() if change == "deactivate" else type(user).objects.get(pk=user.pk).delete()

    handler.before = staticmethod(lose)
    assert runner.run_job(job.pk) == JobStatus.FAILED
    assert outcome(job) == (JobStatus.FAILED, (2, 0, 0), ["done", "done", "waiting"])
    assert job.message == "Who started it has no account here any more."
    assert made() & {"a", "b", "c"} == {"a", "b"}


def test_rights_are_asked_anew_for_each_item(handler):
    user, found = make_user("half", permissions=["cases_core.change_job"]), []

    def take(job, item):
        found.append(job.user.has_perm("cases_core.change_job"))
        user.user_permissions.clear()
        user.groups.clear()

    handler.before = staticmethod(take)
    runner.run_job(start(user, "a", "b").pk)
    assert found == [True, False]


def test_an_end_of_another_workers_leaves_nothing(user, handler, monkeypatch):
    job, end = start(user, "a"), handler.finish

    def late(self, job):
        Job.objects.update(worker="another|1|x")
        return end(self, job)

    monkeypatch.setattr(handler, "finish", late)
    assert runner.run_job(job.pk) is None
    assert (outcome(job)[0], JobFile.objects.count()) == (JobStatus.RUNNING, 0)


def test_a_kind_that_is_gone_fails_and_says_so(user):
    job = start(user, "a")
    Job.objects.update(kind="gone")
    assert runner.run_job(job.pk) == JobStatus.FAILED
    assert outcome(job) == (JobStatus.FAILED, (0, 0, 0), [ItemStatus.WAITING])
    assert job.message == "This kind of work is no longer installed."


def test_an_end_that_fails_can_be_tried_again(user, handler, monkeypatch, caplog):
    job = start(user, "a")
    monkeypatch.setattr(handler, "finish", lambda self, job: 1 / 0)
    assert runner.run_job(job.pk) == JobStatus.FAILED
    monkeypatch.undo()
    job.refresh_from_db()
    continue_job(job, user)
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert outcome(job) == (JobStatus.DONE, (1, 0, 0), ["done"])


def test_queries_are_the_same_for_each_item(user, django_assert_num_queries):
    first, second = start(user, "a"), start(user, *"bcdefghijk")
    runner.run_job(start(user, "warm").pk)
    with django_assert_num_queries(18):
        runner.run_job(first.pk)
    with django_assert_num_queries(18 + 9 * 7):
        runner.run_job(second.pk)


def test_old_jobs_are_deleted_with_their_files(user):
    old, new, waiting = start(user, "a"), start(user, "b"), start(user, "c")
    runner.run_job(old.pk)
    runner.run_job(new.pk)
    Job.objects.filter(pk__in=[old.pk, waiting.pk]).update(finished_at=timezone.now() - timedelta(days=91))
    assert delete_old_jobs(90) == 1
    assert list(Job.objects.order_by("pk")) == [new, waiting]
    assert JobFile.objects.count() == 1


def test_administrators_may_all(user):
    job = start(user, "a")
    stop_job(job, make_admin())
    assert outcome(job)[0] == JobStatus.CANCELLED
