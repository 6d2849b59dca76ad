"""What a translation says once its source is handed over again, and what it would say if a row were imported.

wagtail-localize keeps one translation of a text at a place of a page, and the structure of the source: what stands
twice in a section has one translation, and a list is a list in every language. Where a row says something else, the
dry run tells it, and what is imported is what can be kept.
"""

import re

from wagtail_localize.strings import StringValue, extract_strings

from cases_cms.collection.models import CasePage
from cases_cms.core.told import gettext as _
from cases_cms.core.told import language_of
from cases_cms.interchange import prose
from cases_cms.interchange.columns import place_of
from cases_cms.interchange.errors import CellError
from cases_cms.interchange.exporting import value_of
from cases_cms.interchange.texts import SegmentTexts, children_of
from cases_cms.localization.files.inline import to_plain

#: Texts of one language that are compared as they are.
PLAIN = ("title", "summary", "cover_alt", "sample_note")
#: Fields of children that have translations.
CHILDREN = {
    "figures": ("value", "label"),
    "links": ("title",),
    "videos": ("title",),
    "gallery": ("alt_text", "caption", "credit"),
}
_TEXT = re.compile(r'<text position="([0-9]+)"\s*(?:/>|>\s*</text>)')


def handed_content(row, source):
    """The content that translators will have once ``row`` is imported; without what it changes in lists.

    ``source`` is its language. A public case is not changed by imports, so its latest draft is what they get.
    """
    content = dict(row.case.content) if row.case else {}
    for key in row.changes:
        code, _dot, language = key.partition(".")
        if language == source and code in PLAIN:
            content[code] = row.values[key]
        elif language == source and code in CasePage.SECTIONS:
            content[code] = prose.to_html(row.values[key])
    return content


def present_texts(case, language, content):
    """The SegmentTexts of a language for a source that says ``content``: what is translated of it already."""
    done, strings, templates = (case.done.get(language, {}) if case else {}), {}, {}

    def keep(path, *found):
        strings[path] = [(text, done.get((path, text), "")) for text in found]

    for code in CasePage.SECTIONS:
        templates[code], found = extract_strings(content.get(code) or "")
        keep(code, *(string.data for string, _attrs in found))
    for code in PLAIN:
        if content.get(code):
            keep(code, StringValue.from_plaintext(content[code]).data)
    for relation, fields in CHILDREN.items():
        for child in children_of(content, relation):
            for name in fields:
                if child.get(name):
                    path = f"{relation}.{child.get('translation_key')}.{name}"
                    keep(path, StringValue.from_plaintext(child[name]).data)
    overrides = getattr(case.texts.get(language), "overrides", {}) if case else {}
    return SegmentTexts(content, strings, templates, overrides)


def said_by(texts, key, known):
    """What ``texts`` say in a column, as a cell would mean it; None for what no cell could say."""
    place = place_of(key)
    value = value_of(_Said(texts), place)
    try:
        return place.parse(place.format(value, known, "en"), known)
    except CellError:
        return None


class _Said:
    """As much of a case as texts of one language need."""

    def __init__(self, texts):
        self._texts = texts

    def said_in(self, language):
        return self._texts


def kept_of_section(row, key, content, language):
    """What a section will say in a translation if the cell ``key`` is imported; remarks on what it cannot say.

    ``language`` is the source's. The numbers of texts are the same.
    """
    template, sources = extract_strings(content.get(key.partition(".")[0]) or "")
    given = [string.data for string, _attrs in extract_strings(prose.to_html(row.values[key]))[1]]
    first = {}
    for (source, _attrs), text in zip(sources, given, strict=True):
        if first.setdefault(source.data, text) != text:
            row.note(
                key,
                _("“%(text)s” stands in it twice in %(language)s, and has one translation: “%(one)s”, not “%(other)s”.")
                % {
                    "text": to_plain(source.data)[:60],
                    "language": language_of(language),
                    "one": to_plain(first[source.data])[:60],
                    "other": to_plain(text)[:60],
                },
            )
    texts = [first[source.data] for source, _attrs in sources]
    kept = prose.project(_TEXT.sub(lambda match: texts[int(match[1])], template))
    as_given = prose.project(_TEXT.sub(lambda match: given[int(match[1])], template))
    if as_given != row.values[key]:
        row.note(
            key,
            _("Paragraphs and lists stay as they are in %(language)s; of this cell the words alone are taken.")
            % {"language": language_of(language)},
        )
    return kept
