"""What a filter of news means."""

from cases_cms.core.filters import SelectionFilterSet, ValuesFilter


class YearFilter(ValuesFilter):
    """News of any of the years."""

    def filter(self, queryset, value):
        return queryset.filter(date__year__in=value) if value else queryset


class NewsFilterSet(SelectionFilterSet):
    """Filters of news."""

    kind = ValuesFilter(field_name="kind")
    year = YearFilter()
