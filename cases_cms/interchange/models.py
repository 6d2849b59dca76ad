"""Names of cases in spreadsheets, and files that are being imported."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases_cms.core.jobs.models import Job


class CaseIdentifier(models.Model):
    """The stable name that a case has in spreadsheets of its edition: it pairs rows with pages, in all languages."""

    case_key = models.UUIDField(_("case"), unique=True)
    edition_key = models.UUIDField(_("edition"))
    identifier = models.CharField(_("ID"), max_length=60)

    class Meta:
        verbose_name = _("ID of a case")
        verbose_name_plural = _("IDs of cases")
        constraints = [
            models.UniqueConstraint(fields=["edition_key", "identifier"], name="cases_interchange_identifier")
        ]

    def __str__(self):
        return self.identifier


class Import(models.Model):
    """An uploaded spreadsheet, with its pictures, on the way into an edition."""

    edition_key = models.UUIDField(_("edition"))
    name = models.CharField(_("file"), max_length=255)
    # Kept in the database: uploads may be public, these never are. Emptied once it is imported.
    table = models.BinaryField(default=bytes)
    archive = models.BinaryField(default=bytes)
    # What would be done, as the dry run found it (``planning``); None before it.
    plan = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("who")
    )
    check_job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    import_job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(pgettext_lazy("time", "uploaded"), auto_now_add=True)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of cases")
        verbose_name_plural = _("imports of cases")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name
