"""A category: a neutral code with a name in every language."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from cases_cms.collection.enums import Accent
from cases_cms.collection.panels import CATEGORY_PANELS
from cases_cms.core.blocks import SECTION_FEATURES
from cases_cms.core.localization import shared, translated
from cases_cms.core.models import BasePage, CoverMixin, PublicPageManager


class CategoryPage(CoverMixin, BasePage):
    """One of the fields in which cases are collected."""

    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[validate_slug],
        help_text=_(
            "Neutral name, the same in every language; cases and addresses refer to it. "
            "It cannot be changed while cases use it."
        ),
    )
    concept = models.TextField(
        _("concept"), blank=True, max_length=400, help_text=_("One sentence: what this category is about.")
    )
    description = RichTextField(_("description"), blank=True, features=SECTION_FEATURES)
    accent = models.PositiveSmallIntegerField(
        _("colour"),
        choices=Accent.choices,
        default=Accent.ONE,
        help_text=_("Marks the category's cases throughout the site."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Categories are listed from the lowest number up.")
    )

    objects = PublicPageManager()

    parent_page_types = ["cases_collection.CollectionPage"]
    subpage_types = []
    template = "cases_cms/collection/category_page.html"
    page_description = _("A field in which cases are collected")

    content_panels = CATEGORY_PANELS
    search_fields = BasePage.search_fields + [
        index.SearchField("concept"),
        index.SearchField("description"),
        index.FilterField("code"),
    ]
    api_fields = BasePage.api_fields + [
        APIField("code"),
        APIField("concept"),
        APIField("description"),
        APIField("accent"),
        APIField("order"),
    ]
    override_translatable_fields = (
        BasePage.override_translatable_fields
        + CoverMixin.cover_localization
        + [*translated("concept", "description"), *shared("code", "accent", "order")]
    )

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    @property
    def summary(self):
        """The concept, for metadata and cards."""
        return self.concept

    def clean(self):
        super().clean()
        parent = self.get_parent() if self.path else getattr(self, "_cached_parent_obj", None)
        if parent is None:
            return
        others = CategoryPage.objects.child_of(parent).exclude(pk=self.pk)
        if others.filter(code=self.code).exists():
            raise ValidationError({"code": _("Another category of this collection has this code.")})
        if self.pk:
            before = CategoryPage.objects.filter(pk=self.pk).values_list("code", flat=True).first()
            if before != self.code and self.cases_in_use(before):
                raise ValidationError(
                    {
                        "code": _("Cases use the code “%(code)s”; move them to another category first.")
                        % {"code": before}
                    }
                )

    @staticmethod
    def cases_in_use(code):
        """How many case pages, drafts and every language included, refer to ``code``."""
        from cases_cms.collection.models.case import CasePage  # the case's module imports this one

        return CasePage.objects.filter(category=code).count()

    def get_context(self, request, *args, **kwargs):
        from cases_cms.collection.listing import list_category  # listing reads the models

        context = super().get_context(request, *args, **kwargs)
        context.update(list_category(self, request))
        return context
