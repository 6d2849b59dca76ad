"""How far a language is with what was handed to translators, segment by segment."""

from collections import defaultdict
from dataclasses import dataclass, field

from wagtail_localize.models import StringSegment, StringTranslation

from cases_cms.localization.texts import hash_strings, word_count


@dataclass
class Progress:
    """How far one language is with one source. What a machine wrote is a text, but its words are left for a person."""

    segments: int = 0
    translated: int = 0
    changed: int = 0
    words_left: int = 0


@dataclass
class Segments:
    """The strings of some sources, and which of them are translated; two queries."""

    of_source: dict = field(default_factory=lambda: defaultdict(list))
    done: dict = field(default_factory=lambda: defaultdict(dict))
    contexts: dict = field(default_factory=lambda: defaultdict(set))
    machine: dict = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def load(cls, sources, locale_id=None):
        found = cls()
        if not sources:
            return found
        for source_id, string_id, context_id, path, text in (
            StringSegment.objects.filter(source__in=sources)
            .order_by("source_id", "order", "pk")
            .values_list("source_id", "string_id", "context_id", "context__path", "string__data")
        ):
            found.of_source[source_id].append((string_id, context_id, path, text))
        translations = StringTranslation.objects.filter(
            context__object_id__in=[source.object_id for source in sources], has_error=False
        )
        if locale_id is not None:
            translations = translations.filter(locale_id=locale_id)
        for locale, string_id, context_id, text, made_by in translations.values_list(
            "locale_id", "translation_of_id", "context_id", "data", "translation_type"
        ):
            found.done[locale][string_id, context_id] = text
            found.contexts[locale, context_id].add(string_id)
            if made_by == StringTranslation.TRANSLATION_TYPE_MACHINE:
                found.machine[locale].add((string_id, context_id))
        return found

    def hash_of(self, source):
        """Hash of what was handed to translators; "" without a source."""
        if source is None:
            return ""
        return hash_strings([(path, text) for _string, _context, path, text in self.of_source[source.pk]])

    def progress(self, source, locale_id):
        """The Progress of a language."""
        found, done = Progress(), self.done[locale_id]
        current = defaultdict(set)
        for string_id, context_id, _path, _text in self.of_source[source.pk]:
            current[context_id].add(string_id)
        for string_id, context_id, _path, text in self.of_source[source.pk]:
            found.segments += 1
            if (string_id, context_id) in done:
                found.translated += 1
                if (string_id, context_id) in self.machine[locale_id]:
                    found.words_left += word_count(text)
            else:
                found.words_left += word_count(text)
                found.changed += bool(self.contexts.get((locale_id, context_id), set()) - current[context_id])
        return found

    def expected(self, source, locale_id):
        """``{path: [text]}`` that a page must say if every segment of it is translated; None if some are not."""
        texts, done = defaultdict(list), self.done[locale_id]
        for string_id, context_id, path, _text in self.of_source[source.pk]:
            if (string_id, context_id) not in done:
                return None
            texts[path].append(done[string_id, context_id])
        return texts
