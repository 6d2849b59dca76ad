"""A practice case."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from cases_cms.collection.enums import OrganizationRole
from cases_cms.collection.panels import CASE_PANELS, SECTIONS
from cases_cms.collection.rules import check_case, validate_start_year
from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.counting import measure
from cases_cms.core.fields import CountryCodesField
from cases_cms.core.forms import BasePageForm
from cases_cms.core.localization import overridable, shared, translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager, VideoMixin
from cases_cms.core.quantities import quantity, quantity_fields
from cases_cms.core.related import About, related_sections
from cases_cms.core.subviews import SubviewsMixin


def section_field(verbose_name, help_text):
    """One of the four sections of a case."""
    return RichTextField(verbose_name, blank=True, features=SECTION_FEATURES, help_text=help_text)


class CasePageForm(BasePageForm):
    """Offers the categories of the collection by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            from cases_cms.collection.selectors import category_choices  # selectors read the models

            field = self.fields["category"]
            self.fields["category"] = forms.ChoiceField(
                choices=[("", _("Choose a category")), *category_choices()],
                label=field.label,
                help_text=field.help_text,
                required=field.required,
            )

    def is_valid(self):
        """As Wagtail's; what is submitted or published names an organization, a draft need not yet."""
        valid = super().is_valid()
        rows = self.formsets.get("organizations")
        if rows is None or self.is_deferred_validation or not rows.is_valid():
            return valid
        if any(row.get("organization") and not row.get("DELETE") for row in rows.cleaned_data):
            return valid
        rows._non_form_errors = rows.error_class([_("Choose the applying organization.")])
        return False

    def _post_clean(self):
        # A draft may be incomplete, too long or of one country; what is published may not.
        self.instance.is_draft_check = self.is_deferred_validation
        super()._post_clean()


