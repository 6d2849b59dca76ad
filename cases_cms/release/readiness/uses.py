"""What the content of a revision uses: pictures, documents, pages, addresses. Read from its JSON, without a query."""

import html
import json
import re
from dataclasses import dataclass
from functools import cache

from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from cases_cms.collection.models import Organization

IMAGE, DOCUMENT, PAGE, ADDRESS, ORGANIZATION = "image", "document", "page", "address", "organization"

_LINK = re.compile(r"<a\s([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Use:
    """One thing that is used; ``path`` leads to its field (“cover”, “gallery-0.image”, “body.<block>.image”).

    ``beside`` are the values around it.
    """

    kind: str
    value: object
    path: str
    name: str
    beside: dict


@dataclass(frozen=True)
class Part:
    """A page's own fields, or those of one of its children; ``prefix`` is "" or “relation-number.”."""

    model: type
    values: dict
    prefix: str = ""
    relation: str = ""

    def path(self, name):
        return f"{self.prefix}{name}"


@cache
def _relations(model):
    return [(relation.get_accessor_name(), relation.related_model) for relation in get_all_child_relations(model)]


def parts_of(model, content):
    """The Parts of a page's content: itself, then its children."""
    yield Part(model, content)
    for name, related in _relations(model):
        for number, values in enumerate(content.get(name) or ()):
            if isinstance(values, dict):
                yield Part(related, values, f"{name}-{number}.", name)


def links_in(text):
    """``[(kind, value)]`` of the links of a rich text as it is stored."""
    for match in _LINK.finditer(text or ""):
        found = {name.lower(): html.unescape(one or other) for name, one, other in _ATTRIBUTE.findall(match[1])}
        kind, number = found.get("linktype"), found.get("id", "")
        if kind in (PAGE, DOCUMENT) and number.isdigit():
            yield kind, int(number)
        elif found.get("href"):
            yield ADDRESS, found["href"]


def _in_text(text, path, name, beside):
    for kind, value in links_in(text):
        yield Use(kind, value, path, name, beside)


def _in_block(block, value, path, name, beside):
    """Uses in the stored value of a block."""
    if value is None or value == "":
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value if isinstance(value, list) else ():
            inner = block.child_blocks.get(child.get("type"))
            if inner is not None:
                yield from _in_block(inner, child.get("value"), f"{path}.{child.get('id')}", child["type"], {})
    elif isinstance(block, ImageBlock):
        beside = value if isinstance(value, dict) else {}
        if beside.get("image"):
            known = {"alt_text": beside.get("alt_text") or ("-" if beside.get("decorative") else "")}
            yield Use(IMAGE, beside["image"], path, "image", known)
    elif isinstance(block, blocks.StructBlock):
        for key, inner in block.child_blocks.items() if isinstance(value, dict) else ():
            yield from _in_block(inner, value.get(key), f"{path}.{key}", key, value)
    elif isinstance(block, blocks.ListBlock):
        for child in value if isinstance(value, list) else ():
            is_named = isinstance(child, dict) and child.get("type") == "item" and "value" in child
            inner_path = f"{path}.{child['id']}" if is_named and child.get("id") else path
            yield from _in_block(block.child_block, child["value"] if is_named else child, inner_path, "item", {})
    elif isinstance(block, ImageChooserBlock):
        yield Use(IMAGE, value, path, name, beside)
    elif isinstance(block, DocumentChooserBlock):
        yield Use(DOCUMENT, value, path, name, beside)
    elif isinstance(block, blocks.PageChooserBlock):
        yield Use(PAGE, value, path, name, beside)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _in_text(value if isinstance(value, str) else "", path, name, beside)
    elif isinstance(block, blocks.URLBlock):
        yield Use(ADDRESS, value, path, name, beside)


def stream_of(value):
    """The blocks of a StreamField as it is stored."""
    try:
        return json.loads(value) if isinstance(value, str) else value or []
    except ValueError:
        return []


@cache
def _fields(model):
    """``[(name, kind)]`` of the fields that can use something: a kind, "text", or a StreamBlock."""
    kinds = ((get_image_model(), IMAGE), (get_document_model(), DOCUMENT), (Organization, ORGANIZATION))
    found = []
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            found.append((field.name, field.stream_block))
        elif isinstance(field, RichTextField):
            found.append((field.name, "text"))
        elif field.many_to_one and field.concrete and field.model is not Page:
            kind = next((kind for related, kind in kinds if field.related_model is related), None)
            if kind is None and issubclass(field.related_model, Page) and not field.remote_field.parent_link:
                kind = None if field.name in ("page", "alias_of") else PAGE
            if kind:
                found.append((field.name, kind))
        elif isinstance(field, models.URLField):
            found.append((field.name, ADDRESS))
    return found


def uses_of_part(part):
    """The Uses of one Part."""
    for name, kind in _fields(part.model):
        value = part.values.get(name)
        if not value:
            continue
        path = part.path(name)
        if kind == "text":
            yield from _in_text(value, path, name, part.values)
        elif isinstance(kind, str):
            yield Use(kind, value, path, name, part.values)
        else:
            yield from _in_block(kind, stream_of(value), path, name, {})
