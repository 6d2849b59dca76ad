"""The desk's listings of cases and editions."""

from collections import Counter

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases_cms.collection.desk_filters import ArrayLength, CaseFilterSet, category_order, edition_year
from cases_cms.collection.models import CasePage, EditionPage, Organization
from cases_cms.collection.selectors import case_names, category_names
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.covers import draw
from cases_cms.core.desk.columns import FactColumn, RowColumn
from cases_cms.core.desk.listings import DeskIndexView, DeskViewSet

#: As many cases as a row of what is about them names.
NAMED_CASES = 3
#: As many countries and regions as a row names.
NAMED_COUNTRIES = 3


class CaseIndexView(DeskIndexView):
    """Cases, whichever edition they are of."""

    base_filterset_class = CaseFilterSet
    text_fields = ("summary", *CasePage.SECTIONS)
    sorts = {
        "edition": (edition_year(),),
        "category": (category_order(), F("category")),
        "countries": (ArrayLength("countries"),),
        "outstanding": (F("outstanding"),),
    }
    fact_columns = (
        RowColumn("edition", label=_("Edition"), accessor="year", sort_key="edition"),
        FactColumn("category", "cases_cms/desk/category_cell.html", label=_("Category"), sort_key="category"),
        FactColumn(
            "countries", "cases_cms/desk/countries_cell.html", label=_("Countries and regions"), sort_key="countries"
        ),
        FactColumn(
            "outstanding", "cases_cms/desk/outstanding_cell.html", label=_("Outstanding"), sort_key="outstanding"
        ),
    )

    def find(self, word):
        """By title, or by the name of an organization, in any language."""
        keys = Organization.objects.filter(name__icontains=word).order_by().values("translation_key")
        named = CasePage.objects.filter(organizations__organization__translation_key__in=keys)
        return super().find(word) | Q(translation_key__in=named.order_by().values("translation_key"))

    def get_rows(self, pages):
        super().get_rows(pages)
        categories = category_names()
        years = dict(EditionPage.objects.values_list("path", "year"))
        for page in pages:
            row, codes = page.desk, sort_codes(page.countries or [])
            row.year = years.get(page.path[: -page.steplen])
            row.category = categories.get(page.category)
            row.category_title = row.category.title if row.category else page.category
            row.country_count = len(codes)
            row.countries = [country_name(code) for code in codes]
            row.first_countries = row.countries[:NAMED_COUNTRIES]
            row.more_countries = len(codes) - len(row.first_countries)
            row.country_words = ", ".join(row.countries)
            if row.picture is None:
                row.accent = row.category.accent if row.category else row.accent
                row.drawing = draw(
                    key=page.translation_key,
                    accent=row.accent,
                    countries=codes,
                    year=row.year,
                    golden=page.outstanding,
                )


class CaseViewSet(DeskViewSet):
    """Cases."""

    name = "practice-cases"
    model = CasePage
    index_view_class = CaseIndexView
    icon = "doc-full"
    menu_label = _("Cases")
    menu_order = 10
    fact_exports = ("desk.year", "desk.category_title", "desk.country_words", "outstanding")
    fact_headings = {
        "desk.year": _("Edition"),
        "desk.category_title": _("Category"),
        "desk.country_words": _("Countries and regions"),
        "outstanding": _("Outstanding"),
    }


#: Columns of what is about cases: their titles, and the editions they are of.
ABOUT_COLUMNS = (FactColumn("cases", "cases_cms/desk/about_cell.html", label=_("Cases"), accessor="about"),)


def show_cases(pages, keys_of):
    """Give the row of each of ``pages`` the cases it is about: ``keys_of(page)`` are their translation keys.

    A fixed number of queries beside those of ``keys_of``.
    """
    keys = {page.pk: [key for key in keys_of(page) if key] for page in pages}
    names = case_names({key for group in keys.values() for key in group})
    for page in pages:
        cases = [names[key] for key in keys[page.pk] if key in names]
        page.desk.about = cases[:NAMED_CASES]
        page.desk.more_cases = len(cases) - len(page.desk.about)
        page.desk.about_words = "; ".join(case.title for case in cases)


class EditionIndexView(DeskIndexView):
    """Editions with the number of their cases."""

    text_fields = ("introduction",)
    default_ordering = "-year"
    sorts = {"year": (F("year"),), "cases": (F("numchild"),)}
    fact_columns = (
        RowColumn("year", label=_("Year"), sort_key="year"),
        FactColumn("cases", "cases_cms/desk/cases_cell.html", label=_("Cases"), sort_key="cases"),
    )

    def get_rows(self, pages):
        super().get_rows(pages)
        numbers = Counter()
        by_path = {page.path: page for page in pages}
        step = CasePage.steplen
        for path, live in CasePage.objects.filter(alias_of__isnull=True).order_by().values_list("path", "live"):
            if path[:-step] in by_path:
                numbers[path[:-step], live] += 1
        for page in pages:
            page.desk.year = page.year
            page.desk.live_cases = numbers[page.path, True]
            page.desk.draft_cases = numbers[page.path, False]
            page.desk.cases = page.desk.live_cases + page.desk.draft_cases


class EditionViewSet(DeskViewSet):
    """Editions."""

    name = "practice-case-editions"
    model = EditionPage
    index_view_class = EditionIndexView
    icon = "calendar-alt"
    menu_label = pgettext_lazy("menu", "Editions")
    menu_order = 20
    fact_exports = ("desk.year", "desk.live_cases", "desk.draft_cases")
    fact_headings = {
        "desk.year": _("Year"),
        "desk.live_cases": _("Live cases"),
        "desk.draft_cases": _("Cases that are drafts"),
    }
