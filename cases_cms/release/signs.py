"""Signs of life: schedulers say that they look, and an edition's page says whether one does.

A sign is never waited for. It goes through a connection of its own that gives up at once where somebody else writes
(on SQLite an import, or the very release that the scheduler holds); the next look tries again.
"""

import contextlib
import os
import socket
import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.db import Error as DatabaseProblem
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases_cms.core.jobs.beside import is_whole
from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.models import Job
from cases_cms.core.jobs.services import is_abandoned
from cases_cms.release.enums import SchedulerMode
from cases_cms.release.models import SchedulerSign
from cases_cms.release.times import clock_time, in_zones

#: Seconds between two signs of a scheduler.
INTERVAL = 10
#: A scheduler that was not heard of for longer does not run.
FRESH = {SchedulerMode.LOOP: timedelta(seconds=30), SchedulerMode.CRON: timedelta(minutes=3)}
#: Signs that are older go when the next scheduler begins.
KEPT = timedelta(days=7)

_current = ContextVar("scheduler_sign", default=None)


# --- For schedulers ------------------------------------------------------------------------------


def still_here(*, at_once=False):
    """Give the sign of the scheduler that this process is, if it is one: for whoever waits on its behalf."""
    sign = _current.get()
    if sign is not None:
        sign.give(at_once=at_once)


class Sign:
    """The sign of this process; ``with`` it, a loop says when it has ended. To be made outside of transactions."""

    def __init__(self, mode, year=None):
        self.mode, self.year = mode, year
        self.host = socket.gethostname()[:200]
        self.process = os.getpid() if mode == SchedulerMode.LOOP else None
        self.key = "|".join(str(part or "") for part in (mode.value, self.host, self.process, year))
        self.given_at, self.is_first = float("-inf"), True
        # In a transaction of the caller's nobody sees anything anyway.
        self.database = connection if connection.in_atomic_block else _impatient()

    def __enter__(self):
        self.token = _current.set(self)
        return self

    def __exit__(self, *error):
        _current.reset(self.token)
        if self.mode == SchedulerMode.LOOP and not self.is_first:
            self._write("UPDATE {table} SET ended_at = %s WHERE {key} = %s", [self._now(), self.key])
        if self.database is not connection:
            self.database.close()

    def give(self, *, at_once=False):
        """Say that it has looked, every ten seconds; whether that was possible is no concern of the caller's."""
        if not at_once and time.monotonic() - self.given_at < INTERVAL:
            return
        now = self._now()
        values = [self.key, self.mode.value, self.host, self.process, self.year, now]
        if self._write(
            "INSERT INTO {table} ({key}, mode, host, process, year, looked_at) VALUES (%s, %s, %s, %s, %s, %s) "
            "ON CONFLICT ({key}) DO UPDATE SET looked_at = excluded.looked_at, ended_at = NULL",
            values,
        ):
            self.given_at = time.monotonic()
            if self.is_first:
                self.is_first = False
                self._write("DELETE FROM {table} WHERE looked_at < %s", [self._now(timezone.now() - KEPT)])

    def _now(self, moment=None):
        return self.database.ops.adapt_datetimefield_value(moment or timezone.now())

    def _write(self, statement, values):
        """Whether it is written; not where somebody else writes, or the database is away."""
        name = self.database.ops.quote_name
        statement = statement.format(table=name(SchedulerSign._meta.db_table), key=name("key"))
        try:
            with _at_once(self.database) as cursor:
                cursor.execute(statement, values)
        except DatabaseProblem:
            if self.database is not connection:
                with contextlib.suppress(DatabaseProblem):
                    self.database.close()
            return False
        return True


def _impatient():
    """A connection that waits for nobody."""
    database = connection.copy()
    options = {**database.settings_dict["OPTIONS"]}
    options.pop("pool", None)  # its connections are of the others' kind
    if database.vendor == "sqlite":
        options["timeout"] = 0
    elif database.vendor == "postgresql":
        options["connect_timeout"] = 2
    database.settings_dict["OPTIONS"] = options
    return database


@contextlib.contextmanager
def _at_once(database):
    """A cursor that waits for nobody; on PostgreSQL in a transaction, for a pooler would keep the setting."""
    with database.cursor() as cursor:
        if database is connection or database.vendor != "postgresql":
            yield cursor
            return
        database.set_autocommit(False)
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        yield cursor
        database.commit()
        database.set_autocommit(True)


# --- For those who look --------------------------------------------------------------------------


@dataclass(frozen=True)
class Outlook:
    """Whether anybody releases an edition at its time: by the best ``sign`` there is, or None, ``now``."""

    sign: SchedulerSign | None
    is_watched: bool
    now: object

    @property
    def text(self):
        """What is known, as a sentence."""
        if self.sign is None:
            return _("No scheduler has ever given a sign.")
        if not self.is_watched:
            if self.sign.ended_at:
                return _("The scheduler was ended: %(time)s.") % {"time": in_zones(self.sign.ended_at)[0]}
            return _("No scheduler has given a sign since %(time)s.") % {"time": in_zones(self.sign.looked_at)[0]}
        shown = clock_time(self.sign.looked_at)
        if self.sign.mode == SchedulerMode.CRON:
            return _("A scheduler looks by cron: last at %(time)s, expected every minute.") % {"time": shown}
        seconds = max(0, int((self.now - self.sign.looked_at).total_seconds()))
        return ngettext(
            "A scheduler looks every second; its last sign was %(number)d second ago, at %(time)s.",
            "A scheduler looks every second; its last sign was %(number)d seconds ago, at %(time)s.",
            seconds,
        ) % {"number": seconds, "time": shown}


@dataclass(frozen=True)
class Signs:
    """What schedulers have said by ``now``, the newest first; ``until`` is the last instant at which they could."""

    found: list
    now: object
    until: object

    def outlook(self, year):
        """The Outlook of the edition of ``year``: a loop is named before cron; of those that are gone the last."""
        found = [sign for sign in self.found if sign.year in (None, year)]
        fresh = [sign for sign in found if _is_fresh(sign, self.until)]
        loops = [sign for sign in fresh if sign.mode == SchedulerMode.LOOP]
        return Outlook(next(iter([*loops, *fresh, *found]), None), bool(fresh), self.now)


def _is_fresh(sign, now):
    return sign.ended_at is None and now - sign.looked_at <= FRESH[sign.mode]


def signs():
    """The Signs of all schedulers. One query; one more on SQLite where none is fresh."""
    now, found = timezone.now(), list(SchedulerSign.objects.all())
    if connection.vendor != "sqlite" or not found or any(_is_fresh(sign, now) for sign in found):
        return Signs(found, now, now)
    return Signs(found, now, min([now, *_held_since()]))


def _held_since():
    """Since when nobody can write on SQLite: when each import began that is done in one transaction."""
    running = [job for job in Job.objects.filter(status=JobStatus.RUNNING) if is_whole(job) and job.heartbeat_at]
    # The row has its first sign of life; the others are beside the database (core.jobs.beside).
    began = {job.pk: job.heartbeat_at for job in running}
    return [began[job.pk] for job in running if not is_abandoned(job)]
