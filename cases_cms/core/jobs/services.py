"""Starts, stops and continues jobs; each in one transaction, logged."""

import os
import socket
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases_cms.core.jobs import beside
from cases_cms.core.jobs.enums import ACTIVE, RESUMABLE, ItemStatus, JobStatus
from cases_cms.core.jobs.handlers import handler_of
from cases_cms.core.jobs.models import Job, JobFile, JobItem

#: A job in hand whose worker has not been heard of for so long is anybody's.
SILENCE = timedelta(minutes=5)
#: Alias in the setting TASKS of the queue for jobs; without it they go where all tasks go.
QUEUE = "jobs"
#: Items written at once.
CHUNK = 1000


@dataclass(frozen=True)
class InputFile:
    """A file that a job is to read."""

    name: str
    content_type: str
    data: bytes


@transaction.atomic
def start_job(kind, params, user, *, files=()):
    """Store a job with all its items and queue it once the transaction is committed; returns the Job.

    With django-tasks' ImmediateBackend it is done when this transaction is. ValidationError if there is nothing to do,
    KeyError for a kind nobody registered.
    """
    handler = handler_of(kind)
    if handler is None:
        raise KeyError(kind)
    job = Job.objects.create(
        kind=kind,
        title=str(handler.title(params))[:255],
        params=params,
        language=get_language() or settings.LANGUAGE_CODE,
        user=user,
    )
    for file in files:
        add_file(job, file.name, file.content_type, file.data, is_input=True)
    items = [
        JobItem(job=job, number=number, key=str(item.key), label=str(item.label)[:255], params=item.params)
        for number, item in enumerate(handler.items(params, user), start=1)
    ]
    if not items:
        raise ValidationError(_("There is nothing to do."))
    JobItem.objects.bulk_create(items, batch_size=CHUNK)
    job.total = len(items)
    job.save(update_fields=["total"])
    log(instance=job, action="cases_cms.job.start", user=user, data={"kind": kind, "items": job.total})
    _queue(job)
    return job


def _queue(job):
    from cases_cms.core.jobs.tasks import do_job  # its module registers a task, for which settings must be ready

    alias = QUEUE if QUEUE in getattr(settings, "TASKS", {}) else "default"
    transaction.on_commit(lambda: do_job.using(backend=alias).enqueue(job.pk))


def add_file(job, name, content_type, data, *, is_input=False):
    """Keep a file with a job; returns the JobFile."""
    return JobFile.objects.create(
        job=job, name=name[:255], content_type=content_type, data=data, size=len(data), is_input=is_input
    )


def _locked(job, user):
    """The job as it is now, for a change by ``user``."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    _check_right(job, user)
    return job


def _check_right(job, user):
    handler = handler_of(job.kind)
    if handler is None or not handler.may_change(job, user):
        raise PermissionDenied


def stop_job(job, user):
    """Let the worker stop after the item in hand; what waits, or was left by its worker, stops at once."""
    _check_right(job, user)
    if not is_abandoned(job) and beside.ask_to_stop(job, user):
        job.stop_asked = True  # the worker notes it when it can write again
        return job
    return _stop(job, user)


@transaction.atomic
def _stop(job, user):
    job = _locked(job, user)
    if job.status not in ACTIVE:
        return job
    job.stop_asked = True
    if job.status == JobStatus.WAITING or is_abandoned(job):
        job.status, job.worker, job.finished_at = JobStatus.CANCELLED, "", timezone.now()
    job.save(update_fields=["stop_asked", "status", "worker", "finished_at"])
    log(instance=job, action="cases_cms.job.stop", user=user)
    return job


@transaction.atomic
def continue_job(job, user, *, failed_too=False):
    """Queue what is left of a job again, with ``failed_too`` what failed, too; returns the Job.

    A job that a worker has in hand is left alone. An all-or-nothing job begins anew.
    """
    job = _locked(job, user)
    if not may_continue(job, failed_too=failed_too):
        return job
    if failed_too or beside.is_whole(job):
        job.items.filter(status=ItemStatus.FAILED).update(status=ItemStatus.WAITING, message="")
        job.failed = 0
    job.status, job.stop_asked, job.worker, job.finished_at, job.message = JobStatus.WAITING, False, "", None, ""
    job.save(update_fields=["failed", "status", "stop_asked", "worker", "finished_at", "message"])
    log(instance=job, action="cases_cms.job.continue", user=user)
    _queue(job)
    return job


def may_continue(job, *, failed_too=False):
    """Whether there is something to continue: what was stopped or abandoned, or what failed."""
    if job.status in RESUMABLE or is_abandoned(job):
        return True
    return failed_too and job.status == JobStatus.DONE and job.failed > 0


# --- Who has a job in hand ---------------------------------------------------------------------


def is_abandoned(job):
    """Whether a running job has lost its worker: no sign of life, or its process on this machine is gone."""
    if job.status != JobStatus.RUNNING:
        return False
    heartbeat = beside.look(job).heartbeat_at
    if heartbeat is None or heartbeat < timezone.now() - SILENCE:
        return True
    host, _separator, rest = job.worker.partition("|")
    number = rest.partition("|")[0]
    return host == socket.gethostname() and number.isdigit() and not lives(int(number))


def lives(number):
    """Whether a process of this number runs on this machine."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def takeable_jobs():
    """Jobs that a worker may take now, the oldest first."""
    jobs = Job.objects.filter(Q(status=JobStatus.WAITING) | Q(status=JobStatus.RUNNING)).order_by("created_at", "pk")
    return [job for job in jobs if job.status == JobStatus.WAITING or is_abandoned(job)]


def delete_old_jobs(days):
    """Delete what was finished more than ``days`` ago, files included; returns the number of jobs."""
    old = Job.objects.exclude(status__in=ACTIVE).filter(finished_at__lt=timezone.now() - timedelta(days=days))
    return old.delete()[1].get(Job._meta.label, 0)
