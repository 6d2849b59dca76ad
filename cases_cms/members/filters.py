"""What a filter of members means."""

from cases_cms.core.filters import SelectionFilterSet, ValuesFilter


class MemberFilterSet(SelectionFilterSet):
    """Filters of members."""

    kind = ValuesFilter(field_name="kind")
    country = ValuesFilter(field_name="organization__country")
