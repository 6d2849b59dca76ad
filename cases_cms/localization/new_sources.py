"""The first source of a thing with its segments: what wagtail-localize writes with four queries for each segment."""

import json
from collections import defaultdict
from uuid import uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

from cases_cms.core.gathering import is_written_here


@transaction.atomic
def create_source(instance, content_json):
    """The TranslationSource of a specific ``instance`` that has none, with its segments.

    As ``TranslationSource.get_or_create_from_instance``; the number of queries does not depend on that of the segments.
    """
    thing, _created = TranslatableObject.objects.get_or_create_from_instance(instance)
    source = TranslationSource.objects.create(
        object=thing,
        locale=instance.locale,
        specific_content_type=ContentType.objects.get_for_model(type(instance)),
        object_repr=str(instance)[:200],
        content_json=content_json,
        schema_version=get_schema_version(instance._meta.app_label),
        last_updated_at=timezone.now(),
    )
    _write_segments(source, instance if is_written_here(instance.translation_key) else source.as_instance())
    return source


def _write_segments(source, instance):
    found = list(extract_segments(instance))
    contexts = _contexts(source, instance, {value.path for value in found})
    by_kind = defaultdict(list)
    for value in found:
        by_kind[type(value)].append(value)
    templates = _templates(by_kind.pop(TemplateSegmentValue, ()))
    _create(source, contexts, TemplateSegment, templates, "template_id")
    _create(source, contexts, RelatedObjectSegment, _things(by_kind.pop(RelatedObjectSegmentValue, ())), "object_id")
    overridable = [(value, _as_json(value.data)) for value in by_kind.pop(OverridableSegmentValue, ())]
    _create(source, contexts, OverridableSegment, overridable, "data_json")
    strings = [value for values in by_kind.values() for value in values]
    _create(source, contexts, StringSegment, _strings(source, strings), "string_id")


def _as_json(data):
    return json.dumps(data, cls=DjangoJSONEncoder)


def _create(source, contexts, model, pairs, name):
    """Segments of ``[(value, what it names)]``; the same one once."""
    rows = {}
    for value, named in pairs:
        columns = {"context_id": contexts[value.path], "order": value.order, name: named}
        if model is StringSegment:
            columns["attrs"] = _as_json(value.attrs)
        rows[tuple(columns.values())] = model(source=source, **columns)
    model.objects.bulk_create(rows.values())


def _contexts(source, instance, paths):
    """``{path: primary key}``; missing ones are made."""
    present = {one.path: one for one in TranslationContext.objects.filter(object_id=source.object_id, path__in=paths)}
    new = []
    for path in sorted(paths):
        if path in present:
            present[path].get_field_path(instance)
            continue
        context = TranslationContext(
            object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
        )
        context.save = _later  # it says where its field is, and would save that
        context.get_field_path(instance)
        new.append(context)
    new = TranslationContext.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["object", "path_id"], update_fields=["field_path"]
    )
    return {one.path: one.pk for one in (*present.values(), *new)}


def _later(**kwargs):
    """In the place of a ``save``: all are written together."""


def _strings(source, values):
    """``[(value, primary key of its String)]``; missing ones are made."""
    hashes = {value.string.data: String._get_data_hash(value.string.data) for value in values}
    keys = dict(
        String.objects.filter(locale_id=source.locale_id, data_hash__in=hashes.values()).values_list("data_hash", "pk")
    )
    new = String.objects.bulk_create(
        [
            String(locale_id=source.locale_id, data=data, data_hash=data_hash)
            for data, data_hash in hashes.items()
            if data_hash not in keys
        ],
        update_conflicts=True,
        unique_fields=["locale", "data_hash"],
        update_fields=["data"],
    )
    keys |= {one.data_hash: one.pk for one in new}
    return [(value, keys[hashes[value.string.data]]) for value in values]


def _templates(values):
    """``[(value, primary key of its Template)]``; missing ones are made."""
    wanted = {}
    for value in values:
        template = Template(template=value.template, template_format=value.format, string_count=value.string_count)
        template.uuid = uuid5(uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)
        wanted[value.format, value.template] = template
    keys = dict(Template.objects.filter(uuid__in=[one.uuid for one in wanted.values()]).values_list("uuid", "pk"))
    new = Template.objects.bulk_create(
        [one for one in wanted.values() if one.uuid not in keys],
        update_conflicts=True,
        unique_fields=["uuid"],
        update_fields=["template"],
    )
    keys |= {one.uuid: one.pk for one in new}
    return [(value, keys[wanted[value.format, value.template].uuid]) for value in values]


def _things(values):
    """``[(value, translation key of the thing it names)]``; missing TranslatableObjects are made."""
    TranslatableObject.objects.bulk_create(
        [
            TranslatableObject(translation_key=value.translation_key, content_type=value.content_type)
            for value in values
        ],
        ignore_conflicts=True,
    )
    return [(value, value.translation_key) for value in values]
