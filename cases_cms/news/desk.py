"""The desk's listing of news."""

import django_filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget

from cases_cms.collection.desk import ABOUT_COLUMNS, show_cases
from cases_cms.core.desk.columns import DayColumn, ShortColumn
from cases_cms.core.desk.filters import DeskFilterSet, checkboxes
from cases_cms.core.desk.listings import DeskIndexView, DeskViewSet
from cases_cms.news.enums import NewsKind
from cases_cms.news.models import NewsPage


class NewsFilterSet(DeskFilterSet):
    """Kind and date."""

    kind = checkboxes(_("Kind"), choices=NewsKind.choices)
    date = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    shown = ("kind", "date", *DeskFilterSet.shown)


class NewsIndexView(DeskIndexView):
    """News by date."""

    base_filterset_class = NewsFilterSet
    text_fields = ("summary", "body")
    default_ordering = "-date"
    sorts = {"date": (F("date"),), "kind": (F("kind"),)}
    fact_columns = (
        DayColumn("date", label=_("Date"), sort_key="date"),
        ShortColumn("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        *ABOUT_COLUMNS,
    )

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).prefetch_related("related_cases")

    def get_rows(self, pages):
        super().get_rows(pages)
        show_cases(pages, lambda page: [row.case_key for row in page.related_cases.all()])


class NewsViewSet(DeskViewSet):
    """News."""

    name = "practice-case-news"
    model = NewsPage
    index_view_class = NewsIndexView
    icon = "mail"
    menu_label = _("News")
    menu_order = 70
    fact_exports = ("date", "get_kind_display", "desk.about_words")
    fact_headings = {"date": _("Date"), "get_kind_display": _("Kind"), "desk.about_words": _("Cases")}
