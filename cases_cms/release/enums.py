"""Codes of the release; they are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EditionState(models.TextChoices):
    """Whether the public may see an edition's cases."""

    EMBARGO = "embargo", _("Under embargo")
    RELEASED = "released", pgettext_lazy("edition", "Released")


class RunKind(models.TextChoices):
    """What was tried with an edition."""

    REHEARSAL = "rehearsal", _("Rehearsal")
    RELEASE = "release", pgettext_lazy("release", "Release")
    UNDO = "undo", _("Undo")


class RunStatus(models.TextChoices):
    """How it ended."""

    DONE = "done", pgettext_lazy("release", "Done")
    REFUSED = "refused", pgettext_lazy("release", "Refused")
    FAILED = "failed", pgettext_lazy("release", "Failed")
    ABORTED = "aborted", pgettext_lazy("release", "Aborted")


class SchedulerMode(models.TextChoices):
    """How a scheduler runs."""

    LOOP = "loop", _("Loop")
    CRON = "cron", _("Cron")


class FileKind(models.TextChoices):
    """Files that can belong to an edition."""

    IMAGE = "image", _("Picture")
    DOCUMENT = "document", _("Document")


class Severity(models.TextChoices):
    """What a finding is to the release."""

    BLOCKING = "blocking", pgettext_lazy("finding", "Keeps the edition from its release")
    WARNING = "warning", pgettext_lazy("finding", "To be looked at")
