"""FilterSets over a Selection, whose values are known to be valid."""

import django_filters


class ValuesFilter(django_filters.Filter):
    """Several values of one facet mean "or"."""

    def filter(self, queryset, value):
        return queryset.filter(**{f"{self.field_name}__in": value}) if value else queryset


class SelectionFilterSet(django_filters.FilterSet):
    """A FilterSet that takes ``Selection.data()``; facets mean "and". There is no form to validate."""

    def filter_queryset(self, queryset):
        for name, filter_ in self.filters.items():
            queryset = filter_.filter(queryset, self.data.get(name))
        return queryset

    @property
    def qs(self):
        """The filtered queryset."""
        if not hasattr(self, "_qs"):
            self._qs = self.filter_queryset(self.queryset.all())
        return self._qs
