"""Does jobs in the name of who started them: item by item, each in a transaction of its own, or all in one."""

import logging
import os
import secrets
import socket
import threading
import time

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext, log

from cases_cms.core.jobs.beside import Beside, is_whole
from cases_cms.core.jobs.enums import ItemStatus, JobStatus
from cases_cms.core.jobs.handlers import ItemError, Result, handler_of
from cases_cms.core.jobs.models import Job, JobItem
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


class _UndoneError(Exception):
    """Ends the one transaction of an all-or-nothing job: what it did must not stay."""

    def __init__(self, status, message="", item=None, reason="", asked_by=None):
        super().__init__(message)
        self.status, self.message, self.item, self.reason, self.asked_by = status, message, item, reason, asked_by


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
            message = _undone(message) if is_whole(job) else message
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
    if is_whole(job) and status != JobStatus.DONE:
        values |= {"done": 0, "skipped": 0}  # what was told of its progress did not stay
    return _held(job, worker).update(**values)


def _work(job, worker):
    """Do the items that wait; returns ``(status, message)``."""
    handler = handler_of(job.kind)
    if handler is None:
        return JobStatus.FAILED, _("This kind of work is no longer installed.")
    if handler.all_or_nothing:
        return _work_as_one(job, handler, worker)
    while items := list(job.items.filter(status=ItemStatus.WAITING).order_by("number")[:CHUNK]):
        for item in items:
            if ending.is_set():
                return JobStatus.WAITING, ""
            if not _held(job, worker).update(heartbeat_at=timezone.now()):
                raise LostJobError
            now = _read_again(job)
            if now.stop_asked:
                return JobStatus.CANCELLED, ""
            if now.user is None or not now.user.is_active:
                return JobStatus.FAILED, _no_account()
            job.user = now.user
            _do(job, handler, item, worker)
    job.refresh_from_db()
    with transaction.atomic():
        message = str(handler.finish(job) or "")
        if not _leave(job, worker, JobStatus.DONE, message):  # in one transaction: it finishes once
            raise LostJobError
        return JobStatus.DONE, message


def _read_again(job):
    """The job with what others may have changed since the item before: rights may have been taken away."""
    return Job.objects.select_related("user").only("stop_asked", "user").get(pk=job.pk)


def _no_account():
    return _("Who started it has no account here any more.")


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
        except OperationalError as error:
            if attempt < TRIES:
                time.sleep(PAUSE * attempt)
                continue
            reason = _reason(error, job, item)
        except Exception as error:
            reason = _reason(error, job, item)
        break
    with transaction.atomic():
        _note(job, item, worker, Result(ItemStatus.FAILED, reason))


def _reason(error, job, item):
    """What is said of an error, to the person or, of one that nobody foresaw, to the log."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, ItemError):
        return str(error)
    if isinstance(error, PermissionDenied):
        return str(error) or _("You may not do this.")
    logger.error("Job %s, item %s", job.pk, item.pk, exc_info=error)
    if isinstance(error, OperationalError):
        return _("The database was busy. Try again.")
    return _("An unexpected error; it is in the server's log.")


def _note(job, item, worker, result):
    """Write the result; LostJobError (which undoes the item) if another worker has taken the job meanwhile."""
    counter = _COUNTERS[result.status]
    if not _held(job, worker).update(heartbeat_at=timezone.now(), **{counter: F(counter) + 1}):
        raise LostJobError
    item.status, item.message = result.status, str(result.message)
    item.save(update_fields=["status", "message", "params"])  # what the handler noted for its end, too


# --- All or nothing -----------------------------------------------------------------------------


def _work_as_one(job, handler, worker):
    """Do all items in one transaction, or none; returns ``(status, message)``."""
    for attempt in range(1, TRIES + 1):
        try:
            with Beside(job, worker) as beside:
                beside.tell(0)
                try:
                    with transaction.atomic():
                        return JobStatus.DONE, _do_all(job, handler, worker, beside)
                except BaseException:
                    handler.undone(job)
                    raise
        except OperationalError as error:
            if attempt == TRIES:
                logger.error("Job %s", job.pk, exc_info=error)
                return JobStatus.FAILED, _undone(_("The database was busy. Try again."))
            time.sleep(PAUSE * attempt)
        except _UndoneError as undone:
            return _after_undoing(job, worker, undone)
    return None


def _undone(reason):
    """The reason with what it means; the parts are sentences."""
    return " ".join([reason, _("Nothing was done: everything is as it was before.")])


def _do_all(job, handler, worker, beside):
    """Do the items in the caller's transaction and end the job in it; returns its message."""
    counts, items = dict.fromkeys(_COUNTERS.values(), 0), list(job.items.order_by("number"))
    try:
        handler.begin(job)
    except OperationalError:
        raise  # all of it is tried again
    except Exception as error:
        raise _UndoneError(JobStatus.FAILED, _undone(_reason(error, job, items[0]))) from error
    with handler.around(job):
        _do_items(job, handler, worker, beside, items)
    for item in items:
        counts[_COUNTERS[item.status]] += 1
    JobItem.objects.bulk_update(items, ["status", "message", "params"], batch_size=CHUNK)
    for name, number in counts.items():
        setattr(job, name, number)
    message = str(handler.finish(job) or "")
    values = {"status": JobStatus.DONE, "worker": "", "message": message, "finished_at": timezone.now()}
    if not _held(job, worker).update(**values, **counts):
        raise LostJobError
    return message


def _do_items(job, handler, worker, beside, items):
    """Do them one by one, and note in each what became of it; the first that fails ends all."""
    for tried, item in enumerate(items):
        if ending.is_set():
            raise _UndoneError(JobStatus.WAITING)
        if not beside.tell(tried):
            raise LostJobError
        now = _read_again(job)
        if now.stop_asked or beside.is_stop_asked():
            raise _UndoneError(JobStatus.CANCELLED, _undone(_("Stopped.")), asked_by=beside.who_asked())
        if now.user is None or not now.user.is_active:
            raise _UndoneError(JobStatus.FAILED, _undone(_no_account()))
        job.user = now.user
        try:
            result = handler.run(job, item) or Result()
        except OperationalError:
            raise  # all of it is tried again
        except Exception as error:
            result = Result(ItemStatus.FAILED, _reason(error, job, item))
        if result.status == ItemStatus.FAILED:
            raise _UndoneError(
                JobStatus.FAILED,
                _undone(_("It stopped at “%(item)s”.") % {"item": item.label}),
                item,
                str(result.message),
            )
        item.status, item.message = result.status, str(result.message)


def _after_undoing(job, worker, undone):
    """Note, once all is undone, why; returns ``(status, message)``."""
    if undone.asked_by is not None and _held(job, worker).update(stop_asked=True):
        log(instance=job, action="cases_cms.job.stop", user=get_user_model().objects.filter(pk=undone.asked_by).first())
    if undone.item is not None and _held(job, worker).update(failed=1):
        JobItem.objects.filter(pk=undone.item.pk).update(status=ItemStatus.FAILED, message=undone.reason)
    return undone.status, undone.message
