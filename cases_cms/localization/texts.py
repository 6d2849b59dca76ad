"""What there is to translate in a thing: its reference text, that text's hash and its length."""

import hashlib

from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cases_cms.core.counting import measure


def word_count(text):
    """Words of scripts with spaces plus Han characters in a piece of text or HTML."""
    length = measure(text)
    return length.words + length.characters


def is_published(instance):
    """Whether what the public sees is the instance's own row in the database."""
    return not isinstance(instance, DraftStateMixin) or instance.live


def strings_of(instance):
    """``[(path, text)]`` of what translators get of ``instance``, in order."""
    return [
        (segment.path, segment.string.data)
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue)
    ]


def strings_of_sources(source_ids):
    """``{source id: [(path, text)]}`` of what was handed to translators; one query."""
    found = {pk: [] for pk in source_ids}
    for source_id, path, text in (
        StringSegment.objects.filter(source_id__in=source_ids)
        .order_by("source_id", "order", "pk")
        .values_list("source_id", "context__path", "string__data")
    ):
        found[source_id].append((path, text))
    return found


def hash_strings(strings):
    """Hash of ``[(path, text)]`` in their order; "" if there are none.

    The order of fields is the code's and no text's: it does not count.
    """
    if not strings:
        return ""
    digest = hashlib.sha256()
    for path, text in sorted(strings, key=lambda pair: pair[0].partition(".")[0]):
        for part in (path, text):
            data = part.encode()
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)
    return digest.hexdigest()


def text_hash(instance):
    """Hash of the texts of ``instance`` as it is given; equal hashes mean that there is nothing new to translate."""
    return hash_strings(strings_of(instance))


def reference_instance(instance):
    """``instance`` with its reference text: what is published, else what was last handed to translators.

    One that was neither has the text of its latest revision.
    """
    if isinstance(instance, Page):
        instance = instance.specific
    model = type(instance)
    current = model.objects.filter(pk=instance.pk).first()
    if current is None:
        return instance
    if is_published(current):
        return current
    source = TranslationSource.objects.filter(
        object_id=current.translation_key, locale_id=current.locale_id, specific_content_type__isnull=False
    ).first()
    return source.as_instance() if source else current.get_latest_revision_as_object()
