"""What is one in all languages at any time: a page's slug (an edition's year), its place in the tree, and what it says
in ``led_fields`` (a case's category).

wagtail-localize copies shared fields when a translation is updated, which may be days after the source was renamed;
until then addresses, filters and language links would differ. Here the source leads, its translations follow at once.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import receiver
from wagtail.signals import post_page_move
from wagtail_localize.models import Translation

_known = ContextVar("cases_cms_known_sources", default=(frozenset(), {}))


def _source_locales(keys):
    """``{(translation key, locale id): locale id of the source}`` of what is translated of ``keys``. One query."""
    rows = Translation.objects.filter(source__object_id__in=keys, enabled=True).order_by("-pk")
    return {
        (key, target): source
        for key, target, source in rows.values_list("source__object_id", "target_locale_id", "source__locale_id")
    }


@contextmanager
def known_sources(keys):
    """Inside, it is asked once which pages with these translation keys lead; the turn keeps others from changing it."""
    keys = set(keys)
    token = _known.set((keys, _source_locales(keys)))
    try:
        yield
    finally:
        _known.reset(token)


def source_of(page):
    """The page that ``page`` is a translation of, by wagtail-localize's records; None for a source."""
    key = page._meta.get_field("translation_key").to_python(page.translation_key)  # it may have been set as text
    keys, known = _known.get()
    locale_id = (known if key in keys else _source_locales([key])).get((key, page.locale_id))
    if locale_id is None:
        return None
    return type(page).objects.filter(translation_key=page.translation_key, locale_id=locale_id).first()


def _values_for(translation, source):
    """The shared values that ``translation`` takes.

    Its address stays if its parent has another page of that slug; what a draft says is not said by a live translation.
    """
    names = source.common_fields
    if source.slug != translation.slug and not translation._slug_is_available(
        source.slug, translation.get_parent(), translation
    ):
        names = ()
    if source.live or not translation.live:
        names = (*names, *source.led_fields)
    return {name: getattr(source, name) for name in names}


def _take(page, values):
    """Set ``values`` on ``page``; returns whether anything changed."""
    if all(getattr(page, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(page, name, value)
    page.set_url_path(page.get_parent())
    return True


def follow_source(page):
    """Give a translation the shared values of its source; returns whether it has one."""
    source = source_of(page)
    if source is None or source.pk == page.pk:
        return False
    _take(page, _values_for(page, source))
    return True


def lead_translations(page):
    """Give the translations of a source its shared values, and save those that differ."""
    for translation in type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk):
        if _take(translation, _values_for(translation, page)):
            translation.save(clean=False)


@receiver(post_page_move)
def move_translations(sender, instance, parent_page_after, **kwargs):
    """A page's translations go where it goes, if the new parent has a page in their language."""
    for translation in instance.get_translations():
        parent = parent_page_after.get_translation_or_none(translation.locale)
        if parent is None or translation.get_parent().pk == parent.pk:
            continue
        if translation._slug_is_available(translation.slug, parent, translation):
            translation.specific.move(parent, pos="last-child")
