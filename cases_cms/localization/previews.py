"""A translated page as it would be with the texts that are being written, without saving anything."""

from bs4 import BeautifulSoup
from wagtail.models import PreviewableMixin
from wagtail_localize.fields import copy_synchronised_fields
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import StringValue, validate_element, validate_translation_links

from cases_cms.localization.segment_services import normalize


def can_preview(instance):
    """Whether an object shows itself to editors before it is published."""
    return isinstance(instance, PreviewableMixin) and bool(instance.preview_modes)


def unsaved_instance(translation, texts):
    """The target with ``texts`` ({pk of a StringSegment: stored text}) in place of what is saved.

    What is empty, or no well-formed text, is shown as it is saved, and what has no translation as in the source.
    Raises SourceDeletedError or DoesNotExist where one of the two objects is gone.
    """
    source, locale = translation.source, translation.target_locale
    original = source.as_instance()
    target = source.get_translated_instance(locale)
    copy_synchronised_fields(original, target)
    written = {}
    for path, order, pk, of in source.stringsegment_set.values_list("context__path", "order", "pk", "string__data"):
        value = _value(normalize(texts.get(pk, "")), of)
        if value is not None:
            written[path, order] = value
    # wagtail-localize has no public way to give it texts that are not saved:
    # https://github.com/wagtail/wagtail-localize/issues/822
    segments = source._get_segments_for_translation(locale, fallback=True)
    for segment in segments:
        if isinstance(segment, StringSegmentValue) and (segment.path, segment.order) in written:
            segment.string = written[segment.path, segment.order]
    ingest_segments(original, target, source.locale, locale, segments)
    return target


def _value(text, of):
    """``text`` as a translation of the string ``of``; None for none, and for one with tags that may not stand there."""
    if not text:
        return None
    try:
        validate_translation_links(of, text)
        for element in BeautifulSoup(text, "html.parser").descendants:
            validate_element(element)
    except ValueError:
        return None
    return StringValue(text)
