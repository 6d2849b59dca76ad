"""Real processes on a real database: two at once, one that is killed, one whose database goes away."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from cases_cms.demo.made_up_edition import YEAR

#: One worker runs them all, so that the edition is built once.
pytestmark = pytest.mark.xdist_group("processes")

SCRIPT = "tests.cases_cms.release.process_script"
DONE = {"state": "released", "on_time": True, "live": 8, "pages": 8, "listed": 6, "runs": [["release", "done"]]}
BEFORE = {"state": "embargo", "on_time": False, "live": 0, "pages": 8, "listed": 0, "runs": []}


class Own:
    """A database of one's own, a copy of the tests' one before any content, or of ``original``."""

    def __init__(self, folder, original=None):
        self.folder, self.started = folder, []
        if connection.vendor == "sqlite":
            path = folder / "own.sqlite3"
            if original is None:
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(path)])
            else:
                with contextlib.closing(sqlite3.connect(original.url.removeprefix("sqlite:///"))) as other:
                    other.execute("VACUUM INTO ?", [str(path)])
            self.url = f"sqlite:///{path}"
        else:
            values = connection.settings_dict
            template = values["NAME"] if original is None else original.name
            self.name = f"{template}_own"
            self.admin(f'DROP DATABASE IF EXISTS "{self.name}"', f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
            login = f"{values['USER']}:{values['PASSWORD']}@" if values["PASSWORD"] else f"{values['USER']}@"
            self.url = f"postgres://{login}{values['HOST']}:{values['PORT'] or 5432}/{self.name}"

    def admin(self, *statements):
        """SQL from outside of the databases in question."""
        connection.close()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def drop(self):
        for process in self.started:  # one that a failed test left behind would disturb the next test
            if process.poll() is None:
                process.kill()
                process.wait(30)
        if connection.vendor == "postgresql":
            self.admin(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def start(self, *command):
        environment = {
            **os.environ,
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": os.pathsep.join([str(settings.BASE_DIR), str(settings.BASE_DIR / "site")]),
        }
        process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(process)
        return process

    def run(self, *command):
        process = self.start(*command)
        out, _error = process.communicate(timeout=300)
        assert process.returncode == 0, out
        return out

    def script(self, *arguments):
        return self.run("-m", SCRIPT, *arguments)

    def scheduler(self, within=120):
        return self.start("manage.py", "release_editions", "--within", within)

    def told(self):
        return json.loads(self.script("tell").splitlines()[-1])

    def signs(self):
        return json.loads(self.script("signs").splitlines()[-1])

    def wait_for_a_sign(self):
        """The first sign of a scheduler."""
        deadline = time.monotonic() + 120
        while not (found := self.signs()):
            assert time.monotonic() < deadline
        return found

    @contextlib.contextmanager
    def nobody_can_give_signs(self):
        """Somebody else writes: on SQLite that is all of the database, on PostgreSQL the signs' table."""
        if connection.vendor == "sqlite":
            with contextlib.closing(
                sqlite3.connect(self.url.removeprefix("sqlite:///"), isolation_level=None)
            ) as other:
                other.execute("BEGIN IMMEDIATE")
                yield
                other.execute("ROLLBACK")
            return
        import psycopg  # SQLite's tests run without it

        with psycopg.connect(self.url) as other:
            other.execute("LOCK TABLE cases_release_schedulersign IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()

    def is_held(self):
        """Whether a process has begun to write."""
        if connection.vendor == "sqlite":
            with contextlib.closing(sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=0)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    return True
                return False
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
                "WHERE datname = %s AND locktype = 'advisory' AND granted",
                [self.name],
            )
            return cursor.fetchone()[0] > 0

    def end_connections(self):
        """As an administrator does, or a server that is stopped."""
        self.admin(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'")

    def wait_until_released(self):
        deadline = time.monotonic() + 120
        while (told := self.told())["state"] != "released":
            assert time.monotonic() < deadline, told
            time.sleep(1)
        return told

    def wait_until_held(self):
        deadline = time.monotonic() + 120
        while not self.is_held():
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """A database with an edition under embargo; tests copy it."""
    with django_db_blocker.unblock():
        own = Own(tmp_path_factory.mktemp("built"))
        try:
            own.run("manage.py", "migrate", "--verbosity", "0")
            own.script("build")
            yield own
        finally:
            own.drop()


@pytest.fixture
def own(built, django_db_blocker, tmp_path):
    """A database for one test, with an edition that is not released."""
    with django_db_blocker.unblock():
        own = Own(tmp_path, built)
        try:
            yield own
        finally:
            own.drop()


def test_killed_while_it_is_held_then_two_at_once(own):
    """Killed with everything written but the commit: nothing is left. Then two schedulers release it, once."""
    own.script("plan", 40)
    killed = own.scheduler()
    own.wait_until_held()
    time.sleep(1)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(30) == -signal.SIGKILL
    assert own.told() == BEFORE
    own.script("plan", 25)
    both = [own.scheduler(), own.scheduler()]
    outs = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outs
    assert own.told() == DONE


def at_once(own, verb):
    """What two processes say that do ``verb`` at the same time, sorted."""
    both = [own.start("-m", SCRIPT, verb) for _number in range(2)]
    outs = [process.communicate(timeout=300)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], outs
    return sorted(out.strip().splitlines()[-1] for out in outs)


def test_two_who_undo_and_two_who_abort_at_once(own):
    """One of two does it, the other is told."""
    own.script("plan", 0)
    own.run("manage.py", "release_editions")
    assert at_once(own, "undo") == ["done", "refused: The edition is under embargo already."]
    told = own.told()
    assert (told["state"], told["live"], told["listed"]) == ("embargo", 0, 0)
    assert told["runs"] == [["release", "done"], ["undo", "done"], ["undo", "refused"]]
    own.script("plan", 3600)
    assert at_once(own, "abort") == ["done", "refused: There is no plan to abort."]


def test_a_loop_that_ends_says_so_and_one_that_is_killed_is_not_heard_of_any_more(own):
    process = own.start("manage.py", "release_editions", "--loop")
    [[mode, seconds, is_ended]] = own.wait_for_a_sign()
    assert (mode, seconds < 30, is_ended) == ("loop", True, False)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert [is_ended for _mode, _seconds, is_ended in own.signs()] == [True]
    process = own.start("manage.py", "release_editions", "--loop")
    deadline = time.monotonic() + 60
    while len(own.signs()) < 2:
        assert time.monotonic() < deadline
    process.kill()
    process.communicate(timeout=30)
    before = own.signs()
    time.sleep(12)  # a loop would have given another
    after = own.signs()
    assert [is_ended for _mode, _seconds, is_ended in after] == [False, True]
    assert [seconds + 12 <= later for (_mode, seconds, _end), (_same, later, _) in zip(before, after, strict=True)] == [
        True,
        True,
    ]


def test_who_writes_keeps_a_loop_from_its_signs_but_from_nothing_else(own):
    """It looks on, gives its sign as soon as it can, and is on time; where only the signs are locked, all along."""
    own.script("plan", 50)
    with own.nobody_can_give_signs():
        process = own.start("manage.py", "release_editions", "--loop")
        time.sleep(15)
        assert process.poll() is None
        if connection.vendor == "sqlite":
            assert own.signs() == []
    try:
        assert own.wait_for_a_sign()[0][0] == "loop"
        held = own.nobody_can_give_signs() if connection.vendor == "postgresql" else contextlib.nullcontext()
        with held:
            assert own.wait_until_released() == DONE
    finally:
        process.kill()
        out, _error = process.communicate(timeout=60)
    assert "The database does not answer" not in out
    assert f"{YEAR}: released, 10 pages" in out


@pytest.mark.postgresql
def test_the_database_ends_the_connection_while_it_is_held(own):
    own.script("plan", 20)
    process = own.scheduler()
    own.wait_until_held()
    own.end_connections()
    out, _error = process.communicate(timeout=300)
    assert process.returncode == 1, out
    assert "The database does not answer: " in out
    assert {**own.told(), "runs": []} == BEFORE
    assert own.told()["runs"] in ([], [["release", "failed"]])
    own.script("plan", 15)
    again = own.scheduler()
    assert again.communicate(timeout=300)[1] is None
    assert again.returncode == 0
    assert own.told()["state"] == "released"


@pytest.mark.postgresql
def test_an_abort_is_seen_while_it_is_held(own):
    """On SQLite nobody else can write meanwhile: there an abort comes before, or too late."""
    own.script("plan", 40)
    process = own.scheduler()
    assert own.script("abort", 2).strip().splitlines()[-1] == "done"
    out, _error = process.communicate(timeout=300)
    assert process.returncode == 1, out
    assert "Aborted before the instant of release: “A mistake”" in out
    assert own.told() == {**BEFORE, "runs": [["release", "aborted"]]}


@pytest.mark.postgresql
def test_the_loop_survives_a_database_that_is_away_and_releases_late(own):
    """Away from before the instant until after it: nothing is public meanwhile, all of it once the database is back."""
    own.script("plan", 20)
    process = own.start("manage.py", "release_editions", "--loop")
    try:
        own.wait_until_held()
        own.admin(f'ALTER DATABASE "{own.name}" WITH ALLOW_CONNECTIONS false')
        own.end_connections()
        time.sleep(12)
        own.admin(f'ALTER DATABASE "{own.name}" WITH ALLOW_CONNECTIONS true')
        assert process.poll() is None
        told = own.wait_until_released()
    finally:
        process.kill()
        out, _error = process.communicate(timeout=60)
    assert told == {**DONE, "on_time": False}, out
    assert out.count("The database does not answer; this goes on until it does: ") == 1
    assert out.count("The database answers again.") == 1
    assert f"{YEAR}: released, 10 pages" in out
    assert "Late by " in out
