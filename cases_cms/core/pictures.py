"""Pictures as pages show them: in AVIF and WebP, in the widths their place needs, cut around the focal point.

A page never waits for them: what is missing is shown in one WebP made at once, the rest is made in the background
(core.renditions) or by ``manage.py make_renditions``. A picture that cannot be made is left out.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import DatabaseError
from PIL import features
from wagtail.images import get_image_model
from wagtail.images.models import Filter

logger = logging.getLogger(__name__)

#: Formats in the order in which browsers are offered them; the last is the one that all of them know.
FORMATS = ("avif", "webp") if features.check("avif") else ("webp",)


@dataclass(frozen=True)
class Slot:
    """A place for pictures on a page.

    ``operation`` is Wagtail's: "fill" cuts to ``ratio``, "max" fits into it, "width" keeps the picture's own.
    ``sizes`` tells the browser how wide the place is. ``widths`` are in pixels; no picture is ever enlarged.
    """

    name: str
    operation: str
    widths: tuple
    sizes: str
    ratio: tuple = ()

    def spec(self, width, kind):
        """Wagtail's filter specification of one rendition."""
        size = f"{width}x{round(width * self.ratio[1] / self.ratio[0])}" if self.ratio else str(width)
        return f"{self.operation}-{size}|format-{kind}"

    @cached_property
    def specs(self):
        """All specifications, for a picture of any size."""
        return [self.spec(width, kind) for kind in FORMATS for width in self.widths]

    def _is_whole(self, width, size):
        """Whether a rendition of ``width`` shows all the pixels there are in a picture of ``size``."""
        if not self.ratio:
            return width >= size[0]
        enough = (width >= size[0], width * self.ratio[1] >= size[1] * self.ratio[0])
        return any(enough) if self.operation == "fill" else all(enough)

    def useful_widths(self, size):
        """The widths up to the first that shows all pixels of a picture of ``size``."""
        useful = []
        for width in self.widths:
            useful.append(width)
            if self._is_whole(width, size):
                break
        return useful

    def specs_for(self, size):
        """``{format: specifications}`` for a picture of ``size`` (width, height)."""
        return {kind: [self.spec(width, kind) for width in self.useful_widths(size)] for kind in FORMATS}

    def first_spec(self, size):
        """The rendition that stands in for all until they are made: of middle size, in the format all browsers know."""
        widths = self.useful_widths(size)
        return self.spec(widths[len(widths) // 2], FORMATS[-1])


CARD = Slot("card", "fill", (400, 720, 960), "(min-width: 75rem) 26.5rem, (min-width: 48rem) 45vw, 100vw", ratio=(8, 5))
COVER = Slot("cover", "fill", (640, 1080, 1600, 2400), "(min-width: 90rem) 82rem, 100vw", ratio=(16, 9))
HERO = Slot("hero", "fill", (640, 1080, 1600, 2400), "(min-width: 90rem) 82rem, 100vw", ratio=(5, 2))
PICTURE = Slot("picture", "width", (480, 800, 1440), "(min-width: 60rem) 44rem, 100vw")
POSTER = Slot("poster", "fill", (640, 1280), "(min-width: 60rem) 48rem, 100vw", ratio=(16, 9))
PORTRAIT = Slot("portrait", "fill", (72, 144, 216), "4.5rem", ratio=(1, 1))
LOGO = Slot("logo", "max", (240, 480), "15rem", ratio=(2, 1))
LOGO_LARGE = Slot("logo-large", "max", (320, 640), "20rem", ratio=(2, 1))
SLOTS = {slot.name: slot for slot in (CARD, COVER, HERO, PICTURE, POSTER, PORTRAIT, LOGO, LOGO_LARGE)}

#: Single pictures for readers that choose none: other sites, and the poster of a film.
SINGLE = {"social": "fill-1200x630|format-jpeg|strip", "poster": "fill-1280x720|format-jpeg|strip"}

FOCAL = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


@dataclass(frozen=True)
class Picture:
    """A picture ready for ``picture.html``: ``sources`` are ``(type, srcset)``, the best format first; ``src`` with
    ``srcset`` is what every browser knows.
    """

    src: str
    srcset: str
    width: int
    height: int
    sizes: str
    sources: tuple = ()


@dataclass
class _Original:
    """What is known of an image without loading it: its size and focal point, as Wagtail's Filter reads them."""

    pk: int
    width: int
    height: int
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None

    @property
    def size(self):
        return self.width, self.height

    @property
    def focal(self):
        return tuple(getattr(self, name) for name in FOCAL)


class _Focal:
    """The focal point of an image, as Wagtail's Filter asks for it."""

    def __init__(self, values):
        for name, value in zip(FOCAL, values, strict=True):
            setattr(self, name, value)


@lru_cache(maxsize=2048)
def _focal_key(spec, focal):
    """Wagtail's key of a rendition of ``spec`` with the focal point ``focal``."""
    return Filter(spec=spec).get_cache_key(_Focal(focal))


def _compose(slot, original, made):
    """The Picture of renditions ``{spec: (url, width, height)}``, or None without one that all browsers know."""
    srcsets, shown = {}, []
    for kind, specs in slot.specs_for(original.size).items():
        present = [made[spec] for spec in specs if spec in made]
        widths = {width: url for url, width, _height in present}
        if widths:
            srcsets[kind] = ", ".join(f"{url} {width}w" for width, url in widths.items())
        if kind == FORMATS[-1]:
            shown = present
    if not shown:
        return None
    url, width, height = shown[len(shown) // 2]
    srcset = srcsets.pop(FORMATS[-1])
    sources = tuple((f"image/{kind}", text) for kind, text in srcsets.items())
    return Picture(url, srcset, width, height, slot.sizes, sources)


def make_rendition(image, spec):
    """The rendition ``spec`` of ``image``, made if need be; None if it cannot be made."""
    try:
        return image.get_rendition(spec)
    except DatabaseError:
        raise
    except Exception as error:  # files are lost, and decoders raise whatever they like
        logger.warning("Picture %s cannot be shown as %s: %s", image.pk, spec, error)
        return None


def _complete(slot, original, made, load):
    """The Picture of what is ``made``; asks for the rest to be made, and makes the first at once if there is none."""
    from cases_cms.core.renditions import make_later  # it makes what this module describes

    wanted = [spec for specs in slot.specs_for(original.size).values() for spec in specs]
    if not all(spec in made for spec in wanted):
        picture = _compose(slot, original, made)
        if picture is None:
            spec = slot.first_spec(original.size)
            rendition = make_rendition(load(), spec)
            if rendition is None:
                return None
            made[spec] = (rendition.url, rendition.width, rendition.height)
        make_later(original.pk, slot.name)
    return _compose(slot, original, made)


def pictures(image_ids, slot=CARD):
    """``{image id: Picture}`` for ``slot``; an image whose file is lost is left out.

    One query where they are made, whatever their number: models and tags would cost a list more than its queries do.
    """
    ids = {pk for pk in image_ids if pk is not None}
    if not ids:
        return {}
    model = get_image_model()
    rendition_model = model.get_rendition_model()
    storage = rendition_model._meta.get_field("file").storage
    originals, made = {}, defaultdict(dict)
    columns = ("filter_spec", "focal_point_key", "file", "width", "height", "image_id", "image__width", "image__height")
    for spec, key, name, width, height, *original in rendition_model.objects.filter(
        image_id__in=ids, filter_spec__in=slot.specs
    ).values_list(*columns, *(f"image__{field}" for field in FOCAL)):
        found = originals.setdefault(original[0], _Original(*original))
        if key == _focal_key(spec, found.focal):
            made[found.pk][spec] = (storage.url(name), width, height)
    loaded = {}
    if len(originals) < len(ids):
        loaded = model.objects.in_bulk(ids - set(originals))
        originals |= {pk: _original_of(image) for pk, image in loaded.items()}

    def load(pk):
        return loaded.get(pk) or model.objects.get(pk=pk)

    result = {}
    for pk, original in originals.items():
        picture = _complete(slot, original, made[pk], lambda pk=pk: load(pk))
        if picture is not None:
            result[pk] = picture
    return result


def _original_of(image):
    return _Original(image.pk, image.width, image.height, *(getattr(image, name) for name in FOCAL))


def picture_of(image, slot):
    """The Picture of ``image`` for ``slot``, or None.

    One query; none where core.prefetch has fetched its renditions, or Wagtail's cache of them holds all.
    """
    if not image:  # a template hands over an empty text where there is no such field
        return None
    original = _original_of(image)
    wanted = [Filter(spec=spec) for specs in slot.specs_for(original.size).values() for spec in specs]
    made = {
        wish.spec: (rendition.url, rendition.width, rendition.height)
        for wish, rendition in image.find_existing_renditions(*wanted).items()
    }
    return _complete(slot, original, made, lambda: image)


def single_rendition(image, name):
    """The rendition ``SINGLE[name]`` of ``image``, or None if there is no image or it cannot be made."""
    return make_rendition(image, SINGLE[name]) if image else None
