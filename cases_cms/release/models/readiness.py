"""What people say of the things that stand between an edition and its release."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cases_cms.release.models.edition import EditionRelease


class ReadyMark(models.Model):
    """Somebody who may publish has approved this revision of a page for the release; a later one is not approved."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("approval for the release")
        verbose_name_plural = _("approvals for the release")

    def __str__(self):
        return str(self.page_id)


class ReadinessItem(models.Model):
    """A finding that somebody took up: named by thing, language and kind, so that it survives being found again."""

    release = models.ForeignKey(EditionRelease, on_delete=models.CASCADE, related_name="readiness_items")
    thing_key = models.UUIDField(help_text=_("Translation key of the page or organization."))
    language = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=40)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assigned to"),
    )

    class Meta:
        verbose_name = _("item of an edition's readiness")
        verbose_name_plural = _("items of an edition's readiness")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "thing_key", "language", "kind"], name="cases_release_readiness_item"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.thing_key} {self.language}"


class ReadinessComment(models.Model):
    """What somebody said of a finding."""

    item = models.ForeignKey(ReadinessItem, on_delete=models.CASCADE, related_name="comments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("comment"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment on an edition's readiness")
        verbose_name_plural = _("comments on an edition's readiness")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:60]


class LinkCheck(models.Model):
    """Whether an address of another site answered when it was last asked."""

    url = models.URLField(_("address"), max_length=500, unique=True)
    is_ok = models.BooleanField(default=False)
    # The HTTP status, None if there was no answer; a short reason for people.
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=250, blank=True)
    checked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("check of a link")
        verbose_name_plural = _("checks of links")

    def __str__(self):
        return self.url
