"""Jobs that are done in one transaction: all of it stays, or nothing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.urls import reverse

from cases_cms.core.jobs import beside, runner
from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.handlers import ItemError, register_job
from cases_cms.core.jobs.models import Job, JobFile
from cases_cms.core.jobs.services import continue_job, start_job, stop_job
from tests.cases_cms.core.jobs.work import WHOLE, MakeAllGroups
from tests.desk import client_of, make_user, messages_of

ROOT = Path(__file__).resolve().parents[4]
NOTHING = "Nothing was done: everything is as it was before."


@pytest.fixture(autouse=True)
def handler(monkeypatch):
    register_job(WHOLE, MakeAllGroups)
    monkeypatch.setattr(MakeAllGroups, "busy", 0)
    monkeypatch.setattr(MakeAllGroups, "before", staticmethod(lambda job, item: None))
    monkeypatch.setattr(runner, "PAUSE", 0)
    monkeypatch.setattr(beside, "INTERVAL", 0)
    yield MakeAllGroups
    runner.ending.clear()


@pytest.fixture
def user(db):
    return make_user("worker")


def start(user, *names):
    return start_job(WHOLE, {"names": names}, user)


def made(*names):
    return set(Group.objects.filter(name__in=names).values_list("name", flat=True))


def outcome(job):
    job.refresh_from_db()
    return job.status, (job.done, job.skipped, job.failed), [item.status for item in job.items.all()]


def test_all_is_done_in_one_transaction(user):
    job = start(user, "a", "same", "b")
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert outcome(job) == (JobStatus.DONE, (2, 1, 0), ["done", "skipped", "done"])
    assert (made("a", "b"), job.message, job.files.count()) == ({"a", "b"}, "2 made", 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("rule", "A rule."),
        ("no", "Not this one."),
        ("forbidden", "You may not do this."),
        ("bug", "An unexpected error; it is in the server's log."),
    ],
)
def test_one_that_fails_undoes_all(user, name, reason):
    job = start(user, "a", name, "b")
    assert runner.run_job(job.pk) == JobStatus.FAILED
    assert outcome(job) == (JobStatus.FAILED, (0, 0, 1), ["waiting", "failed", "waiting"])
    assert (job.items.get(key=name).message, job.message) == (reason, f"It stopped at “Group {name}”. {NOTHING}")
    assert (made("a", "b", name), JobFile.objects.count()) == (set(), 0)
    job.items.filter(key=name).update(key="better")
    continue_job(job, user)
    assert outcome(job) == (JobStatus.WAITING, (0, 0, 0), ["waiting"] * 3)
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert outcome(job) == (JobStatus.DONE, (3, 0, 0), ["done"] * 3)
    assert made("a", "better", "b") == {"a", "better", "b"}


def test_an_end_that_fails_undoes_all(user, handler, monkeypatch):
    job = start(user, "a")
    monkeypatch.setattr(handler, "finish", lambda self, job: 1 / 0)
    assert runner.run_job(job.pk) == JobStatus.FAILED
    assert (outcome(job), made("a")) == ((JobStatus.FAILED, (0, 0, 0), ["waiting"]), set())
    assert job.message == f"An unexpected error stopped the work; it is in the server's log. {NOTHING}"


def test_what_is_told_at_the_beginning_and_after_an_undoing(user, handler, monkeypatch):
    told = []
    monkeypatch.setattr(handler, "begin", lambda self, job: told.append("begin"))
    monkeypatch.setattr(handler, "undone", lambda self, job: told.append("undone"))
    runner.run_job(start(user, "a").pk)
    runner.run_job(start(user, "b", "no").pk)
    assert told == ["begin", "begin", "undone"]

    def refuse(self, job):
        raise ItemError("The file is gone.")

    monkeypatch.setattr(handler, "begin", refuse)
    job = start(user, "c")
    assert runner.run_job(job.pk) == JobStatus.FAILED
    assert (outcome(job)[2], made("b", "c")) == (["waiting"], set())
    assert job.message == f"The file is gone. {NOTHING}"


def test_a_busy_database_begins_all_of_it_again(user, handler):
    handler.busy = 2
    job = start(user, "a", "busy")
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert (outcome(job), made("a", "busy")) == ((JobStatus.DONE, (2, 0, 0), ["done", "done"]), {"a", "busy"})
    handler.busy = 9
    job = start(user, "b", "busy")
    Group.objects.filter(name="busy").delete()
    assert runner.run_job(job.pk) == JobStatus.FAILED
    assert (job.message, made("b", "busy")) == ("", set())
    assert (outcome(job)[1], job.message) == ((0, 0, 0), f"The database was busy. Try again. {NOTHING}")


def test_a_stop_undoes_all_and_going_on_begins_anew(user, handler):
    job = start(user, "a", "b", "c")
    handler.before = staticmethod(lambda job, item: item.key == "b" and Job.objects.update(stop_asked=True))
    assert runner.run_job(job.pk) == JobStatus.CANCELLED
    assert outcome(job) == (JobStatus.CANCELLED, (0, 0, 0), ["waiting"] * 3)
    assert (job.message, made("a", "b", "c")) == (f"Stopped. {NOTHING}", set())
    handler.before = staticmethod(lambda job, item: None)
    continue_job(job, user)
    assert runner.run_job(job.pk) == JobStatus.DONE
    assert made("a", "b", "c") == {"a", "b", "c"}


def test_a_worker_that_is_told_to_end_leaves_nothing_behind(user, handler):
    job = start(user, "a", "b")
    handler.before = staticmethod(lambda job, item: runner.ending.set())
    assert runner.run_job(job.pk) == JobStatus.WAITING
    assert (outcome(job), made("a", "b")) == ((JobStatus.WAITING, (0, 0, 0), ["waiting"] * 2), set())


def test_who_lost_the_job_or_the_account_leaves_nothing(user, handler):
    job = start(user, "a", "b")
    handler.before = staticmethod(lambda job, item: Job.objects.update(worker="another|1|y"))
    assert (runner.run_job(job.pk), made("a", "b")) == (None, set())
    user.is_active = False
    user.save()
    Job.objects.update(status=JobStatus.WAITING)
    assert runner.run_job(job.pk) == JobStatus.FAILED
    job.refresh_from_db()
    assert job.message == f"Who started it has no account here any more. {NOTHING}"


def test_its_page_says_what_stopping_means(user):
    job = start(user, "a")
    client = client_of(user)
    page = client.get(reverse("cases_cms_job", args=[job.pk])).content.decode()
    assert "All or nothing: what it does stays only if all of it can be done." in page
    response = client.post(reverse("cases_cms_job_stop", args=[job.pk]), follow=True)
    assert messages_of(response) == ["The work stops. Everything will be as it was before."]
    assert "Begin again" in response.content.decode()
    assert stop_job(job, user).status == JobStatus.CANCELLED


# --- Seen from another process, on a database that commits ----------------------------------------


class Process:
    """A process of ``worker_process``."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.cases_cms.core.jobs.worker_process"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, *command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def read(self):
        return json.loads(self.process.stdout.readline())

    def __call__(self, *command):
        self.send(*command)
        return self.read()

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


