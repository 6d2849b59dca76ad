"""What people wrote and asked, segment by segment. Named by keys of their own: it outlives pages and languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cases_cms.localization.enums import Origin
from cases_cms.localization.models.board import BoardRow


class SegmentVersion(models.Model):
    """One text that a segment had in a language, or that was set aside: nothing anybody wrote is lost.

    A segment is named by the thing's translation key, wagtail-localize's path in it and the text of its source.
    """

    object_id = models.UUIDField(_("translation key"))
    path = models.TextField()
    language = models.CharField(_("language"), max_length=100)
    source_language = models.CharField(max_length=100)
    source_text = models.TextField(_("source"))
    text = models.TextField(_("text"))
    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices, default=Origin.TYPED)
    title = models.CharField(_("title of the page"), max_length=255, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    user_name = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a segment")
        verbose_name_plural = _("versions of segments")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["object_id", "language"], name="cases_l10n_version_object")]

    def __str__(self):
        return self.text[:80]


class SegmentComment(models.Model):
    """A comment or question on a segment in a language; answers name what they answer."""

    row = models.ForeignKey(BoardRow, on_delete=models.CASCADE, related_name="comments")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    path = models.TextField()
    source_text = models.TextField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    is_question = models.BooleanField(_("question"), default=False)
    text = models.TextField(_("text"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("comment on a segment")
        verbose_name_plural = _("comments on segments")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["row", "locale"], name="cases_l10n_comment_cell")]

    def __str__(self):
        return self.text[:80]
