"""Blocks that show the Collection on other pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale

from cases_cms.collection.cards import case_cards, with_cards
from cases_cms.collection.listing import edition_parts
from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.selectors import categories, edition_entries, latest_edition, now_position, schedule
from cases_cms.core.blocks import BodyBlock

__all__ = [
    "CategoriesBlock",
    "CollectionBodyBlock",
    "EditionBenefitsBlock",
    "EditionCriteriaBlock",
    "EditionScheduleBlock",
    "LatestEditionBlock",
    "OutstandingCasesBlock",
]


def _reader(context):
    """``(locale, request)`` of the page a block stands on."""
    page, request = context.get("page"), context.get("request")
    return (page.locale if page else Locale.get_active()), request


def _latest_edition(context):
    """The newest edition, looked up once a request however many blocks show it."""
    locale, request = _reader(context)
    if request is None:
        return latest_edition(locale)
    cache = request.__dict__.setdefault("_cases_cms_latest_edition", {})
    if locale.pk not in cache:
        cache[locale.pk] = latest_edition(locale, request)
    return cache[locale.pk]


class LatestEditionBlock(blocks.StructBlock):
    """The newest edition: theme, figures, where its schedule stands."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "date"
        label = _("Latest edition")
        template = "cases_cms/blocks/latest_edition.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        edition = _latest_edition(context)
        context["edition"] = edition
        if edition is not None:
            context["case_count"] = edition_entries(edition).count()
            context["steps"] = schedule(edition)
            context["now_position"] = now_position(context["steps"])
        return context


class CategoriesBlock(blocks.StructBlock):
    """The categories with their concepts."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "list-ul"
        label = _("Categories")
        template = "cases_cms/blocks/categories.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        locale, request = _reader(context)
        context["categories"] = list(categories(locale, request).values())
        return context


class OutstandingCasesBlock(blocks.StructBlock):
    """The newest outstanding cases."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    number = blocks.IntegerBlock(label=_("How many"), default=6, min_value=1, max_value=24)

    class Meta:
        icon = "pick"
        label = _("Outstanding cases")
        template = "cases_cms/blocks/outstanding_cases.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        locale, request = _reader(context)
        entries = CatalogueEntry.objects.in_language(locale.language_code).outstanding().newest_first()
        context["cards"] = case_cards(with_cards(entries)[: value.get("number") or 6], locale=locale, request=request)
        return context


class _EditionPartBlock(blocks.StaticBlock):
    """A part of the newest edition; it has no text of its own."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        edition = _latest_edition(context)
        context["edition"] = edition
        if edition is not None:
            context.update(edition_parts(edition))
        return context


class EditionScheduleBlock(_EditionPartBlock):
    """The newest edition's schedule, as a timeline that shows where "now" is."""

    class Meta:
        icon = "calendar-alt"
        label = _("Schedule of the latest edition")
        template = "cases_cms/blocks/edition_schedule.html"


class EditionCriteriaBlock(_EditionPartBlock):
    """The newest edition's review criteria."""

    class Meta:
        icon = "check"
        label = _("Criteria of the latest edition")
        template = "cases_cms/blocks/edition_criteria.html"


class EditionBenefitsBlock(_EditionPartBlock):
    """What taking part in the newest edition brings."""

    class Meta:
        icon = "success"
        label = _("Benefits of the latest edition")
        template = "cases_cms/blocks/edition_benefits.html"


class CollectionBodyBlock(BodyBlock):
    """The body of an article, with what the newest edition says."""

    edition_schedule = EditionScheduleBlock()
    edition_criteria = EditionCriteriaBlock()
    edition_benefits = EditionBenefitsBlock()
