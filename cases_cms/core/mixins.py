"""Mixins of pages and their children: a cover, a video."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from cases_cms.core.languages import language_of, language_tag
from cases_cms.core.localization import overridable, translated


class CoverMixin(models.Model):
    """A page with a cover picture."""

    cover = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Picture at the head of the page and on its card; landscape, 1600 pixels wide or more."),
    )
    cover_alt = models.CharField(
        _("what the cover shows"),
        max_length=250,
        blank=True,
        help_text=_("For people who do not see the picture. Leave empty if it is mere decoration."),
    )

    cover_panel = MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt")], heading=_("Cover"), icon="image")
    cover_localization = [*overridable("cover"), *translated("cover_alt")]

    class Meta:
        abstract = True


#: Kinds of documents that a browser plays.
VIDEO_FILES = {"video_file": ("mp4", "webm"), "video_captions": ("vtt",)}


class VideoMixin(models.Model):
    """A video by file or by address, with poster, captions and transcript in the language of its owner.

    A video on another site is linked, not embedded: public pages ask no third party for anything.
    """

    video_file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("video file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("MP4 or WebM."),
    )
    video_url = models.URLField(
        _("address of the video"),
        blank=True,
        help_text=_("Page of the video on another site, if there is no file. Visitors follow a link to it."),
    )
    video_poster = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Still picture shown before the video plays."),
    )
    video_captions = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("captions"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("WebVTT file (.vtt) in the language of this page."),
    )
    video_transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("What is said and shown, in the language of this page; a blank line starts a paragraph."),
    )

    video_panels = [
        FieldPanel("video_file"),
        FieldPanel("video_url"),
        FieldPanel("video_poster"),
        FieldPanel("video_captions"),
        FieldPanel("video_transcript"),
    ]
    video_panel = MultiFieldPanel(video_panels, heading=_("Video"), icon="media", classname="collapsed")
    video_localization = [
        *translated("video_transcript"),
        *overridable("video_file", "video_url", "video_poster", "video_captions"),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        errors = {}
        for name, allowed in VIDEO_FILES.items():
            document = getattr(self, name)
            if document is not None and document.file_extension.lower() not in allowed:
                errors[name] = _("Choose a file of one of these kinds: %(kinds)s.") % {"kinds": ", ".join(allowed)}
        if self.video_captions_id and not self.video_file_id:
            errors["video_captions"] = _("Captions need a video file.")
        if errors:
            raise ValidationError(errors)

    @cached_property
    def captions_tag(self):
        """BCP 47 tag of the captions' language: that of the first version which uses the file; empty without one.

        A translation shares the captions of its source until a translator replaces them.
        """
        if not self.video_captions_id:
            return ""
        first = (
            type(self)
            .objects.filter(translation_key=self.translation_key, video_captions_id=self.video_captions_id)
            .order_by("pk")
            .first()
        )
        return language_tag(language_of(first or self))

    @property
    def has_video(self):
        """Whether there is a video to show."""
        return bool(self.video_file_id or self.video_url)
