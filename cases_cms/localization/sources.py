"""What translators translate. It follows what is published, or what was handed over; drafts change nothing."""

import json

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    StringSegment,
    TemplateSegment,
    Translation,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cases_cms.core.turns import take_turn
from cases_cms.localization.drafts import make_target
from cases_cms.localization.enums import Origin
from cases_cms.localization.errors import HandOverError
from cases_cms.localization.models import BoardCell
from cases_cms.localization.new_sources import create_source
from cases_cms.localization.retired import give_back
from cases_cms.localization.rights import may_manage, may_work
from cases_cms.localization.rows import follow, refresh
from cases_cms.localization.segment_services import keep_former
from cases_cms.localization.texts import hash_strings, strings_of_sources

HANDED_OVER = "cases_localization.hand_over"
MINOR_EDIT = "cases_localization.minor_edit"


def reference(instance):
    """The instance whose text is the present one: as published, or else as its latest revision has it."""
    if isinstance(instance, Page):
        instance = instance.specific
    fresh = type(instance)._default_manager.get(pk=instance.pk)
    if isinstance(fresh, DraftStateMixin) and not fresh.live:
        return fresh.get_latest_revision_as_object()
    return fresh


def _content(instance):
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _extracted(instance):
    """What is to be translated, in comparable form."""
    found = set()
    for value in extract_segments(instance):
        if isinstance(value, StringSegmentValue):
            rest = ("string", value.string.data, json.dumps(value.attrs, cls=DjangoJSONEncoder))
        elif isinstance(value, RelatedObjectSegmentValue):
            rest = ("object", str(value.translation_key), "")
        elif isinstance(value, OverridableSegmentValue):
            rest = ("override", json.dumps(value.data, cls=DjangoJSONEncoder), "")
        else:
            rest = ("template", value.template, "")
        found.add((value.path, value.order, *rest))
    return found


def stored(sources):
    """``{source pk: what was extracted from it before}``; four queries."""
    found = {source.pk: set() for source in sources}
    for model, kind, columns in (
        (StringSegment, "string", ("string__data", "attrs")),
        (RelatedObjectSegment, "object", ("object_id",)),
        (OverridableSegment, "override", ("data_json",)),
        (TemplateSegment, "template", ("template__template",)),
    ):
        rows = model.objects.filter(source__in=list(found)).order_by()
        for source_id, path, order, *values in rows.values_list("source_id", "context__path", "order", *columns):
            texts = [*map(str, values), *([""] if len(values) == 1 else [])]
            found[source_id].add((path, order, kind, *texts))
    return found


def _text(rows):
    return {(path, text) for path, _order, kind, text, _attrs in rows if kind == "string"}


def _bring_up(source, instance, user, minor, before=None, version_of=get_schema_version):
    """Let an existing source say what ``instance`` says. Returns whether there is other text than before."""
    content = _content(instance)
    if json.loads(content) == json.loads(source.content_json):
        return False
    before = stored([source])[source.pk] if before is None else before
    source.content_json = content
    source.object_repr = str(instance)[:200]
    source.schema_version = version_of(instance._meta.app_label)
    source.last_updated_at = timezone.now()
    source.save(update_fields=["content_json", "object_repr", "schema_version", "last_updated_at"])
    after = _extracted(instance)
    if before == after:
        return False
    current = _up_to_date_cells(source) if minor else {}
    source.refresh_segments()
    if _text(before) == _text(after):
        return False
    if minor:
        _carry_over(source, current, user)
    return True


def _up_to_date_cells(source):
    """``{pk: stage}`` of cells whose approved translation says what the source says now, before it changes."""
    return dict(
        BoardCell.objects.filter(row__object_id=source.object_id, approved_hash=hash_of_source(source))
        .exclude(approved_hash="")
        .values_list("pk", "stage")
    )


def _carry_over(source, current, user):
    """After a minor edit: translations stay what they were, and those that were current still are."""
    for translation in source.translations.filter(enabled=True).select_related("source__locale", "target_locale"):
        keep_former(translation=translation, user=None, origin=Origin.MINOR)
    for stage in set(current.values()):
        cells = [pk for pk, before in current.items() if before == stage]
        BoardCell.objects.filter(pk__in=cells).update(approved_hash=hash_of_source(source), stage=stage)
    log(source.get_source_instance(), MINOR_EDIT, user=user)


def hash_of_source(source):
    """The text hash of what a source says now (``texts.hash_strings``)."""
    return hash_strings(strings_of_sources([source.pk])[source.pk])


def find_source(instance):
    """The TranslationSource of a thing in its language, or None."""
    return TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id, specific_content_type__isnull=False
    ).first()


