"""Who may look at an edition before its release."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases_cms.release.models.edition import EditionRelease


class PreviewLink(models.Model):
    """A secret address at which an embargoed edition can be read until it expires or is revoked.

    Of the secret only a digest is kept: the address is shown once, when it is made.
    """

    release = models.ForeignKey(EditionRelease, on_delete=models.CASCADE, related_name="preview_links")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(
        _("for whom"), max_length=120, help_text=_("A person or an organization; printed across every page.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("pages read"), default=0)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.label


class PreviewGuest(models.Model):
    """A person with an account who may read an embargoed edition, without any other right."""

    release = models.ForeignKey(EditionRelease, on_delete=models.CASCADE, related_name="preview_guests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("guest of a preview")
        verbose_name_plural = _("guests of previews")
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="cases_release_one_guest")]

    def __str__(self):
        return str(self.user)
