"""Translated pages made of segments: as drafts. What is live stays as it is."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.models import SegmentOverride, StringTranslation
from wagtail_localize.segments.ingest import ingest_segments


def target_of(translation):
    """The translated thing in the database, alias pages included, or None."""
    model = translation.source.specific_content_type.model_class()
    if model is None:
        return None
    return model._default_manager.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()


def build(translation, target=None):
    """The target with the present texts of its segments, in the source's language where there are none; unsaved.

    Raises SourceDeletedError where the source is gone.
    """
    source, locale = translation.source, translation.target_locale
    original = source.as_instance()
    target = target or target_of(translation)
    copy_synchronised_fields(original, target)
    segments = source._get_segments_for_translation(locale, fallback=True)
    ingest_segments(original, target, source.locale, locale, segments)
    return target


@transaction.atomic
def save_draft(translation, user=None):
    """Save the present texts as the newest revision of the target, and return the revision; the live page stays.

    wagtail-localize would write into the live row: https://github.com/wagtail/wagtail-localize/issues/634
    """
    return build(translation).save_revision(user=user, clean=False, log_action=True)


def _unalias(page, user):
    """Make an alias a page of its own. It was never shown in its language, and is not until somebody publishes it."""
    page.alias_of_id = None
    page.live = False
    page.has_unpublished_changes = True
    page.save(clean=False)
    log(page, "wagtail.convert_alias", user=user, data={"page": {"id": page.pk, "title": page.title}})


def _has_texts(translation):
    """Whether anything was translated, or replaced, in the language."""
    wanted = {"context__object_id": translation.source.object_id, "locale": translation.target_locale}
    return StringTranslation.objects.filter(**wanted).exists() or SegmentOverride.objects.filter(**wanted).exists()


def make_target(translation, user=None):
    """Give a page, or another thing that knows drafts, its draft in the language, unless there is one; returns it.

    Things without drafts (organizations, say) are public once they exist: they are made when they are approved.
    """
    source = translation.source
    target = target_of(translation)
    if target is not None and not (isinstance(target, Page) and target.alias_of_id):
        return target
    original = source.as_instance()
    if not isinstance(original, DraftStateMixin):
        return None
    if target is None:
        target = original.copy_for_translation(translation.target_locale)
        if not isinstance(target, Page) and target.live:
            target.live = False
            target.save()
        if isinstance(target, Page) and not _has_texts(translation):
            return target  # the copy is the draft
    else:
        _unalias(target, user)
    save_draft(translation, user)
    return target_of(translation)
