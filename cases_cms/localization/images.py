"""Descriptions of pictures in each language: kept equal to the library's own, and given to what draws pictures."""

from collections import defaultdict

from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Locale

from cases_cms.core.memory import Memory
from cases_cms.localization.models import ImageText


def _load():
    texts = defaultdict(dict)
    for image_id, language, text in ImageText.objects.values_list("image_id", "locale__language_code", "text"):
        texts[image_id][language] = text
    return dict(texts)


#: ``{image id: {language: text}}``.
known_texts = Memory("image-texts", _load)


def described_in(image, language):
    """The description of ``image`` in a language, "" if it has none in that; no query of its own."""
    return known_texts.get().get(getattr(image, "pk", None), {}).get(language, "")


def _origin(image):
    return ImageText.objects.filter(image=image).order_by("pk").first()


@transaction.atomic
def follow(image):
    """Let the origin of a picture's descriptions say what the library says; begins in the site's first language.

    A description that is emptied takes its translations along: what they said is kept in their history.
    """
    origin, text = _origin(image), image.description.strip()
    if not text:
        for one in ImageText.objects.filter(image=image).order_by("-pk"):
            one.delete()
    elif origin is None:
        ImageText.objects.create(image=image, locale=Locale.get_default(), text=text)
    elif origin.text != text:
        origin.text = text
        origin.save()


def follow_all():
    """Descriptions that were there before: each gets its origin."""
    known = ImageText.objects.order_by().values("image")
    for image in get_image_model().objects.exclude(description="").exclude(pk__in=known).iterator():
        follow(image)