class CasePage(SubviewsMixin, CoverMixin, BasePage):
    """A practice case of international cooperation, in the Collection of one edition."""

    category = models.CharField(
        _("category"), max_length=40, help_text=_("The one category in which the case was submitted.")
    )
    outstanding = models.BooleanField(
        _("outstanding case"),
        default=False,
        db_index=True,
        help_text=_("Presented on stage at the release of the edition."),
    )
    countries = CountryCodesField(
        _("countries and regions"),
        help_text=_("All that take part; at least two. Hold Ctrl (or ⌘) to choose several."),
    )
    reach, reach_qualifier = quantity_fields(
        _("countries and regions reached"),
        _("Where a case reaches more than can be listed, as in “over 170”."),
    )
    start_year = models.PositiveSmallIntegerField(
        _("start of implementation"),
        null=True,
        blank=True,
        validators=[validate_start_year],
        help_text=_("The year; leave empty only if it is not known."),
    )
    summary = models.TextField(
        _("summary"),
        max_length=500,
        help_text=_("Two or three sentences for cards, search engines and sharing."),
    )
    background = section_field(_("Background"), _("What problem the case answers, and for whom."))
    cooperation = section_field(
        _("International cooperation"), _("Who works together, in which countries and regions, and how.")
    )
    implementation = section_field(_("Implementation"), _("What was done, when, and by which means."))
    benefits = section_field(_("Benefits"), _("What it has brought to people or society."))

    #: The four sections, in the order in which they are written and read.
    SECTIONS = SECTIONS

    objects = PublicPageManager()
    base_form_class = CasePageForm
    led_fields = ("category", "outstanding")

    parent_page_types = ["cases_collection.EditionPage"]
    subpage_types = []
    subviews = {
        "bilingual": "cases_cms.collection.case_views.bilingual",
        "cite/bib": "cases_cms.collection.case_views.cite_bib",
        "cite/ris": "cases_cms.collection.case_views.cite_ris",
        "cite/txt": "cases_cms.collection.case_views.cite_txt",
        "qr": "cases_cms.collection.case_views.qr",
    }
    template = "cases_cms/collection/case_page.html"
    page_description = _("A practice case in the Collection of an edition")
    og_type = "article"

    content_panels = CASE_PANELS
    search_fields = BasePage.search_fields + [
        index.SearchField("summary"),
        index.SearchField("background"),
        index.SearchField("cooperation"),
        index.SearchField("implementation"),
        index.SearchField("benefits"),
        index.RelatedFields("organizations", [index.RelatedFields("organization", [index.SearchField("name")])]),
        index.FilterField("category"),
        index.FilterField("outstanding"),
        index.FilterField("start_year"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("category"),
        APIField("outstanding"),
        APIField("countries"),
        APIField("reach"),
        APIField("reach_qualifier"),
        APIField("start_year"),
        APIField("summary"),
        APIField("background"),
        APIField("cooperation"),
        APIField("implementation"),
        APIField("benefits"),
        APIField("organizations"),
        APIField("figures"),
        APIField("gallery"),
        APIField("videos"),
        APIField("links"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + CoverMixin.cover_localization
        + [
            *translated("summary", *SECTIONS, "figures", "gallery", "videos", "links"),
            *shared(
                "category",
                "outstanding",
                "countries",
                "reach",
                "reach_qualifier",
                "start_year",
                "organizations",
            ),
        ]
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    # --- Rules ------------------------------------------------------------------------

    #: Set while a draft is checked: the rules for publishing are left out.
    is_draft_check = False

    def clean(self):
        super().clean()
        if not self.is_draft_check:
            check_case(self)

    @property
    def length(self):
        """TextLength of the four sections together."""
        return measure(*(getattr(self, section) for section in self.SECTIONS))

    # --- What it holds ----------------------------------------------------------------

    @property
    def edition(self):
        """The EditionPage it belongs to."""
        return self.get_parent().specific

    @property
    def reach_quantity(self):
        """Quantity of countries and regions reached, or None."""
        return quantity(self.reach, self.reach_qualifier)

    @property
    def sections(self):
        """``[(name, title, html)]`` of the sections that have text."""
        return [
            (name, self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SECTIONS
            if getattr(self, name)
        ]

    # --- Search -----------------------------------------------------------------------

    @classmethod
    def get_indexed_objects(cls):
        """As Wagtail's, which reads the first of two steps at once, and then each organization."""
        return super().get_indexed_objects().prefetch_related("organizations__organization")

    # --- Catalogue --------------------------------------------------------------------

    def save(self, *args, **kwargs):
        from cases_cms.collection.catalogue import saving_page  # the catalogue reads the models

        with saving_page(self, kwargs.get("update_fields")):
            return super().save(*args, **kwargs)

    # --- Page -------------------------------------------------------------------------

    def get_context(self, request, *args, **kwargs):
        from cases_cms.collection.listing import show_case  # listing reads the models
        from cases_cms.collection.reading_on import read_on  # so does this

        context = super().get_context(request, *args, **kwargs)
        context.update(show_case(self, request))
        organizations = [line[0] for _role, lines in context["organizations"] for line in lines]
        context.update(
            read_on(
                self,
                request,
                edition=context["edition"],
                organizations=organizations,
                language_links=context["frame"].language_links,
            )
        )
        if context.get("shortlist"):
            context["frame"].query = context["shortlist"].own_query
        context["related"] = related_sections(
            About(cases=(self.translation_key,)), locale=self.locale, exclude=self, request=request
        )
        return context


class CaseOrganization(Orderable):
    """An organization's part in a case; shared by all languages, the organization is named in each."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="organizations")
    organization = models.ForeignKey(
        "cases_collection.Organization",
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="cases",
    )
    role = models.CharField(
        _("role"),
        max_length=16,
        choices=OrganizationRole.choices,
        default=OrganizationRole.APPLICANT,
    )

    panels = [FieldPanel("organization"), FieldPanel("role")]
    api_fields = [APIField("organization"), APIField("role")]
    override_translatable_fields = [*shared("organization", "role", "sort_order")]

    class Meta(Orderable.Meta):
        unique_together = [("page", "organization", "role")]
        verbose_name = _("organization of a case")
        verbose_name_plural = _("organizations of a case")

    def __str__(self):
        return f"{self.organization} ({self.get_role_display()})"


class CaseFigure(TranslatableMixin, Orderable):
    """A number that says what the case has done."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="figures")
    value = models.CharField(_("figure"), max_length=40, help_text=_("As it is printed: “17.5 million”, “over 230”."))
    label = models.CharField(_("what it counts"), max_length=120)

    panels = [FieldRowPanel([FieldPanel("value"), FieldPanel("label")])]
    api_fields = [APIField("value"), APIField("label")]
    override_translatable_fields = [*translated("value", "label"), *shared("sort_order")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")

    def __str__(self):
        return f"{self.value} {self.label}"


class CaseImage(TranslatableMixin, Orderable):
    """A picture of the case's gallery."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("picture"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    alt_text = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("For people who do not see the picture. Leave empty if it is mere decoration."),
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)
    credit = models.CharField(_("credit"), max_length=100, blank=True)

    panels = [
        FieldPanel("image"),
        FieldPanel(
            "alt_text",
            help_text=_(
                "For people who do not see the picture. Where it is empty, the picture's own description in the library"
                " stands in; without either it is mere decoration."
            ),
        ),
        FieldPanel("caption"),
        FieldPanel("credit"),
    ]
    api_fields = [
        APIField("image"),
        APIField("alt_text"),
        APIField("caption"),
        APIField("credit"),
    ]
    override_translatable_fields = [
        *translated("alt_text", "caption", "credit"),
        *overridable("image"),
        *shared("sort_order"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.caption or self.alt_text or str(_("picture"))


class CaseVideo(VideoMixin, TranslatableMixin, Orderable):
    """A video of the case."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="videos")
    title = models.CharField(_("title"), max_length=160)

    panels = [FieldPanel("title"), *VideoMixin.video_panels]
    api_fields = [
        APIField("title"),
        APIField("video_file"),
        APIField("video_url"),
        APIField("video_captions"),
        APIField("video_transcript"),
    ]
    override_translatable_fields = [
        *translated("title"),
        *VideoMixin.video_localization,
        *shared("sort_order"),
    ]

    def clean(self):
        super().clean()
        if not self.has_video:
            raise ValidationError({"video_file": _("Choose a video file, or enter the address of a video.")})

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def __str__(self):
        return self.title


class CaseLink(TranslatableMixin, Orderable):
    """A link to more about the case."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=160)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("url")])]
    api_fields = [APIField("title"), APIField("url")]
    override_translatable_fields = [
        *translated("title"),
        *overridable("url"),
        *shared("sort_order"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.title
