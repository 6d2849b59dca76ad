"""Waits for the instant of a release: before its transaction, and in it, when all is written but the commit."""

import logging
import time

from django.db import Error as DatabaseProblem
from django.db import connection, connections
from django.utils import timezone

from cases_cms.core.told import gettext as _
from cases_cms.release.enums import EditionState
from cases_cms.release.errors import AlreadyReleasedError, ReleaseAbortedError
from cases_cms.release.models import AbortRequest, EditionRelease
from cases_cms.release.signs import still_here

logger = logging.getLogger(__name__)

#: Seconds between two looks at whether somebody wants to abort.
LOOK = 0.5
#: Seconds before the instant in which nothing else is done.
QUIET = 2
#: Seconds that a release begins before its instant: at least, and at most, by database.
LEAD = {"postgresql": (5, 60), "sqlite": (4, 12)}


def lead(release):
    """Seconds before its instant at which the work for a release begins: thrice what it took the last time."""
    least, most = LEAD.get(connection.vendor, LEAD["sqlite"])
    last = release.runs.exclude(duration=0).values_list("duration", flat=True).first() or 0
    return min(most, max(least, 2 + 3 * last / 1000))


def seconds_to(instant):
    """How long it is until then; 0 where it has passed."""
    return max(0.0, (instant - timezone.now()).total_seconds())


def wait_for_turn(release, not_before):
    """Wait, outside of any transaction, until it is time to begin. ReleaseAbortedError if the plan changes."""
    begin = lead(release)
    while (left := seconds_to(not_before) - begin) > 0:
        still_here()
        time.sleep(min(left, LOOK))
        try:
            now = EditionRelease.objects.get(pk=release.pk)
        except DatabaseProblem:
            # Nothing has begun: it may be back in time.
            logger.exception("The database does not answer")
            connection.close()
            continue
        if now.state == EditionState.RELEASED:
            raise AlreadyReleasedError(_("The edition has been released."))
        if now.release_at != not_before:
            raise ReleaseAbortedError(_("The plan was changed or taken away before the release began."))
    still_here(at_once=True)  # the last that can be given on SQLite before the commit


class Watch:
    """Sees, through a connection of its own, whether somebody aborts a release that is held in its transaction.

    On SQLite nobody else can write while the transaction is open: there the watch sees nothing, and an abort waits.
    """

    def __init__(self, edition_key):
        self.edition_key, self.since, self.other = edition_key, timezone.now(), None

    def __enter__(self):
        if connection.vendor == "postgresql":
            self.other = connections.create_connection(connection.alias)
        return self

    def __exit__(self, *_error):
        if self.other is not None:
            self.other.close()

    def look(self):
        """Raise ReleaseAbortedError if somebody has asked for it since the watch began."""
        if self.other is None:
            return
        table = self.other.ops.quote_name(AbortRequest._meta.db_table)
        with self.other.cursor() as cursor:
            cursor.execute(
                f"SELECT reason FROM {table} WHERE edition_key = %s AND asked_at >= %s ORDER BY id",  # noqa: S608
                [self.edition_key, self.since],
            )
            row = cursor.fetchone()
        if row is not None:
            raise ReleaseAbortedError(_("Aborted before the instant of release: “%(reason)s”") % {"reason": row[0]})

    def hold(self, instant):
        """Return at ``instant``, in the transaction; looks to the last."""
        while (left := seconds_to(instant)) > 0:
            self.look()
            if left > QUIET:
                still_here()
            time.sleep(min(left, LOOK))
        self.look()
