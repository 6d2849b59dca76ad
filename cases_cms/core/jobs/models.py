"""Jobs, their items and the files they take and give."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases_cms.core.jobs.enums import ItemStatus, JobStatus


class Job(models.Model):
    """Work of one kind on many items. Written by ``jobs.services`` and ``jobs.runner`` alone."""

    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=255)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # In which the person who started it reads what became of the items.
    language = models.CharField(max_length=100)
    status = models.CharField(_("status"), max_length=20, choices=JobStatus.choices, default=JobStatus.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("started by"),
    )
    # Names who has it in hand: host, process and a random word.
    worker = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases_core"
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "heartbeat_at"], name="cases_core_job_status"),
            models.Index(fields=["-created_at", "-id"], name="cases_core_job_newest"),
        ]

    def __str__(self):
        return self.title

    @property
    def finished_items(self):
        """How many items have been tried."""
        return self.done + self.skipped + self.failed

    @property
    def percent(self):
        """How much of it is finished, 0 to 100."""
        if self.status == JobStatus.DONE:
            return 100
        return 100 * self.finished_items // self.total if self.total else 0


class JobItem(models.Model):
    """One thing a job does; ``key`` names it to the job's handler, ``message`` says what became of it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=255, blank=True)
    label = models.CharField(max_length=255)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    status = models.CharField(max_length=20, choices=ItemStatus.choices, default=ItemStatus.WAITING)
    message = models.TextField(blank=True)

    class Meta:
        app_label = "cases_core"
        verbose_name = _("item of a background job")
        verbose_name_plural = _("items of background jobs")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="cases_core_job_item_number")]
        indexes = [models.Index(fields=["job", "status", "number"], name="cases_core_job_item_status")]

    def __str__(self):
        return self.label


class JobFile(models.Model):
    """A file that a job reads (``is_input``) or made. Kept in the database: uploads may be public, this never is."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    is_input = models.BooleanField(default=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        app_label = "cases_core"
        verbose_name = _("file of a background job")
        verbose_name_plural = _("files of background jobs")
        ordering = ["pk"]

    def __str__(self):
        return self.name
