"""Fetching for a whole list what each of its rows would fetch for itself."""

from dataclasses import dataclass

from django.db.models import Prefetch
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

#: Filter specifications of the pictures that lists show; templates use exactly these.
CARD = ("fill-480x300|format-webp", "fill-960x600|format-webp")
PORTRAIT = ("fill-72x72|format-webp", "fill-144x144|format-webp")
LOGO = ("max-240x120|format-webp", "max-480x240|format-webp")
POSTER = ("fill-1280x720|format-jpeg", "fill-1280x720|format-webp")
PICTURE = ("width-480|format-webp", "width-960|format-webp", "width-1440|format-webp")


def renditions(field, specs):
    """Prefetch of the renditions ``specs`` of the picture ``field`` (which is select_related). One query."""
    return Prefetch(
        f"{field}__renditions",
        queryset=get_image_model().get_rendition_model().objects.filter(filter_spec__in=specs),
        # The name under which Image.get_rendition looks for prefetched ones.
        to_attr="prefetched_renditions",
    )


@dataclass(frozen=True)
class Picture:
    """A picture ready for ``img``: the first rendition, and all of them as ``srcset``."""

    src: str
    srcset: str
    width: int
    height: int


def pictures(image_ids, specs=CARD):
    """``{image id: Picture}`` of the renditions ``specs``; those that are missing are made.

    One query where all exist, whatever their number: models and tags would cost a list more than its queries do.
    A picture whose file is lost is left out.
    """
    ids = {pk for pk in image_ids if pk is not None}
    if not ids:
        return {}
    model = get_image_model()
    rendition_model = model.get_rendition_model()
    storage = rendition_model._meta.get_field("file").storage
    found = {pk: {} for pk in ids}
    for pk, spec, name, width, height in rendition_model.objects.filter(
        image_id__in=ids, filter_spec__in=specs
    ).values_list("image_id", "filter_spec", "file", "width", "height"):
        found[pk][spec] = (storage.url(name), width, height)
    for image in model.objects.filter(pk__in=[pk for pk, made in found.items() if len(made) < len(specs)]):
        try:
            for spec, rendition in image.get_renditions(*specs).items():
                found[image.pk][spec] = (rendition.url, rendition.width, rendition.height)
        except (SourceImageIOError, InvalidFilterSpecError):
            continue
    result = {}
    for pk, made in found.items():
        sizes = [made[spec] for spec in specs if spec in made]
        if sizes:
            src, width, height = sizes[0]
            srcset = ", ".join(f"{url} {each}w" for url, each, _height in sizes)
            result[pk] = Picture(src, srcset, width, height)
    return result


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
