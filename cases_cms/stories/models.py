"""Stories, voices and journeys: what is told about cases after their release."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.search import index

from cases_cms.collection.mixins import AboutOneCaseMixin
from cases_cms.collection.selectors import organization_names
from cases_cms.core.blocks import BodyBlock
from cases_cms.core.fields import BodyField
from cases_cms.core.index_pages import IndexPage
from cases_cms.core.localization import overridable, shared, translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager, VideoMixin
from cases_cms.core.pictures import CARD, PORTRAIT
from cases_cms.core.prefetch import renditions
from cases_cms.core.related import organization_profiles


class NamesOrganization:
    """A page with a link to an organization, which is named in the page's language."""

    @cached_property
    def named_organization(self):
        """The organization in this page's language where it is translated, or None."""
        return organization_names([self.organization_id], self.locale).get(self.organization_id)

    @cached_property
    def organization_page(self):
        """The public page about the organization, or None."""
        if self.named_organization is None:
            return None
        key = self.named_organization.translation_key
        return organization_profiles([key], locale=self.locale).get(key)


class StoriesIndexPage(IndexPage):
    """All stories of outstanding cases."""

    objects = PublicPageManager()
    subpage_types = ["cases_stories.OutstandingStoryPage"]
    template = "cases_cms/stories/stories_index_page.html"
    page_description = _("Lists the stories of outstanding cases")

    class Meta:
        verbose_name = _("index of stories")
        verbose_name_plural = _("indexes of stories")

    listed_model = "cases_stories.OutstandingStoryPage"

    def get_listed(self, request=None):
        return super().get_listed(request).select_related("locale", "cover").prefetch_related(renditions("cover", CARD))


