"""What the editor asks of the workshop's other parts."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.html import escape
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.views.edit_translation import FieldHasNoEditPanelError, TabHelper, get_segment_location_info

from cases_cms.localization.enums import Origin
from cases_cms.localization.models import LanguageRole, SegmentVersion
from cases_cms.localization.written import TAG


class ConflictError(Exception):
    """Somebody else saved a segment in the meantime; ``current`` is what it is now."""

    def __init__(self, current):
        super().__init__(current)
        self.current = current


@dataclass(frozen=True)
class Former:
    source: str
    text: str
    diff: str = ""


@dataclass(frozen=True)
class Segment:
    pk: int
    path: str
    order: int
    source: str
    text: str = ""
    state: str = "missing"
    is_rich: bool = False
    section: str = ""
    field: str = ""
    block: str = ""
    role: str = "text"
    limit: object = None
    former: Former | None = None
    version: str = ""
    findings: tuple = ()
    comments: int = 0
    error: str = ""
    translated_by: str = ""
    updated_at: object = None


def may_translate(user, translation):
    """Whether the person translates or reviews the language."""
    if user.is_active and user.is_superuser:
        return True
    roles = LanguageRole.objects.filter(user=user, locale=translation.target_locale)
    return any(role.translates or role.reviews for role in roles)


def _version(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def segments(translation):
    source = translation.source
    instance = source.get_source_instance()
    helper = TabHelper(instance)
    found = list(source.stringsegment_set.select_related("string", "context").order_by("order"))
    own, former = {}, defaultdict(list)
    for saved in StringTranslation.objects.filter(
        locale=translation.target_locale, context__in=[segment.context_id for segment in found]
    ).select_related("translation_of"):
        own[saved.context_id, saved.translation_of_id] = saved
        former[saved.context_id].append(saved)
    result = []
    for segment in found:
        try:
            place = get_segment_location_info(
                instance, helper, segment.context.path, segment.context.get_field_path(instance)
            )
        except FieldHasNoEditPanelError:
            continue
        saved = own.get((segment.context_id, segment.string_id))
        made = Segment(
            pk=segment.pk,
            path=segment.context.path,
            order=segment.order,
            source=segment.string.data,
            is_rich=bool(TAG.search(segment.string.data.replace("<br/>", ""))),
            section=str(place["field"]),
            block=str(place["subField"] or ""),
            role="title" if segment.context.path == "title" else "text",
        )
        if saved:
            error = saved.get_error() or ""
            state = "error" if error else "machine" if saved.translation_type == "machine" else "done"
            made = replace(made, text=saved.data, state=state, version=_version(saved.data), error=error)
        elif former[segment.context_id]:
            before = max(former[segment.context_id], key=lambda one: one.updated_at)
            made = replace(
                made,
                state="changed",
                former=Former(before.translation_of.data, before.data, escape(before.translation_of.data)),
            )
        result.append(made)
    return result


@transaction.atomic
def save_segment(*, translation, segment_id, text, user, version, origin=Origin.TYPED, force=False):
    segment = StringSegment.objects.select_related("string", "context").get(pk=segment_id, source=translation.source)
    saved = StringTranslation.objects.filter(
        translation_of=segment.string, context=segment.context, locale=translation.target_locale
    ).first()
    if not force and _version(saved.data if saved else "") != version:
        raise ConflictError(next(one for one in segments(translation) if one.pk == segment_id))
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        defaults={
            "data": text,
            "translation_type": "manual",
            "tool_name": "",
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )
    SegmentVersion.objects.create(
        object_id=translation.source.object_id,
        path=segment.context.path,
        language=translation.target_locale.language_code,
        source_language=translation.source.locale.language_code,
        source_text=segment.string.data,
        text=text,
        origin=origin,
        user=user,
        user_name=user.get_full_name() or user.get_username(),
    )
    return next(one for one in segments(translation) if one.pk == segment_id)


def matches(text, source_locale, target_locale, limit=5, exclude=None):
    return []


def history(translation, segment):
    return list(
        SegmentVersion.objects.filter(
            object_id=translation.source.object_id,
            path=segment.path,
            language=translation.target_locale.language_code,
        )[:20]
    )
