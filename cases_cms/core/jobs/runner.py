"""Does jobs: item by item, each in a transaction of its own, in the name of who started it."""

import logging
import os
import secrets
import socket
import threading
import time

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext

from cases_cms.core.jobs.enums import ItemStatus, JobStatus
from cases_cms.core.jobs.handlers import ItemError, Result, handler_of
from cases_cms.core.jobs.models import Job
from cases_cms.core.jobs.services import is_abandoned

logger = logging.getLogger(__name__)

#: How often an item is tried when the database was busy.
TRIES = 3
PAUSE = 0.2
#: Items read at once.
CHUNK = 100
_COUNTERS = {ItemStatus.DONE: "done", ItemStatus.SKIPPED: "skipped", ItemStatus.FAILED: "failed"}

#: Set by a worker that is told to end: jobs in hand stop after the item in hand, and wait for another worker.
ending = threading.Event()


class LostJobError(Exception):
    """Another worker has taken the job: what this one was doing must not count."""


def run_job(pk):
    """Take the job and do what is left of it; returns its status, or None if it was not to be had.

    A job is taken once: by one UPDATE, which only one of several workers wins.
    """
    worker = _take(pk)
    if worker is None:
        return None
    job = Job.objects.select_related("user").get(pk=pk)
    with translation.override(job.language), LogContext(user=job.user):
        try:
            status, message = _work(job, worker)
        except LostJobError:
            return None
        except Exception:
            logger.exception("Job %s", pk)
            status, message = JobStatus.FAILED, _("An unexpected error stopped the work; it is in the server's log.")
        except BaseException:
            _leave(job, worker, JobStatus.WAITING)  # the process is told to end
            raise
    _leave(job, worker, status, message)
    return status


def _take(pk):
    """The name under which this process has the job in hand, or None."""
    job = Job.objects.filter(pk=pk).first()
    if job is None or not (job.status == JobStatus.WAITING or is_abandoned(job)):
        return None
    worker = f"{socket.gethostname()}|{os.getpid()}|{secrets.token_hex(8)}"
    taken = Job.objects.filter(pk=pk, status=job.status, worker=job.worker).update(
        status=JobStatus.RUNNING, worker=worker, heartbeat_at=timezone.now()
    )
    return worker if taken else None


def _held(job, worker):
    """The job's row, as long as this worker has it in hand."""
    return Job.objects.filter(pk=job.pk, worker=worker, status=JobStatus.RUNNING)


def _leave(job, worker, status, message=""):
    values = {"status": status, "worker": "", "message": message}
    if status != JobStatus.WAITING:
        values["finished_at"] = timezone.now()
    return _held(job, worker).update(**values)


def _work(job, worker):
    """Do the items that wait; returns ``(status, message)``."""
    handler = handler_of(job.kind)
    if handler is None:
        return JobStatus.FAILED, _("This kind of work is no longer installed.")
    while items := list(job.items.filter(status=ItemStatus.WAITING).order_by("number")[:CHUNK]):
        for item in items:
            if ending.is_set():
                return JobStatus.WAITING, ""
            if not _held(job, worker).update(heartbeat_at=timezone.now()):
                raise LostJobError
            now = Job.objects.select_related("user").only("stop_asked", "user").get(pk=job.pk)
            if now.stop_asked:
                return JobStatus.CANCELLED, ""
            if now.user is None or not now.user.is_active:
                return JobStatus.FAILED, _("Who started it has no account here any more.")
            job.user = now.user  # read again: rights may have been taken away since the item before
            _do(job, handler, item, worker)
    job.refresh_from_db()
    with transaction.atomic():
        message = str(handler.finish(job) or "")
        if not _leave(job, worker, JobStatus.DONE, message):  # in one transaction: it finishes once
            raise LostJobError
        return JobStatus.DONE, message


def _do(job, handler, item, worker):
    """Do one item, and note in the same transaction what became of it."""
    for attempt in range(1, TRIES + 1):
        try:
            if handler.in_transaction:
                with transaction.atomic():
                    _note(job, item, worker, handler.run(job, item) or Result())
            else:
                result = handler.run(job, item) or Result()
                with transaction.atomic():
                    _note(job, item, worker, result)
            return
        except LostJobError:
            raise
        except OperationalError:
            if attempt < TRIES:
                time.sleep(PAUSE * attempt)
                continue
            logger.exception("Job %s, item %s", job.pk, item.pk)
            reason = _("The database was busy. Try again.")
        except ValidationError as error:
            reason = " ".join(error.messages)
        except ItemError as error:
            reason = str(error)
        except PermissionDenied as error:
            reason = str(error) or _("You may not do this.")
        except Exception:
            logger.exception("Job %s, item %s", job.pk, item.pk)
            reason = _("An unexpected error; it is in the server's log.")
        break
    with transaction.atomic():
        _note(job, item, worker, Result(ItemStatus.FAILED, reason))


def _note(job, item, worker, result):
    """Write the result; LostJobError (which undoes the item) if another worker has taken the job meanwhile."""
    counter = _COUNTERS[result.status]
    if not _held(job, worker).update(heartbeat_at=timezone.now(), **{counter: F(counter) + 1}):
        raise LostJobError
    item.status, item.message = result.status, str(result.message)
    item.save(update_fields=["status", "message", "params"])  # what the handler noted for its end, too
