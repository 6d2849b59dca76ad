"""What a case says in one language: on a page written in it, or in the segments of a translation."""

import re

from cases_cms.interchange import prose
from cases_cms.localization.files.inline import to_plain

_STRING = re.compile(r'<text position="([0-9]+)"\s*(?:/>|>\s*</text>)')


def children_of(content, relation):
    """The children of a page in the content of a revision, in order."""
    found = enumerate(content.get(relation) or [])
    return [child for _place, child in sorted(found, key=lambda pair: (pair[1].get("sort_order") or 0, pair[0]))]


class NoTexts:
    """A language in which there is nothing yet."""

    def text(self, name):
        return ""

    def rich(self, name):
        return ""

    def items(self, relation, *fields):
        return []


class OwnTexts(NoTexts):
    """The texts of a page, by the content of a revision."""

    def __init__(self, content):
        self.content = content

    def text(self, name):
        """A text without formatting."""
        return self.content.get(name) or ""

    def rich(self, name):
        """A rich text as cells show it."""
        return prose.project(self.content.get(name))

    def items(self, relation, *fields):
        """``[(text, …)]`` of these fields of the children."""
        return [tuple(child.get(name) or "" for name in fields) for child in children_of(self.content, relation)]


class SegmentTexts(NoTexts):
    """The texts of a translation, by its segments: what translators see, whether or not a draft was made of it.

    Where nothing of a text, or of a list, is translated it is empty; where a part is, the rest stands in the language
    of the source, as on the page that would be made. ``content`` is the source's as translators have it, ``strings``
    ``{path: [(source, translation or "")]}`` in order, ``overrides`` ``{path: value}``.
    """

    def __init__(self, content, strings, templates, overrides):
        self.content, self.strings, self.templates, self.overrides = content, strings, templates, overrides

    def text(self, name):
        return "".join(to_plain(translation) for _source, translation in self.strings.get(name, ())[:1])

    def rich(self, name):
        strings = self.strings.get(name, ())
        if not any(translation for _source, translation in strings):
            return ""
        texts = [translation or source for source, translation in strings]

        def put(match):
            place = int(match[1])
            return texts[place] if place < len(texts) else ""

        return prose.project(_STRING.sub(put, self.templates.get(name, "")))

    def items(self, relation, *fields):
        children = children_of(self.content, relation)
        paths = [[f"{relation}.{child.get('translation_key')}.{name}" for name in fields] for child in children]
        if not any(translation for line in paths for path in line for _s, translation in self.strings.get(path, ())):
            return []
        return [
            tuple(self._value(child, name, path) for name, path in zip(fields, line, strict=True))
            for child, line in zip(children, paths, strict=True)
        ]

    def _value(self, child, name, path):
        for source, translation in self.strings.get(path, ()):
            return to_plain(translation or source)
        return str(self.overrides.get(path) or child.get(name) or "")
