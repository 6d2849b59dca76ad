"""What the world sees of an all-or-nothing job while its one transaction is open, and how it is told to stop.

On PostgreSQL the job's row is written by a connection of its own. SQLite has one writer: there it is a file beside the
database, and another one by which people ask for a stop (docs/decisions/0092).
"""

import json
import os
import time
from pathlib import Path

from django.db import connection
from django.utils import timezone

from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.handlers import handler_of
from cases_cms.core.jobs.models import Job

#: Seconds between two signs of life.
INTERVAL = 0.5


def is_whole(job):
    """Whether the job is done in one transaction, all of it or nothing."""
    handler = handler_of(job.kind)
    return handler is not None and handler.all_or_nothing


def _database_file():
    """The file of an SQLite database, or None: another database, or one in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not name or ":memory:" in name or "mode=memory" in name:
        return None
    return Path(name)


class _Row:
    """Tells by the row itself; ``database`` is a connection that does not belong to the job's transaction."""

    def __init__(self, job, worker, database):
        self.job, self.worker, self.database = job, worker, database

    def tell(self, done):
        table = self.database.ops.quote_name(Job._meta.db_table)
        now = self.database.ops.adapt_datetimefield_value(timezone.now())
        with self.database.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET heartbeat_at = %s, done = %s "  # noqa: S608
                "WHERE id = %s AND worker = %s AND status = %s",
                [now, done, self.job.pk, self.worker, JobStatus.RUNNING.value],
            )
            return bool(cursor.rowcount)

    def stop_file(self):
        return None

    def close(self):
        if self.database is not connection:
            self.database.close()


class _Files:
    """Tells by files beside an SQLite database."""

    def __init__(self, job, worker, database_file):
        self.job, self.worker = job, worker
        self.progress, self.stop = _paths(database_file, job)
        self.close()  # of a worker that died

    def tell(self, done):
        new = self.progress.with_name(f"{self.progress.name}.new")
        new.write_text(json.dumps({"worker": self.worker, "done": done, "at": time.time()}), "utf-8")
        os.replace(new, self.progress)
        return True

    def stop_file(self):
        return self.stop

    def close(self):
        for path in (self.progress, self.stop):
            path.unlink(missing_ok=True)


def _paths(database_file, job):
    return tuple(database_file.with_name(f"{database_file.name}.job-{job.pk}.{what}") for what in ("progress", "stop"))


class Beside:
    """How an all-or-nothing job speaks with the world; ``with`` closes it. To be made outside its transaction."""

    def __init__(self, job, worker):
        file = _database_file()
        if file is not None:
            self.way = _Files(job, worker, file)
        elif connection.vendor == "postgresql" and not connection.in_atomic_block:
            self.way = _Row(job, worker, connection.copy())
        else:  # in a transaction of the caller's nobody sees anything anyway
            self.way = _Row(job, worker, connection)
        self.told_at = float("-inf")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.way.close()

    def tell(self, done):
        """Say how many items were tried, at most twice a second; returns False if another worker has taken the job."""
        if time.monotonic() - self.told_at < INTERVAL:
            return True
        self.told_at = time.monotonic()
        return self.way.tell(done)

    def is_stop_asked(self):
        """Whether somebody asked by a file; the row says it for itself."""
        file = self.way.stop_file()
        return file is not None and file.exists()

    def who_asked(self):
        """The primary key of who asked for the stop by a file, None where the row says so."""
        return int(self.way.stop_file().read_text("utf-8")) if self.is_stop_asked() else None


# --- For those who look ------------------------------------------------------------------------


def _running_files(job):
    file = _database_file()
    if job.status != JobStatus.RUNNING or file is None or not is_whole(job):
        return None
    return _paths(file, job)


def look(job):
    """Let ``job`` (not saved) say how far it is, where its row cannot; returns it."""
    paths = _running_files(job)
    if paths is None:
        return job
    try:
        told = json.loads(paths[0].read_text("utf-8"))
    except (OSError, ValueError):
        return job
    if told.get("worker") == job.worker:
        job.done = min(int(told["done"]), job.total)
        job.heartbeat_at = timezone.datetime.fromtimestamp(told["at"], tz=timezone.get_default_timezone())
        job.stop_asked = job.stop_asked or paths[1].exists()
    return job


def ask_to_stop(job, user):
    """Ask by a file, where the row cannot be written while the job runs; returns whether that was done."""
    paths = _running_files(job)
    if paths is None or not paths[0].exists():
        return False
    paths[1].write_text(str(user.pk), "utf-8")
    return True
