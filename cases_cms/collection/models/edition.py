"""An edition: one year's call, review and release."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from cases_cms.collection.enums import BenefitAudience, Phase
from cases_cms.collection.panels import EDITION_PANELS
from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.localization import shared, translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager
from cases_cms.core.periods import Period, Precision
from cases_cms.core.quantities import quantity, quantity_fields

YEAR = re.compile(r"2\d{3}")


class EditionPage(CoverMixin, BasePage):
    """One edition; its address is its year, its counts are derived from its cases."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text=_("The year names the edition in addresses, in every language."),
    )
    theme = models.CharField(_("theme"), max_length=250, blank=True)
    introduction = RichTextField(_("introduction"), blank=True, features=SECTION_FEATURES)
    submissions, submissions_qualifier = quantity_fields(_("cases submitted"), _("Leave empty if it is not known."))
    reach, reach_qualifier = quantity_fields(_("countries and regions reached"), _("Leave empty if it is not known."))
    collected, collected_qualifier = quantity_fields(
        _("cases in the Collection"),
        _("As announced; leave empty if it is not known. The cases on this site are counted as well."),
    )
    presented, presented_qualifier = quantity_fields(
        _("outstanding cases"),
        _("As announced; leave empty if it is not known. The cases on this site are counted as well."),
    )

    objects = PublicPageManager()
    common_fields = ("year", "slug")

    parent_page_types = ["cases_collection.CollectionPage"]
    subpage_types = ["cases_collection.CasePage"]
    template = "cases_cms/collection/edition_page.html"
    page_description = _("One year: its cases, schedule, criteria and figures")

    content_panels = EDITION_PANELS
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("social_image")],
            heading=_("For search engines and sharing"),
        ),
    ]
    search_fields = BasePage.search_fields + [
        index.SearchField("theme"),
        index.SearchField("introduction"),
        index.FilterField("year"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("year"),
        APIField("theme"),
        APIField("introduction"),
        APIField("submissions"),
        APIField("submissions_qualifier"),
        APIField("reach"),
        APIField("reach_qualifier"),
        APIField("collected"),
        APIField("collected_qualifier"),
        APIField("presented"),
        APIField("presented_qualifier"),
        APIField("facts"),
        APIField("milestones"),
        APIField("criteria"),
        APIField("benefits"),
        APIField("recipients"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + CoverMixin.cover_localization
        + [
            *translated("theme", "introduction", "facts", "milestones", "criteria", "benefits"),
            *shared(
                "year",
                "submissions",
                "submissions_qualifier",
                "reach",
                "reach_qualifier",
                "collected",
                "collected_qualifier",
                "presented",
                "presented_qualifier",
                "recipients",
            ),
        ]
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    @property
    def summary(self):
        """The theme, for metadata and cards."""
        return self.theme

    @property
    def submissions_quantity(self):
        """Quantity of cases submitted, or None."""
        return quantity(self.submissions, self.submissions_qualifier)

    @property
    def reach_quantity(self):
        """Quantity of countries and regions reached, or None."""
        return quantity(self.reach, self.reach_qualifier)

    @property
    def collected_quantity(self):
        """Quantity of cases in the Collection, as announced, or None."""
        return quantity(self.collected, self.collected_qualifier)

    @property
    def presented_quantity(self):
        """Quantity of outstanding cases, as announced, or None."""
        return quantity(self.presented, self.presented_qualifier)

    def _set_core_field_defaults(self):
        if self._state.adding and self.slug and self.slug != str(self.year) and YEAR.fullmatch(self.slug):
            self.year = int(self.slug)  # a copy is given a slug of its own
        if self.year:
            self.slug = str(self.year)
        super()._set_core_field_defaults()

    def clean(self):
        # The form has no field for the address: what is wrong with it is said of the year.
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        if parent is not None and self.year:
            siblings = Page.objects.child_of(parent).exclude(pk=self.pk)
            if EditionPage.objects.filter(pk__in=siblings.values("pk"), year=self.year).exists():
                raise ValidationError(
                    {"year": _("The collection already has an edition of %(year)s.") % {"year": self.year}}
                )
            if siblings.filter(slug=str(self.year)).exists():
                raise ValidationError(
                    {"year": _("Another page of the collection has the address “%(year)s”.") % {"year": self.year}}
                )
        super().clean()

    def save(self, *args, **kwargs):
        from cases_cms.collection.catalogue import saving_page  # the catalogue reads the models

        with saving_page(self, kwargs.get("update_fields")):
            return super().save(*args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        from cases_cms.collection.listing import list_edition  # listing reads the models

        context = super().get_context(request, *args, **kwargs)
        context.update(list_edition(self, request))
        return context


class EditionMilestone(TranslatableMixin, Orderable):
    """A period of an edition's schedule; its end is exclusive, as people mean "until 24:00"."""

    page = ParentalKey(EditionPage, on_delete=models.CASCADE, related_name="milestones")
    phase = models.CharField(_("phase"), max_length=16, choices=Phase.choices)
    label = models.CharField(
        _("label"), max_length=160, blank=True, help_text=_("Leave empty to use the name of the phase.")
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("The first moment after the period: for “until 20 June, 24:00” enter 21 June, 00:00."),
    )
    precision = models.CharField(_("known"), max_length=8, choices=Precision.choices, default=Precision.DAY)
    note = models.CharField(_("note"), max_length=250, blank=True)

    panels = [
        FieldPanel("phase"),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("precision")]),
        FieldPanel("note"),
    ]
    api_fields = [
        APIField("phase"),
        APIField("label"),
        APIField("starts_at"),
        APIField("ends_at"),
        APIField("precision"),
        APIField("note"),
    ]
    override_translatable_fields = [
        *translated("label", "note"),
        *shared("phase", "starts_at", "ends_at", "precision", "sort_order"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self):
        return self.label or self.get_phase_display()

    def clean(self):
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must come after the start.")})

    @property
    def period(self):
        """The milestone's Period."""
        return Period(self.starts_at, self.ends_at, self.precision)


class EditionFact(TranslatableMixin, Orderable):
    """A figure of the summit or the edition, as it was announced."""

    page = ParentalKey(EditionPage, on_delete=models.CASCADE, related_name="facts")
    value = models.CharField(
        _("figure"), max_length=60, help_text=_("As it is printed: “over 2,100”, “8–10 November”.")
    )
    label = models.CharField(_("what it is"), max_length=160)

    panels = [FieldRowPanel([FieldPanel("value"), FieldPanel("label")])]
    api_fields = [APIField("value"), APIField("label")]
    override_translatable_fields = [*translated("value", "label"), *shared("sort_order")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self):
        return f"{self.value} {self.label}"


class EditionCriterion(TranslatableMixin, Orderable):
    """A criterion by which the Review Committee judges the cases of the edition."""

    page = ParentalKey(EditionPage, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("criterion"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight (%)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Leave empty if it is not published."),
    )

    panels = [FieldPanel("title"), FieldPanel("description"), FieldPanel("weight")]
    api_fields = [APIField("title"), APIField("description"), APIField("weight")]
    override_translatable_fields = [
        *translated("title", "description"),
        *shared("weight", "sort_order"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self):
        return self.title


class EditionBenefit(TranslatableMixin, Orderable):
    """What taking part brings."""

    page = ParentalKey(EditionPage, on_delete=models.CASCADE, related_name="benefits")
    audience = models.CharField(_("for"), max_length=16, choices=BenefitAudience.choices)
    title = models.CharField(_("benefit"), max_length=160)
    description = models.TextField(_("description"), blank=True)

    panels = [FieldPanel("audience"), FieldPanel("title"), FieldPanel("description")]
    api_fields = [APIField("audience"), APIField("title"), APIField("description")]
    override_translatable_fields = [
        *translated("title", "description"),
        *shared("audience", "sort_order"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self):
        return self.title


class EditionRecipient(Orderable):
    """An organization that received Excellence in Organization."""

    page = ParentalKey(EditionPage, on_delete=models.CASCADE, related_name="recipients")
    organization = models.ForeignKey(
        "cases_collection.Organization",
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("organization")]
    api_fields = [APIField("organization")]
    override_translatable_fields = [*shared("organization", "sort_order")]

    class Meta(Orderable.Meta):
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")

    def __str__(self):
        return str(self.organization)
