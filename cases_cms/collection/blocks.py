"""Blocks that show the Collection on other pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale

from cases_cms.collection.cards import case_cards, with_cards
from cases_cms.collection.charts import case_counts, cases_chart, countries_chart, country_counts
from cases_cms.collection.listing import edition_parts
from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.reach import counts_by_year, reach_chart, years_chart
from cases_cms.collection.selectors import (
    categories,
    edition_entries,
    editions,
    latest_edition,
    main_collection,
    now_position,
    schedule,
)
from cases_cms.core.blocks import BodyBlock, PreviewMixin

__all__ = [
    "CasesChartBlock",
    "CategoriesBlock",
    "CollectionBodyBlock",
    "CountriesChartBlock",
    "EditionBenefitsBlock",
    "EditionCriteriaBlock",
    "EditionScheduleBlock",
    "LatestEditionBlock",
    "OutstandingCasesBlock",
    "ReachChartBlock",
    "YearsChartBlock",
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


def _main_collection(context):
    """The collection in the reader's language, looked up once a request."""
    locale, request = _reader(context)
    if request is None:
        return main_collection(locale)
    cache = request.__dict__.setdefault("_cases_cms_main_collection", {})
    if locale.pk not in cache:
        cache[locale.pk] = main_collection(locale, request)
    return cache[locale.pk]


def _editions(collection, request):
    """EditionLabels of the collection, looked up once a request."""
    if request is None:
        return editions(collection)
    cache = request.__dict__.setdefault("_cases_cms_editions", {})
    if collection.pk not in cache:
        cache[collection.pk] = editions(collection, request)
    return cache[collection.pk]


class LatestEditionBlock(PreviewMixin, blocks.StructBlock):
    """The newest edition: theme, figures, where its schedule stands."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "date"
        label = _("Latest edition")
        description = _("The newest edition with its theme, figures and schedule; it fills itself.")
        preview_value = {"title": _("The latest edition")}
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


class CategoriesBlock(PreviewMixin, blocks.StructBlock):
    """The categories with their concepts."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "list-ul"
        label = _("Categories")
        description = _("The categories with what each is about; they fill themselves.")
        preview_value = {"title": _("Categories")}
        template = "cases_cms/blocks/categories.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        locale, request = _reader(context)
        context["categories"] = list(categories(locale, request).values())
        return context


class OutstandingCasesBlock(PreviewMixin, blocks.StructBlock):
    """The newest outstanding cases."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    number = blocks.IntegerBlock(label=_("How many"), default=6, min_value=1, max_value=24)

    class Meta:
        icon = "pick"
        label = _("Outstanding cases")
        description = _("Cards of the newest outstanding cases; they fill themselves.")
        preview_value = {"title": _("Outstanding cases"), "number": 3}
        template = "cases_cms/blocks/outstanding_cases.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        locale, request = _reader(context)
        entries = CatalogueEntry.objects.in_language(locale.language_code).outstanding().newest_first()
        context["cards"] = case_cards(with_cards(entries)[: value.get("number") or 6], locale=locale, request=request)
        return context


class _EditionPartBlock(PreviewMixin, blocks.StaticBlock):
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
        description = _("The newest edition's schedule, with where it stands today; it fills itself.")
        preview_value = None
        template = "cases_cms/blocks/edition_schedule.html"


class EditionCriteriaBlock(_EditionPartBlock):
    """The newest edition's review criteria."""

    class Meta:
        icon = "check"
        label = _("Criteria of the latest edition")
        description = _("The newest edition's review criteria; they fill themselves.")
        preview_value = None
        template = "cases_cms/blocks/edition_criteria.html"


class EditionBenefitsBlock(_EditionPartBlock):
    """What taking part in the newest edition brings."""

    class Meta:
        icon = "success"
        label = _("Benefits of the latest edition")
        description = _("What taking part in the newest edition brings; it fills itself.")
        preview_value = None
        template = "cases_cms/blocks/edition_benefits.html"


class _ChartBlock(PreviewMixin, blocks.StructBlock):
    """A figure of the collection, drawn anew for each visit; it needs but a title."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    def draw(self, collection, entries, locale, request):
        """The chart of ``collection`` and its catalogue ``entries``, or None if there is nothing to show."""
        raise NotImplementedError

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        locale, request = _reader(context)
        collection = _main_collection(context)
        if collection is not None:
            entries = CatalogueEntry.objects.in_collection(collection.translation_key)
            context["chart"] = self.draw(collection, entries.in_language(locale.language_code), locale, request)
        return context


class CasesChartBlock(_ChartBlock):
    """How many cases each category has in each edition, a pearl a case."""

    def draw(self, collection, entries, locale, request):
        years = [edition.year for edition in _editions(collection, request)]
        url = collection.get_url(request) or ""
        return cases_chart(case_counts(entries), categories(locale, request), years=years, url=url)

    class Meta:
        icon = "table"
        label = _("Cases by category and year")
        description = _("A pearl for each case on this site; every heap leads to its cases.")
        preview_value = {"title": _("Cases by category and year")}
        template = "cases_cms/blocks/cases_chart.html"


class CountriesChartBlock(_ChartBlock):
    """The countries and regions of all cases, as tiles."""

    def draw(self, collection, entries, locale, request):
        return countries_chart(country_counts(entries), url=collection.get_url(request) or "")

    class Meta:
        icon = "globe"
        label = _("Countries and regions")
        description = _("A tile for each country or region, by region of the world, with the number of its cases.")
        preview_value = {"title": _("Countries and regions")}
        template = "cases_cms/blocks/countries_chart.html"


class YearsChartBlock(_ChartBlock):
    """The figures of all editions, from year to year."""

    def draw(self, collection, entries, locale, request):
        return years_chart(_editions(collection, request), counts_by_year(entries))

    class Meta:
        icon = "history"
        label = _("Figures from year to year")
        description = _("Submissions, cases, outstanding cases and reach of each edition; gaps where not known.")
        preview_value = {"title": _("Figures from year to year")}
        template = "cases_cms/blocks/years_chart.html"


class ReachChartBlock(PreviewMixin, blocks.StructBlock):
    """What became of the cases submitted to the newest edition."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "pick"
        label = _("Reach of the latest edition")
        description = _("How many cases were submitted, entered the Collection, and were outstanding.")
        preview_value = {"title": _("Reach of the latest edition")}
        template = "cases_cms/blocks/reach_chart.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        edition = _latest_edition(context)
        context["edition"] = edition
        if edition is not None:
            entries = edition_entries(edition)
            case_count, outstanding_count = counts_by_year(entries).get(edition.year, (0, 0))
            context["chart"] = reach_chart(edition, case_count, outstanding_count)
        return context


class CollectionBodyBlock(BodyBlock):
    """The body of an article, with what the newest edition says and figures of the Collection."""

    edition_schedule = EditionScheduleBlock()
    edition_criteria = EditionCriteriaBlock()
    edition_benefits = EditionBenefitsBlock()
    cases_chart = CasesChartBlock()
    countries_chart = CountriesChartBlock()
    reach_chart = ReachChartBlock()
    years_chart = YearsChartBlock()