@pytest.fixture(scope="module")
def database_url(django_db_setup, django_db_blocker, tmp_path_factory):
    """Where processes find a database like the tests': the very one on PostgreSQL, a copy in a file on SQLite."""
    if connection.vendor != "sqlite":
        return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    path = tmp_path_factory.mktemp("jobs") / "copy.sqlite3"
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return f"sqlite:///{path}"


@pytest.fixture
def processes(database_url):
    paths = os.pathsep.join([str(ROOT), str(ROOT / "site")])
    environment = {**os.environ, "DATABASE_URL": database_url, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    both = Process(environment), Process(environment)
    yield both
    both[1]("clean")
    for process in both:
        process.end()


@pytest.mark.django_db
def test_its_progress_is_seen_and_a_stop_is_heard_while_the_transaction_is_open(processes, database_url):
    worker, other = processes
    job = other("start", ["a", "b", "pause", "c"])
    worker.send("run", job)
    assert worker.read() == {"at": "pause"}
    seen = other("look", job)
    assert (seen["status"], seen["done"], seen["groups"]) == ("Running", 2, 0)
    assert other("stop", job) is True
    assert other("look", job)["status"] == "Stopping"
    assert worker("go") == JobStatus.CANCELLED
    seen = other("look", job)
    assert (seen["status"], seen["done"], seen["groups"], seen["items"]) == ("Stopped", 0, 0, ["waiting"] * 4)
    assert seen["message"] == f"Stopped. {NOTHING}"
    assert [action for action, _user in seen["log"]] == ["cases_cms.job.start", "cases_cms.job.stop"]
    assert [name for _action, name in seen["log"]] == ["worker of a process"] * 2
    assert other("continue", job) == {"at": "pause"}  # the tests' backend does it at once
    other("go")
    seen = other("look", job)
    assert (seen["status"], seen["done"], seen["groups"], seen["items"]) == ("Done", 4, 4, ["done"] * 4)
    assert [path.name for path in Path(database_url.removeprefix("sqlite:///")).parent.glob("*.job-*")] == []


@pytest.mark.django_db
def test_killed_in_the_middle_it_leaves_nothing_and_is_begun_anew(processes):
    worker, other = processes
    job = other("start", ["a", "pause", "b"])
    worker.send("run", job)
    assert worker.read() == {"at": "pause"}
    worker.process.send_signal(signal.SIGKILL)
    worker.process.wait(30)
    seen = other("look", job)
    assert (seen["status"], seen["groups"], seen["items"]) == ("Interrupted", 0, ["waiting"] * 3)
    other.send("work")
    assert other.read() == {"at": "pause"}
    other("go")
    seen = other("look", job)
    assert (seen["status"], seen["done"], seen["groups"], seen["items"]) == ("Done", 3, 3, ["done"] * 3)
