"""Names of columns in sentences that each reader gets in their own language (core.told)."""

from django.utils import translation

from cases_cms.core.told import CONTEXT, MESSAGE, Told, register_reader

#: Key of what is stored of a column's heading.
COLUMN = "k"


def heading_of(key):
    """What stands above a column of a table, given the key of its cells."""
    return Told({COLUMN: key})


def label_of(column):
    """The name of a Column."""
    with translation.override(None):
        return Told({MESSAGE: str(column.label), CONTEXT: "column"})


def _read_heading(key):
    from cases_cms.interchange.columns import place_of  # columns have kinds, which tell what is wrong

    return place_of(key).heading(translation.get_language() or "en")


register_reader(COLUMN, _read_heading)