class OutstandingStoryPage(AboutOneCaseMixin, VideoMixin, CoverMixin, BasePage):
    """The story of an outstanding case, as told on stage, in long form."""

    is_story = True

    subtitle = models.CharField(_("subtitle"), max_length=250, blank=True)
    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("Two or three sentences for cards and sharing.")
    )
    body = BodyField(BodyBlock(), verbose_name=_("story"), blank=True)

    objects = PublicPageManager()
    parent_page_types = ["cases_stories.StoriesIndexPage"]
    subpage_types = []
    template = "cases_cms/stories/outstanding_story_page.html"
    page_description = _("The long-form story of an outstanding case, with video")
    og_type = "article"

    content_panels = [
        TitleFieldPanel("title", help_text=_("A headline with a verb: what this story tells; up to 12 words.")),
        FieldPanel("subtitle", help_text=_("One line that adds what the title leaves open.")),
        AboutOneCaseMixin.case_panel,
        FieldPanel("body", help_text=_("800 to 1,500 words, in parts with headings; a picture or quotation a part.")),
        FieldPanel("summary", help_text=_("Two or three sentences for cards and sharing; no end of the story.")),
        CoverMixin.cover_panel,
        VideoMixin.video_panel,
    ]
    search_fields = BasePage.search_fields + [
        index.SearchField("subtitle"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("video_transcript"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("subtitle"),
        APIField("summary"),
        APIField("case_key"),
        APIField("body"),
        APIField("video_url"),
        APIField("video_transcript"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + CoverMixin.cover_localization
        + VideoMixin.video_localization
        + AboutOneCaseMixin.case_localization
        + translated("subtitle", "summary", "body")
    )

    class Meta:
        verbose_name = _("story of an outstanding case")
        verbose_name_plural = _("stories of outstanding cases")


class VoicesIndexPage(IndexPage):
    """Voices of the Selected Cases."""

    objects = PublicPageManager()
    subpage_types = ["cases_stories.VoicesPage"]
    template = "cases_cms/stories/voices_index_page.html"
    page_description = _("Lists the voices of the owners of selected cases")

    class Meta:
        verbose_name = _("index of voices")
        verbose_name_plural = _("indexes of voices")

    listed_model = "cases_stories.VoicesPage"

    def get_listed(self, request=None):
        return (
            super()
            .get_listed(request)
            .select_related("locale", "portrait")
            .prefetch_related(renditions("portrait", PORTRAIT))
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["items"] = with_organization_names(context["items"], self.locale)
        return context


def with_organization_names(voices, locale):
    """The voices as a list, each with its organization named in ``locale``. One query for all."""
    voices = list(voices)
    names = organization_names([voice.organization_id for voice in voices], locale)
    for voice in voices:
        voice.named_organization = names.get(voice.organization_id)
    return voices


class VoicesPage(NamesOrganization, AboutOneCaseMixin, BasePage):
    """What the owner of a selected case says."""

    quote = models.TextField(_("what was said"), max_length=1200)
    is_direct = models.BooleanField(
        _("in the very words"),
        default=True,
        help_text=_("Printed in quotation marks. Leave off where the words are reported in indirect speech."),
    )
    speaker = models.CharField(_("speaker"), max_length=160, blank=True, help_text=_("Only with the person's consent."))
    role = models.CharField(_("role"), max_length=160, blank=True)
    organization = models.ForeignKey(
        "cases_collection.Organization",
        verbose_name=_("organization"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    portrait = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PublicPageManager()
    parent_page_types = ["cases_stories.VoicesIndexPage"]
    subpage_types = []
    template = "cases_cms/stories/voices_page.html"
    page_description = _("What the owner of a selected case says")

    content_panels = [
        TitleFieldPanel("title", help_text=_("What this voice says, in up to ten words; it heads the page.")),
        MultiFieldPanel(
            [
                FieldPanel("quote", help_text=_("60 to 120 words, agreed with the person; without quotation marks.")),
                FieldPanel("is_direct"),
            ],
            heading=_("What was said"),
            icon="openquote",
        ),
        MultiFieldPanel(
            [
                FieldPanel("speaker"),
                FieldPanel("role", help_text=_("As the person signs. Example: “Director, Digital Learning”.")),
                FieldPanel("organization"),
                FieldPanel("portrait", help_text=_("The face, upright or square, 600 pixels or more; with consent.")),
            ],
            heading=_("Who said it"),
            icon="user",
        ),
        AboutOneCaseMixin.case_panel,
    ]
    search_fields = BasePage.search_fields + [
        index.SearchField("quote"),
        index.SearchField("speaker"),
        index.SearchField("role"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("quote"),
        APIField("is_direct"),
        APIField("speaker"),
        APIField("role"),
        APIField("organization"),
        APIField("case_key"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + AboutOneCaseMixin.case_localization
        + [
            *translated("quote", "speaker", "role"),
            *shared("is_direct", "organization"),
            *overridable("portrait"),
        ]
    )

    class Meta:
        verbose_name = _("voice of a selected case")
        verbose_name_plural = _("voices of selected cases")

    @property
    def summary(self):
        """What was said, for metadata."""
        return self.quote

    @property
    def cover(self):
        """The portrait, for sharing."""
        return self.portrait


class JourneysIndexPage(IndexPage):
    """Journey into the Outstanding Cases."""

    objects = PublicPageManager()
    subpage_types = ["cases_stories.JourneyPage"]
    template = "cases_cms/stories/journeys_index_page.html"
    page_description = _("Lists the journeys into outstanding cases")

    class Meta:
        verbose_name = _("index of journeys")
        verbose_name_plural = _("indexes of journeys")

    listed_model = "cases_stories.JourneyPage"

    def get_listed(self, request=None):
        return super().get_listed(request).select_related("locale", "cover").prefetch_related(renditions("cover", CARD))


class JourneyPage(NamesOrganization, AboutOneCaseMixin, VideoMixin, CoverMixin, BasePage):
    """A visit to the place where a case is at work."""

    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("Two or three sentences for cards and sharing.")
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    date = models.DateField(
        _("date of the visit"), null=True, blank=True, help_text=_("Leave empty if it is not known.")
    )
    organization = models.ForeignKey(
        "cases_collection.Organization",
        verbose_name=_("organization visited"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PublicPageManager()
    parent_page_types = ["cases_stories.JourneysIndexPage"]
    subpage_types = []
    template = "cases_cms/stories/journey_page.html"
    page_description = _("A visit to an outstanding case")
    og_type = "article"

    content_panels = [
        TitleFieldPanel("title", help_text=_("Where the journey led, and to what; up to 12 words.")),
        AboutOneCaseMixin.case_panel,
        MultiFieldPanel(
            [
                FieldPanel("organization"),
                FieldPanel("place", help_text=_("City and country or region. Example: “Dunhuang, China”.")),
                FieldPanel("date"),
            ],
            heading=_("The visit"),
            icon="date",
        ),
        FieldPanel("body", help_text=_("What one saw and heard, in parts with headings; 600 to 1,200 words.")),
        FieldPanel("summary", help_text=_("Two or three sentences for cards and sharing: where, and what is shown.")),
        CoverMixin.cover_panel,
        VideoMixin.video_panel,
    ]
    search_fields = BasePage.search_fields + [
        index.SearchField("summary"),
        index.SearchField("place"),
        index.SearchField("body"),
        index.SearchField("video_transcript"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("summary"),
        APIField("place"),
        APIField("date"),
        APIField("organization"),
        APIField("case_key"),
        APIField("body"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + CoverMixin.cover_localization
        + VideoMixin.video_localization
        + AboutOneCaseMixin.case_localization
        + [*translated("summary", "place", "body"), *shared("date", "organization")]
    )

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
