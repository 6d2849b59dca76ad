"""Codes of background work; they are stored and never change."""

from django.db import models
from django.utils.translation import pgettext_lazy


class JobStatus(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "Stopped")


class ItemStatus(models.TextChoices):
    """What became of one item."""

    WAITING = "waiting", pgettext_lazy("item of a job", "Waiting")
    DONE = "done", pgettext_lazy("item of a job", "Done")
    SKIPPED = "skipped", pgettext_lazy("item of a job", "Nothing to do")
    FAILED = "failed", pgettext_lazy("item of a job", "Failed")


#: A worker may have such a job in hand, or is to take it.
ACTIVE = (JobStatus.WAITING, JobStatus.RUNNING)
#: Statuses of a job that somebody may start again.
RESUMABLE = (JobStatus.FAILED, JobStatus.CANCELLED)
