"""The services through which pages are created, published and translated: one transaction each, logged.

Each saves a page several times; what follows from it (board, search, references) is done once, in the end.
"""

import json
from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cases_cms.core.reference_entries import gather_all


class TranslationMismatchError(ValueError):
    """The translated content does not have the structure of its source."""


@transaction.atomic
@gather_all()
def create_page(*, parent, page, user=None, publish=False):
    """Add ``page`` below ``parent`` as a draft with its first revision, and publish it if asked; returns it.

    Raises ValidationError, and changes nothing, if the page breaks a rule when it is to be published.
    """
    page.live = False
    page.owner = user
    parent.add_child(instance=page)
    page.save_revision(user=user, clean=False)  # publishing checks the rules; a draft may be incomplete
    if publish:
        publish_page(page=page, user=user)
    return page


@transaction.atomic
@gather_all()
def save_page(*, page, user=None, publish=False):
    """Save the page's present content as a revision, and publish it if asked; returns it."""
    page.save_revision(user=user, log_action=True, clean=False)
    if publish:
        publish_page(page=page, user=user)
    return page


@transaction.atomic
@gather_all()
def publish_page(*, page, user=None):
    """Publish the latest revision of ``page``; returns it. Raises ValidationError if it breaks a rule."""
    page.get_latest_revision().publish(user=user)
    page.refresh_from_db()
    return page


@transaction.atomic
def unpublish_page(*, page, user=None):
    """Take ``page`` off the public site; its content stays. Returns it."""
    page.unpublish(user=user)
    return page


def _strings_by_path(instance):
    strings = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment.string.data)
    return strings


def _overridables_by_path(instance):
    return {
        segment.path: segment.data
        for segment in extract_segments(instance)
        if isinstance(segment, OverridableSegmentValue)
    }


def _store_overrides(translation_source, source, content, locale, user):
    """What a language replaces, such as captions or a picture with words in it."""
    own, shared = _overridables_by_path(content), _overridables_by_path(source)
    for segment in OverridableSegment.objects.filter(source=translation_source).select_related("context"):
        path = segment.context.path
        if path in own and own[path] != shared.get(path):
            SegmentOverride.objects.update_or_create(
                locale=locale,
                context=segment.context,
                defaults={"data_json": json.dumps(own[path]), "last_translated_by": user, "has_error": False},
            )


@transaction.atomic
@gather_all()
def translate(*, source, locale, content, user=None, publish=False):
    """Translate ``source`` (a page or another translatable object) into ``locale``; returns the translation.

    ``content`` is an unsaved object of the same type with the texts in that language; its children and blocks have the
    translation keys and ids of the source's. Every segment is stored as a translator's work, so that later
    changes of the source are tracked. Raises TranslationMismatchError if the two differ in structure.
    """
    translation_source, _created = TranslationSource.update_or_create_from_instance(source)
    Translation.objects.update_or_create(source=translation_source, target_locale=locale, defaults={"enabled": True})
    texts = _strings_by_path(content)
    seen = defaultdict(int)
    for segment in (
        StringSegment.objects.filter(source=translation_source).select_related("string", "context").order_by("order")
    ):
        path = segment.context.path
        position = seen[path]
        seen[path] += 1
        if position >= len(texts[path]):
            raise TranslationMismatchError(
                _("%(object)s: no translation of “%(text)s” at %(path)s.")
                % {"object": source, "text": segment.string.data[:80], "path": path}
            )
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={
                "data": texts[path][position],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "last_translated_by": user,
                "has_error": False,
            },
        )
    surplus = [path for path, strings in texts.items() if strings and len(strings) != seen[path]]
    if surplus:
        raise TranslationMismatchError(
            _("%(object)s: the translation has more text than its source at %(path)s.")
            % {"object": source, "path": surplus[0]}
        )
    _store_overrides(translation_source, source, content, locale, user)
    is_draftable = isinstance(source, DraftStateMixin)
    # wagtail-localize publishes after the commit; we publish ourselves, in this transaction.
    target, _created = translation_source.create_or_update_translation(
        locale, user=user, publish=not is_draftable, copy_parent_pages=False
    )
    if isinstance(target, Page) and publish:
        publish_page(page=target, user=user)
    return target
