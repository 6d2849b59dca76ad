"""What a filter of the Collection means in the database: one FilterSet for every list of cases.

Its filters follow from the facets' declarations (collection.facets), as the explorer's index does.
"""

import django_filters
from wagtail.models import Locale

from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.models import CatalogueEntry, CatalogueValue
from cases_cms.collection.selectors import categories
from cases_cms.collection.words import find
from cases_cms.core.filters import SelectionFilterSet
from cases_cms.core.selection import clean_words


class FacetFilter(django_filters.Filter):
    """Cases with any of some values of a facet; a case is found once."""

    def __init__(self, kind):
        super().__init__(field_name=kind.column or kind.name)
        self.kind = kind

    def filter(self, queryset, value):
        if not value:
            return queryset
        if self.kind.column:
            return queryset.filter(**{f"{self.kind.column}__in": {self.kind.decode(code) for code in value}})
        rows = CatalogueValue.objects.filter(facet=self.kind.name, value__in=value)
        return queryset.filter(pk__in=rows.values("entry_id"))


class WordsFilter(django_filters.Filter):
    """Cases that words find, in their own text and by what corresponds to it (collection.words)."""

    def filter(self, queryset, value):
        words = clean_words(value or "")
        if not words:
            return queryset
        kinds = {kind.name: kind for kind in facet_kinds()}

        def members(facet, codes):
            return FacetFilter(kinds[facet]).filter(queryset, codes).values_list("pk", flat=True)

        locale = Locale.get_active()
        found = find(
            words,
            language=locale.language_code,
            entries=queryset,
            labels=categories(locale),
            members=members,
        )
        return queryset.filter(pk__in=list(found.scores))


class CatalogueFilterSet(SelectionFilterSet):
    """Filters of the catalogue: one for each facet, those of hosts included, and words."""

    q = WordsFilter()

    class Meta:
        model = CatalogueEntry
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Words first: Wagtail's search takes plain conditions on the catalogue, not those of the other filters.
        self.filters = {**self.filters, **{kind.name: FacetFilter(kind) for kind in facet_kinds()}}
