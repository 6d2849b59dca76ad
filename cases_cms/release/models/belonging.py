"""What belongs to an edition besides the pages below it and those about its cases."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases_cms.release.enums import FileKind
from cases_cms.release.models.edition import EditionRelease


class HeldPage(models.Model):
    """A page, in all its languages, that comes out with an edition because somebody said so."""

    release = models.ForeignKey(EditionRelease, on_delete=models.CASCADE, related_name="held_pages")
    page_key = models.UUIDField(_("page"), unique=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("who")
    )
    held_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("page kept for a release")
        verbose_name_plural = _("pages kept for releases")

    def __str__(self):
        return str(self.page_key)


class HeldFile(models.Model):
    """A picture or document that a draft of an embargoed page uses, and that was not public before."""

    release = models.ForeignKey(EditionRelease, on_delete=models.CASCADE, related_name="held_files")
    kind = models.CharField(_("kind"), max_length=20, choices=FileKind.choices)
    object_id = models.PositiveIntegerField()
    held_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file kept for a release")
        verbose_name_plural = _("files kept for releases")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "release"], name="cases_release_held_file")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"
