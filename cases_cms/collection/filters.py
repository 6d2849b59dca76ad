"""What a filter of the Collection means: one FilterSet for every list of cases."""

import django_filters
from django.db.models import Q

from cases_cms.collection.enums import Distinction
from cases_cms.collection.extensions import case_facets
from cases_cms.collection.models import CatalogueCountry, CatalogueEntry
from cases_cms.core.filters import SelectionFilterSet, ValuesFilter
from cases_cms.core.folding import fold

MAX_TERMS = 8


class CountryFilter(ValuesFilter):
    """Cases with any of the countries and regions; a case is found once."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(pk__in=CatalogueCountry.objects.filter(code__in=value).values("entry_id"))


class OutstandingFilter(ValuesFilter):
    """``yes``: outstanding cases; ``no``: the others; both: all."""

    def filter(self, queryset, value):
        chosen = {item == Distinction.OUTSTANDING for item in value or []}
        return queryset.filter(outstanding=chosen.pop()) if len(chosen) == 1 else queryset


class WordsFilter(django_filters.Filter):
    """Every word stands somewhere in the case; a run of Chinese is one word, found where it stands."""

    def filter(self, queryset, value):
        condition = Q()
        for term in fold(value or "").split()[:MAX_TERMS]:
            condition &= Q(text__content__contains=term)
        return queryset.filter(condition)


class CatalogueFilterSet(SelectionFilterSet):
    """Filters of the catalogue: one place knows what a filter of cases means."""

    category = ValuesFilter(field_name="category")
    country = CountryFilter()
    year = ValuesFilter(field_name="year")
    outstanding = OutstandingFilter()
    q = WordsFilter()

    class Meta:
        model = CatalogueEntry
        fields = []

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        for facet in case_facets():
            values = self.data.get(facet.name)
            if values:
                queryset = facet.narrow(queryset, values)
        return queryset
