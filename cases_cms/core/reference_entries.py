"""Wagtail's index of references for whatever is saved while many pages are written: once, for all of it, at the end."""

import functools
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from cases_cms.core.gathering import by_model, gather, postpone

#: Objects read at once.
CHUNK = 200
_is_gathering_references = ContextVar("cases_cms_gathering_references", default=False)


def references_saved(sender, instance, raw=False, **kwargs):
    """Receiver of ``post_save``: while references are gathered, what was saved is noted instead of read at once."""
    if raw or not _is_gathering_references.get():
        return
    key = _parental_key(sender)
    model, pk = (sender, instance.pk) if key is None else (key.remote_field.model, getattr(instance, key.attname))
    if pk is not None and ReferenceIndex.is_indexed(model):
        postpone(_index_saved, [(model._meta.label, pk)])


def references_deleted(sender, instance, **kwargs):
    """Receiver of ``post_delete``: as Wagtail's, which is silent meanwhile."""
    if _is_gathering_references.get() and sender in ReferenceIndex.tracked_models:
        ReferenceIndex.remove_for_object(instance)
        ReferenceIndex.remove_references_to(instance)


def connect():
    """Called once the models are ready."""
    post_save.connect(references_saved, dispatch_uid="cases_cms_references_saved")
    post_delete.connect(references_deleted, dispatch_uid="cases_cms_references_deleted")


@contextmanager
def gather_all():
    """``gather``, and the index of references is written once, too, for all that is saved inside."""
    if _is_gathering_references.get():
        yield
        return
    with gather():
        token = _is_gathering_references.set(True)
        try:
            with disable_reference_index_auto_update():
                yield
        finally:
            _is_gathering_references.reset(token)


@functools.cache
def _parental_key(model):
    """The field through which an object belongs to another one, or None."""
    return next((field for field in model._meta.get_fields() if isinstance(field, ParentalKey)), None)


def _index_saved(places):
    for model, keys in by_model(places):
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            write_references(model, _with_children(model, chunk))


def index_references(objects):
    """Let the index say what each of the specific objects refers to, as they are in memory."""
    by_type = defaultdict(list)
    for one in objects:
        by_type[type(one)].append(one)
    for model, own in by_type.items():
        if ReferenceIndex.model_is_indexable(model):
            write_references(model, own)


def _with_children(model, keys):
    """Objects as the database has them, their children attached: one query, and one for each kind of children."""
    objects = list(model._default_manager.filter(pk__in=keys))
    if not issubclass(model, ClusterableModel):
        return objects
    for rel in get_all_child_relations(model):
        own = defaultdict(list)
        for child in rel.related_model._default_manager.filter(**{f"{rel.field.attname}__in": keys}):
            own[getattr(child, rel.field.attname)].append(child)
        for one in objects:
            one.__dict__.setdefault("_cluster_related_objects", {})[rel.get_accessor_name()] = own[one.pk]
    return objects


def write_references(model, objects):
    """As ``ReferenceIndex.create_or_update_for_object`` of each, all of one model; three queries."""
    types = [
        ContentType.objects.get_for_model(each, for_concrete_model=False)
        for each in (model, *model._meta.get_parent_list())
    ]
    wanted = {
        (str(one.pk), *reference)
        for one in objects
        for reference in ReferenceIndex._extract_references_from_object(one)
    }
    gone = []
    for pk, type_id, *reference in ReferenceIndex.objects.filter(
        base_content_type=types[-1], object_id__in=[str(one.pk) for one in objects]
    ).values_list(
        "pk", "content_type_id", "object_id", "to_content_type", "to_object_id", "model_path", "content_path"
    ):
        if tuple(reference) in wanted:
            wanted.discard(tuple(reference))
        elif type_id in {each.pk for each in types}:
            gone.append(pk)
    ReferenceIndex.objects.bulk_create(
        [
            ReferenceIndex(
                content_type=types[0],
                base_content_type=types[-1],
                object_id=pk,
                to_content_type_id=to_type,
                to_object_id=to_pk,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for pk, to_type, to_pk, model_path, content_path in sorted(wanted)
        ],
        ignore_conflicts=True,
    )
    if gone:
        ReferenceIndex.objects.filter(pk__in=gone).delete()
