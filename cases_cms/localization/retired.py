"""Texts that are set aside when their page or language goes, and the way back."""

from django.db.models import Q
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from cases_cms.localization.enums import Origin
from cases_cms.localization.models import SegmentVersion

MACHINE, MANUAL = StringTranslation.TRANSLATION_TYPE_MACHINE, StringTranslation.TRANSLATION_TYPE_MANUAL


def texts_of_locale(locale):
    """Translations into a language, and those from it: they go with it."""
    return StringTranslation.objects.filter(Q(locale=locale) | Q(translation_of__locale=locale))


def texts_of_things(instances):
    """Translations that go with things of one language: those that make them, and those made from them."""
    found = Q(pk=None)
    for locale_id in {instance.locale_id for instance in instances}:
        keys = [instance.translation_key for instance in instances if instance.locale_id == locale_id]
        found |= Q(context__object_id__in=keys) & (Q(locale=locale_id) | Q(translation_of__locale=locale_id))
    return StringTranslation.objects.filter(found)


def texts_of_page(page):
    """As ``texts_of_things``, of a page and all below it."""
    keys = Page.objects.filter(path__startswith=page.path).order_by().values("translation_key")
    return StringTranslation.objects.filter(
        Q(locale=page.locale_id) | Q(translation_of__locale=page.locale_id), context__object_id__in=keys
    )


def set_aside(translations):
    """Keep the texts of a queryset of StringTranslations as versions, but those that were set aside before.

    Returns how many; four queries whatever their number.
    """
    rows = list(
        translations.filter(context__isnull=False).select_related(
            "translation_of__locale", "context", "locale", "last_translated_by"
        )
    )
    if not rows:
        return 0
    titles = dict(
        TranslationSource.objects.filter(object_id__in={row.context.object_id for row in rows}).values_list(
            "object_id", "object_repr"
        )
    )
    known = set(
        SegmentVersion.objects.filter(
            object_id__in={row.context.object_id for row in rows}, origin__in=(Origin.RETIRED, Origin.MACHINE)
        ).values_list("object_id", "path", "language", "source_text", "text")
    )
    new = []
    for row in rows:
        user = row.last_translated_by
        names = {
            "object_id": row.context.object_id,
            "path": row.context.path,
            "language": row.locale.language_code,
            "source_text": row.translation_of.data,
            "text": row.data,
        }
        if tuple(names.values()) not in known:
            new.append(
                SegmentVersion(
                    **names,
                    source_language=row.translation_of.locale.language_code,
                    origin=Origin.MACHINE if row.translation_type == MACHINE else Origin.RETIRED,
                    title=titles.get(row.context.object_id, "")[:255],
                    user=user,
                    user_name=(user.get_full_name() or user.get_username())[:255] if user else "",
                )
            )
    SegmentVersion.objects.bulk_create(new, batch_size=500)
    return len(new)


def give_back(translation):
    """Segments without a text get the latest one that they had before page or language went; returns how many."""
    source, locale = translation.source, translation.target_locale
    latest = {}
    for path, text_of, text, origin in (
        SegmentVersion.objects.filter(
            object_id=source.object_id,
            language=locale.language_code,
            source_language=source.locale.language_code,
        )
        .exclude(origin=Origin.CONFLICT)
        .order_by("created_at", "pk")
        .values_list("path", "source_text", "text", "origin")
    ):
        latest[path, text_of] = text, MACHINE if origin == Origin.MACHINE else MANUAL
    if not latest:
        return 0
    done = set(
        StringTranslation.objects.filter(context__object_id=source.object_id, locale=locale).values_list(
            "context_id", "translation_of_id"
        )
    )
    count = 0
    for segment in StringSegment.objects.filter(source=source).select_related("context", "string"):
        text, kind = latest.get((segment.context.path, segment.string.data), ("", MANUAL))
        if text and (segment.context_id, segment.string_id) not in done:
            done.add((segment.context_id, segment.string_id))
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=locale,
                data=text,
                translation_type=kind,
            )
            count += 1
    return count
