"""Filters of the desk's listing of cases."""

import json
from functools import reduce
from operator import or_

import django_filters
from django import forms
from django.db.models import CharField, Func, IntegerField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Left, Length
from django.utils.translation import gettext_lazy as _

from cases_cms.collection.enums import Distinction
from cases_cms.collection.models import CasePage, CategoryPage, EditionPage
from cases_cms.collection.selectors import category_choices
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.desk.filters import DeskFilterSet, checkboxes


class ArrayLength(Func):
    """How many items a JSON array has."""

    function = "json_array_length"
    output_field = IntegerField()

    def as_postgresql(self, compiler, connection, **extra):
        return super().as_sql(compiler, connection, function="jsonb_array_length", **extra)


def edition_year():
    """Expression: the year of the edition that a case is below."""
    path = OuterRef("path")
    parent = Left(path, Length(path) - Value(CasePage.steplen), output_field=CharField())
    return Subquery(EditionPage.objects.filter(path=parent).values("year")[:1])


def category_order():
    """Expression: where the category of a case stands among all."""
    return Subquery(CategoryPage.objects.filter(code=OuterRef("category")).order_by("order").values("order")[:1])


def countries_in_use():
    """Codes of the countries and regions of all cases, drafts included. One query."""
    return {code for codes in CasePage.objects.order_by().values_list("countries", flat=True) for code in codes or []}


class CaseFilterSet(DeskFilterSet):
    """Edition, category, countries and regions, and whether outstanding."""

    edition = checkboxes(_("Edition"), method="filter_edition")
    category = checkboxes(_("Category"))
    country = checkboxes(_("Countries and regions"), method="filter_country")
    outstanding = django_filters.ChoiceFilter(
        label=_("Outstanding"),
        choices=Distinction.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_outstanding",
    )

    shown = ("edition", "category", "country", "outstanding", "languages", "state", "tag")
    shown = (*shown, "latest_revision_created_at", "locale")

    def get_choices(self):
        years = EditionPage.objects.order_by("-year").values_list("year", flat=True).distinct()
        return {
            **super().get_choices(),
            "edition": [(str(year), str(year)) for year in years],
            "category": category_choices(),
            "country": [(code, country_name(code)) for code in sort_codes(countries_in_use())],
        }

    def filter_edition(self, queryset, name, values):
        """Cases of any of the years."""
        paths = list(EditionPage.objects.filter(year__in=values).values_list("path", flat=True))
        return queryset.filter(reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[])))

    def filter_country(self, queryset, name, values):
        """Cases of any of the countries and regions; SQLite cannot look into an array, but at its text."""
        queryset = queryset.alias(country_text=Cast("countries", TextField()))
        return queryset.filter(reduce(or_, (Q(country_text__contains=json.dumps(code)) for code in values)))

    def filter_outstanding(self, queryset, name, value):
        """Outstanding cases, or the others."""
        return queryset.filter(outstanding=value == Distinction.OUTSTANDING)
