"""Fetching for a whole list what each of its rows would fetch for itself."""

from django.db.models import Prefetch
from wagtail.images import get_image_model


def renditions(field, slot):
    """Prefetch of the renditions for ``slot`` of the picture ``field`` (which is select_related). One query."""
    return Prefetch(
        f"{field}__renditions",
        queryset=get_image_model().get_rendition_model().objects.filter(filter_spec__in=slot.specs),
        # The name under which Image.get_rendition looks for prefetched ones.
        to_attr="prefetched_renditions",
    )


def attach(rows, field, queryset):
    """Fill in the foreign key ``field`` of all ``rows``, saved or not, and return them as a list. One query.

    Children of a page may live in memory only (in a preview, say), where select_related cannot reach.
    """
    rows = list(rows)
    column = f"{field}_id"
    found = queryset.in_bulk({getattr(row, column) for row in rows if getattr(row, column) is not None})
    for row in rows:
        if getattr(row, column) in found:
            setattr(row, field, found[getattr(row, column)])
    return rows


def attach_images(rows, field, specs):
    """``attach`` for pictures, with their renditions. Two queries, none without rows."""
    rows = list(rows)
    if not any(getattr(row, f"{field}_id") for row in rows):
        return rows
    return attach(rows, field, get_image_model().objects.prefetch_renditions(*specs))
