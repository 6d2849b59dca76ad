"""What a process remembers of the database, and how it learns that it has changed (docs/decisions/0028).

Names of countries, the site's name, short titles of menus: asked for many times on every page, changed a few times a
year. Each kind is kept in the process with the stamp it was read under. Whoever changes it writes a new stamp in the
same transaction; one query a request reads all stamps, so every process is right from its next request on.
"""

import logging
import threading
import time
import uuid
from collections import defaultdict

from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connection, models, transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

#: Seconds for which stamps hold outside a request: in commands and background tasks.
SECONDS = 1


class Stamp(models.Model):
    """Names the present state of one kind of thing; a state that is rolled back takes its stamp with it."""

    name = models.CharField(_("name"), max_length=40, db_index=True)
    value = models.CharField(_("value"), max_length=32)

    class Meta:
        app_label = "cases_core"
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self):
        return self.name


class _Seen(threading.local):
    """The stamps a thread has read, None if it has to read them."""

    stamps = None
    #: Stands among what the connection calls after a commit until what was touched is committed or undone.
    pending = None
    in_request = False
    read_at = 0.0


_seen = _Seen()
_has_table = False


def _read_all():
    values = defaultdict(list)
    for name, value in Stamp.objects.order_by("name", "value").values_list("name", "value"):
        values[name].append(value)
    return {name: "".join(both) for name, both in values.items()}


def _read():
    """``{name: value}`` of all stamps; empty in a database that is not migrated yet."""
    global _has_table
    if _has_table:
        return _read_all()
    try:
        # A savepoint: without the table, the caller's transaction must stay usable.
        with transaction.atomic():
            stamps = _read_all()
    except DatabaseError:
        return {}
    _has_table = True
    return stamps


def _notice_end():
    """Read the stamps anew where the transaction they were touched in has ended: it may have been rolled back."""
    if not any(call[1] is _seen.pending for call in connection.run_on_commit):
        _seen.stamps = _seen.pending = None


def stamps():
    """All stamps; one query a request, or a second where there is no request."""
    if _seen.pending is not None:
        _notice_end()
    if _seen.stamps is None or not (_seen.in_request or time.monotonic() - _seen.read_at < SECONDS):
        _seen.stamps = _read()
        _seen.read_at = time.monotonic()
    return _seen.stamps


def new_value():
    """What no stamp has been yet."""
    return uuid.uuid4().hex


def touch(name, value=""):
    """Say, in the caller's transaction, that what is remembered under ``name`` has changed; returns the new stamp.

    Waits for nobody, so that it may stand anywhere in a transaction. One query; elsewhere than on PostgreSQL two the
    first time.
    """
    value = value or new_value()
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Stamp._meta.db_table)
        with connection.cursor() as cursor:
            # Rows that another transaction is about to remove stay; the next who writes removes them.
            cursor.execute(
                f"WITH gone AS (DELETE FROM {table} WHERE id IN "  # noqa: S608
                f"(SELECT id FROM {table} WHERE name = %s FOR UPDATE SKIP LOCKED)) "
                f"INSERT INTO {table} (name, value) VALUES (%s, %s)",
                [name, name, value],
            )
    elif not Stamp.objects.filter(name=name).update(value=value):
        Stamp.objects.create(name=name, value=value)
    forget_stamps()
    if connection.in_atomic_block:
        _seen.pending = lambda: None
        transaction.on_commit(_seen.pending)
    return value


@receiver(request_started, dispatch_uid="cases_cms_request_started")
def start_request(**kwargs):
    """A request reads the stamps anew, the first time it needs one."""
    _seen.stamps, _seen.in_request = None, True


@receiver(request_finished, dispatch_uid="cases_cms_request_finished")
def finish_request(**kwargs):
    _seen.stamps, _seen.in_request = None, False


def forget_stamps():
    """Read the stamps anew at the next call in this thread."""
    _seen.stamps = None


def _is_not_migrated(error):
    """Whether a table or a column is missing: PostgreSQL says so by number, SQLite in words."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in ("42P01", "42703") or str(error).startswith(("no such table", "no such column"))


class Memory:
    """A value kept until its stamp changes; ``load()`` reads it from the database and must not change it.

    In a database that is not migrated yet it is ``empty()``.
    """

    def __init__(self, name, load, empty=dict):
        self.name, self._load, self._empty = name, load, empty
        self._kept = None

    def get(self):
        """The value as it is in the database."""
        stamp = stamps().get(self.name, "")
        kept = self._kept
        if kept is None:
            return self._first()
        if kept[0] != stamp:
            kept = self._kept = (stamp, self._load())
        return kept[1]

    def _first(self):
        """Load where the tables may not be there yet; then give an empty value and keep nothing."""
        stamp = stamps().get(self.name, "")
        try:
            with transaction.atomic():
                self._kept = (stamp, self._load())
        except DatabaseError as error:
            if not _is_not_migrated(error):
                raise
            return self._empty()
        return self._kept[1]

    def known(self):
        """The value as it was when it was last asked for, without any query: for pages about errors."""
        return self._kept[1] if self._kept is not None else self._empty()

    def clear(self):
        """Load anew at the next call, whatever the stamp."""
        self._kept = None

    def touch(self):
        """Say that it has changed."""
        touch(self.name)
