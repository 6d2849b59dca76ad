"""Pages as their revisions have them, for many pages at once: in a fixed number of queries, unsaved."""

import copy
import json
from collections import defaultdict

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DO_NOTHING, ForeignKey
from modelcluster.models import ClusterableModel, get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Page, Revision, Site

#: What belongs to a page whatever its revision says (as in ``Page.with_content_json``).
KEPT = (
    "id",
    "pk",
    "content_type_id",
    "path",
    "depth",
    "numchild",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "owner_id",
    "locked",
    "locked_by_id",
    "locked_at",
    "latest_revision_id",
    "latest_revision_created_at",
    "translation_key",
    "locale_id",
    "alias_of_id",
)


def _foreign_keys(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey) and not _is_link(field)]


def _is_link(field):
    return bool(field.remote_field.parent_link) or field.remote_field.on_delete is DO_NOTHING


def _target(field):
    """What a foreign key names: ``(model, the field of it whose values are keys)``."""
    return field.remote_field.model, field.target_field.attname


def _relations(model):
    """Kinds of children of a page type, comments apart."""
    return [rel for rel in get_all_child_relations(model) if rel.get_accessor_name() != COMMENTS_RELATION_NAME]


def _is_plain(model):
    """Whether revisions of ``model`` are read as Wagtail reads them, and its children have none of their own."""
    return (
        model.with_content_json is Page.with_content_json
        and not get_all_child_m2m_relations(model)
        and not any(issubclass(rel.related_model, ClusterableModel) for rel in _relations(model))
    )


class Builder:
    """Reads what is needed for ``wanted`` (``[(plain page, revision id)]``); ``build`` makes one of them.

    Without a revision (None) a page can only be had as it is ``stored``.
    """

    def __init__(self, wanted):
        self.revisions = Revision.objects.in_bulk([revision_id for _page, revision_id in wanted if revision_id])
        by_model = defaultdict(list)
        for page, _revision in wanted:
            by_model[page.specific_class].append(page.pk)
        self.current, self.children, self.plain = {}, defaultdict(dict), {}
        for model, keys in by_model.items():
            self.plain[model] = _is_plain(model)
            self.current.update(model._default_manager.in_bulk(keys))
            for rel in _relations(model):
                name, own = rel.get_accessor_name(), defaultdict(list)
                field = rel.field
                for child in rel.related_model._default_manager.filter(**{f"{field.attname}__in": keys}):
                    own[getattr(child, field.attname)].append(child)
                for key in keys:
                    self.children[key][name] = own[key]
        self.parents = {
            parent.path: parent
            for parent in Page.objects.filter(path__in={page.path[: -page.steplen] for page, _revision in wanted})
        }
        self.commented = set(
            Comment.objects.filter(page__in=list(self.current)).order_by().values_list("page_id", flat=True)
        )
        self.site_roots = set(Site.objects.values_list("root_page__translation_key", flat=True))
        self._find_missing()

    def _references(self, model, content):
        """``((model, its field), key)`` of all that a page and its children name by foreign keys."""
        for field in _foreign_keys(model):
            if content.get(field.name) is not None:
                yield _target(field), field.to_python(content[field.name])
        for rel in _relations(model):
            for child in content.get(rel.get_accessor_name(), ()):
                for field in _foreign_keys(rel.related_model):
                    if field is not rel.field and child.get(field.name) is not None:
                        yield _target(field), field.to_python(child[field.name])

    def _find_missing(self):
        wanted, self.references = defaultdict(set), {}
        for revision in self.revisions.values():
            page = self.current[int(revision.object_id)]
            self.references[page.pk] = set(self._references(type(page), revision.content))
            for target, key in self.references[page.pk]:
                wanted[target].add(key)
        self.missing, self.named = set(), {}
        for target, keys in wanted.items():
            model, name = target
            rows = model._base_manager.filter(**{f"{name}__in": keys})
            # Of revisions it is enough that they are there; pages may be about to change themselves.
            if model._meta.app_label == "wagtailcore" or issubclass(model, Page):
                present = set(rows.values_list(name, flat=True))
            else:
                self.named[target] = {getattr(row, name): row for row in rows}
                present = set(self.named[target])
            self.missing |= {(target, key) for key in keys - present}

    def build(self, page, revision_id):
        """The specific page as the revision has it, its parent and revision attached; unsaved."""
        revision, current = self.revisions[revision_id], self.current[page.pk]
        current._cached_parent_obj = self.parents.get(current.path[: -current.steplen])
        content = revision.content
        is_plain = (
            self.plain[type(current)]
            and not self.missing & self.references[page.pk]
            and not content.get(COMMENTS_RELATION_NAME)
            and not content.get("comments")
            and page.pk not in self.commented
        )
        if not is_plain:
            built = current.with_content_json(content)
        else:
            built = type(current).from_serializable_data(content, check_fks=False)
            for name in KEPT:
                setattr(built, name, getattr(current, name))
            built.first_published_at = built.first_published_at or current.first_published_at
            vars(built).setdefault("_cluster_related_objects", {})[COMMENTS_RELATION_NAME] = []
            self._attach(built)
        built._cached_parent_obj = current._cached_parent_obj
        built.set_url_path(built._cached_parent_obj)
        built._is_site_root = built.translation_key in self.site_roots
        built._state.adding = False
        built.was_checked = is_plain
        return built

    def stored(self, page):
        """The specific page as the database has it, its children in memory."""
        stored = copy.copy(self.current[page.pk])
        stored._cluster_related_objects = dict(self.children[page.pk])
        if page.pk not in self.commented:
            stored._cluster_related_objects[COMMENTS_RELATION_NAME] = []
        return stored

    def _attach(self, built):
        """Let the page and its children have what they name."""
        children = (child for own in built._cluster_related_objects.values() for child in own)
        for one in (built, *children):
            for field in _foreign_keys(type(one)):
                found = self.named.get(_target(field), {}).get(getattr(one, field.attname))
                if found is not None:
                    field.set_cached_value(one, found)

    def remember(self, page):
        """``page`` was saved: pages below it take its address."""
        if page.path in self.parents:
            self.parents[page.path] = page

    def unchanged_children(self, page):
        """Names of the relations in which the built ``page`` has the same children as the database.

        Children that have children of their own are not compared: those are written.
        """
        built = getattr(page, "_cluster_related_objects", {})
        present = {
            rel.get_accessor_name(): self.children[page.pk][rel.get_accessor_name()]
            for rel in _relations(type(page))
            if not issubclass(rel.related_model, ClusterableModel)
        }
        if page.was_checked:
            present[COMMENTS_RELATION_NAME] = []
        return {name for name, own in present.items() if name in built and _said(built[name]) == _said(own)}


def _said(children):
    data = [
        {field.attname: field.value_to_string(child) for field in child._meta.concrete_fields} for child in children
    ]
    return json.dumps(data, cls=DjangoJSONEncoder)
