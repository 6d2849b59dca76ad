"""Signs of life of the schedulers that release by the clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases_cms.release.enums import SchedulerMode


class SchedulerSign(models.Model):
    """That a scheduler has looked for what is due: a row for each loop, and for each machine's cron.

    Written by ``release.signs`` alone, past the ORM and outside of all transactions.
    """

    # Mode, host, process and year in one: a year that is NULL would be unequal to itself.
    key = models.CharField(max_length=255, unique=True)
    mode = models.CharField(max_length=20, choices=SchedulerMode.choices)
    host = models.CharField(max_length=200)
    # The loop's own number; cron has another process every minute.
    process = models.PositiveBigIntegerField(null=True)
    # The edition that it is limited to; None: all.
    year = models.PositiveIntegerField(null=True)
    looked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign of a scheduler")
        verbose_name_plural = _("signs of schedulers")
        ordering = ["-looked_at", "-pk"]

    def __str__(self):
        return self.key
