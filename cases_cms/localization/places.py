"""Where a segment stands: section, field and block as an editor calls them; what it is there, how long it may be."""

import functools
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, get_edit_handler
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock

from cases_cms.core.conf import get_setting

TITLE, HEADING, LIST, TEXT, QUOTE, CAPTION, ALT, LINK = (
    "title",
    "heading",
    "list",
    "text",
    "quote",
    "caption",
    "alt",
    "link",
)
#: Tags of a rich text's template, and what stands in them.
ROLE_OF_TAG = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
    "li": LIST,
    "blockquote": QUOTE,
}
#: Names of fields that say what they hold.
ROLE_OF_NAME = {"title": TITLE, "heading": HEADING, "caption": CAPTION, "quote": QUOTE, "name": TITLE}


@dataclass(frozen=True)
class Limit:
    """How long a text may be: ``characters`` of any script in this field, or ``words`` and Chinese characters (``han``)
    of the fields ``paths`` together (core.counting)."""

    characters: int | None = None
    words: int | None = None
    han: int | None = None
    paths: tuple = ()


@dataclass(frozen=True)
class Place:
    """Names are in the language of the moment; ``block`` is "" outside blocks and children."""

    section: str
    field: str
    block: str = ""
    role: str = TEXT
    limit: Limit | None = None


@functools.lru_cache(maxsize=256)
def headings(model):
    """``{field name: heading}``: the group or tab of the form in which an editor finds a field. Lazy strings."""
    try:
        handler = get_edit_handler(model)
    except (AttributeError, TypeError, FieldDoesNotExist):
        return {}
    found = {}

    def walk(panel, heading):
        name = getattr(panel, "field_name", None) if isinstance(panel, FieldPanel) else None
        if isinstance(panel, InlinePanel):
            found.setdefault(panel.relation_name, panel.heading or panel.label)
        elif name:
            found.setdefault(name, heading)
        for child in getattr(panel, "children", ()):
            walk(child, panel.heading or heading)

    walk(handler, "")
    return found


@functools.lru_cache(maxsize=4096)
def roles_of_template(template):
    """What each text of a rich text's template is, in order of position."""
    roles = {}
    for element in BeautifulSoup(template, "html.parser").find_all("text"):
        parents = (ROLE_OF_TAG.get(parent.name) for parent in element.parents)
        roles[int(element.get("position", 0))] = next(filter(None, parents), TEXT)
    return tuple(roles.get(position, TEXT) for position in range(max(roles, default=-1) + 1))


def role_of_name(name):
    """What a field holds, as far as its name says."""
    if name in ROLE_OF_NAME:
        return ROLE_OF_NAME[name]
    if name == "alt" or name.endswith(("_alt", "alt_text")):
        return ALT
    if name.endswith("caption"):
        return CAPTION
    if name.endswith(("title", "heading")):
        return HEADING
    return LINK if name.startswith("link") else TEXT


def limit_of(model, field):
    """The Limit of a field of a model, or None."""
    sections = getattr(model, "SECTIONS", ())
    if field.name in sections:
        return Limit(words=get_setting("MAX_WORDS"), han=get_setting("MAX_CHARACTERS"), paths=tuple(sections))
    longest = getattr(field, "max_length", None)
    return Limit(characters=longest) if longest else None


class Namer:
    """Names the places of the texts of one model; ``paths`` are all of its paths, in order, for blocks are counted."""

    def __init__(self, model, paths):
        self.model = model
        self._numbers = {}
        counts = {}
        for path in paths:
            parts = path.split(".")
            for depth in range(1, len(parts)):
                key = tuple(parts[: depth + 1])
                if key not in self._numbers:
                    above = tuple(parts[:depth])
                    counts[above] = counts.get(above, 0) + 1
                    self._numbers[key] = counts[above]

    def place(self, path, field_path):
        """The Place of a context's paths."""
        parts, names = path.split("."), (field_path or path).split(".")
        try:
            field = self.model._meta.get_field(parts[0])
        except FieldDoesNotExist:
            return Place(section=parts[0], field=names[-1])
        if isinstance(field, StreamField):
            return self._of_block(field, parts, names)
        if isinstance(field, models.ManyToOneRel):
            return self._of_child(field, parts, names)
        label = capfirst(str(field.verbose_name))
        heading = "" if isinstance(field, RichTextField) else str(headings(self.model).get(field.name) or "")
        return Place(
            section=capfirst(heading) or label,
            field=label,
            role=role_of_name(field.name),
            limit=limit_of(self.model, field),
        )

    def _of_child(self, relation, parts, names):
        child = relation.related_model
        section = capfirst(str(headings(self.model).get(relation.name) or child._meta.verbose_name_plural))
        inner = Namer(child, [".".join(parts[2:])]).place(".".join(parts[2:]), ".".join(names[1:]))
        number = self._numbers.get(tuple(parts[:2]), 1)
        block = f"{capfirst(str(child._meta.verbose_name))} {number}"
        return Place(
            section, inner.field, f"{block} · {inner.block}" if inner.block else block, inner.role, inner.limit
        )

    def _of_block(self, field, parts, names):
        section = capfirst(str(field.verbose_name))
        block, labels, role, limit = field.stream_block, [], TEXT, None
        label, depth = section, 0
        for depth, name in enumerate(names[1:], start=1):
            if isinstance(block, blocks.ListBlock):
                block, label = block.child_block, gettext("Item")
            else:
                child = getattr(block, "child_blocks", {}).get(name)
                if child is None:
                    break
                numbered = isinstance(block, blocks.StreamBlock)
                block, label = child, str(child.label or name)
                if not numbered:
                    role = role_of_name(name)
                    if depth < len(names) - 1 and not isinstance(block, ImageBlock):
                        labels.append(label)
                    continue
            labels.append(f"{label} {self._numbers.get(tuple(parts[: depth + 1]), 1)}")
        if isinstance(block, blocks.BlockQuoteBlock):
            role = QUOTE
        elif isinstance(block, blocks.FieldBlock):
            longest = getattr(block.field, "max_length", None)
            limit = Limit(characters=longest) if longest else None
        return Place(section, label, " · ".join(labels), role, limit)