@transaction.atomic
def update_source(*, instance, user=None, minor=False):
    """Let the source say what is published, or what the latest draft says of a thing that is not; returns it.

    A ``minor`` change has nothing for translators: their translations are taken over as they are.
    """
    take_turn()
    instance = reference(instance)
    source = find_source(instance)
    if source is None:
        return create_source(instance, _content(instance))
    _bring_up(source, instance, user, minor)
    follow([source.object_id])
    return source


def follow_published(instance, minor=False):
    """A thing was saved as the public sees it: its source follows, if it has one. No query more than one if not."""
    source = find_source(instance)
    if source is not None:
        bring_up(source, instance, minor=minor)


@transaction.atomic
def bring_up(source, instance, *, minor=False, stored=None, version_of=get_schema_version):
    """Let ``source`` say what ``instance`` says; ``stored`` is what it said before, if the caller has read it.

    ``version_of`` asks for an app's last migration; who brings up many sources may remember it.
    """
    if _bring_up(source, instance, None, minor, stored, version_of):
        refresh([source.object_id])


def sources_of(instances):
    """``{pk: TranslationSource}`` of those of ``instances`` that were handed over in their language. One query."""
    wanted = {(instance.translation_key, instance.locale_id): instance.pk for instance in instances}
    found = {}
    for source in TranslationSource.objects.filter(
        object_id__in={key for key, _locale in wanted}, specific_content_type__isnull=False
    ):
        if (source.object_id, source.locale_id) in wanted:
            found[wanted[source.object_id, source.locale_id]] = source
    return found


# --- Handing over ----------------------------------------------------------------------------


def origin_of(instance):
    """The thing that ``instance`` is a translation of, by wagtail-localize's records; None for a source."""
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
        )
        .select_related("source__locale")
        .first()
    )
    if translation is None:
        return None
    return translation.source.object.get_instance_or_none(translation.source.locale_id)


def _check_hand_over(instance, locales, user):
    if user is not None and not (may_manage(user) or user.has_perm("wagtail_localize.submit_translation")):
        raise PermissionDenied
    if user is not None and not all(may_work(user, locale) for locale in locales if locale.pk != instance.locale_id):
        raise HandOverError(_("You may hand over into the languages you work in only."))
    if isinstance(instance, Page) and instance.alias_of_id:
        raise HandOverError(_("“%(title)s” is a copy of another page: hand over that one.") % {"title": instance})
    origin = origin_of(instance)
    if origin is not None:
        raise HandOverError(
            _("“%(title)s” is a translation; its source is in %(language)s: hand over that one.")
            % {"title": instance, "language": origin.locale.get_display_name()}
        )
    return [locale for locale in locales if locale.pk != instance.locale_id]


def _hand_over_parents(page, locale, user):
    """The pages above ``page`` that are missing in a language are handed over first, from the top down."""
    have = set(
        Page.objects.filter(
            translation_key__in=page.get_ancestors().values("translation_key"), locale=locale
        ).values_list("translation_key", flat=True)
    )
    for ancestor in page.get_ancestors().filter(depth__gt=1):
        if ancestor.translation_key not in have and ancestor.locale_id != locale.pk:
            # It may be a translation itself: a case may be written in another language than its edition.
            _hand_over_one((origin_of(ancestor) or ancestor).specific, [locale], user, related=False)


def _hand_over_one(instance, locales, user, related):
    source = update_source(instance=instance, user=user)
    if related:
        for segment in source.relatedobjectsegment_set.select_related("object"):
            thing = segment.object.get_instance_or_none(instance.locale_id)
            if thing is not None:
                thing = origin_of(thing) or thing
                _hand_over_one(thing, [one for one in locales if one.pk != thing.locale_id], user, related=False)
    new = []
    for locale in locales:
        translation, created = Translation.objects.get_or_create(source=source, target_locale=locale)
        if not translation.enabled:
            translation.enabled, created = True, True
            translation.save(update_fields=["enabled"])
        if created:
            new.append(locale)
            give_back(translation)
        make_target(translation, user)
    if new:
        languages = [locale.language_code for locale in new]
        log(instance, HANDED_OVER, user=user, data={"languages": languages})
    return source


@transaction.atomic
def hand_over(*, instance, locales, user):
    """Give a thing to the translators of some languages; returns its Translations in them.

    The source is brought up to date, and pages get drafts to be translated, with the pages above them that are missing.
    Nothing is published or overwritten; texts that were set aside come back. May be done again.
    Raises HandOverError with a reason for people, PermissionDenied without the right.
    """
    take_turn()
    if isinstance(instance, Page):
        instance = instance.specific
    locales = _check_hand_over(instance, locales, user)
    if isinstance(instance, Page):
        for locale in locales:
            _hand_over_parents(instance, locale, user)
    source = _hand_over_one(instance, locales, user, related=True)
    follow([source.object_id])
    return list(source.translations.filter(target_locale__in=locales, enabled=True).select_related("target_locale"))
