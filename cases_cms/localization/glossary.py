"""Official terms in a text: where they stand, what they are called in another language, whether a translation says so.

The glossary is small and asked for at every segment: the process remembers it (core.memory). No query.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import regex
from django.db.models.signals import post_delete, post_save
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cases_cms.core.memory import Memory
from cases_cms.localization.enums import FormStatus, PartOfSpeech
from cases_cms.localization.finding import Finding, Level
from cases_cms.localization.inflection import Words
from cases_cms.localization.models.glossary import Term, TermForm

STAMP = "glossary"
#: A term of one character (“届”) counts other things; elsewhere the character is a part of some other word.
_COUNTING = regex.compile(r"[\p{N}零一二三四五六七八九十百千两几第本上下历各每首前该此]")
_TAG = regex.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class TermHit:
    """A term in a text: ``text[start:end]`` says it; ``official`` and ``forbidden`` are words of the other language."""

    start: int
    end: int
    term_id: int
    text: str
    official: str
    note: str = ""
    forbidden: list = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    """A term as the process remembers it; ``forms``: ``{language: [(text, status, note)]}``, the official one first."""

    term_id: int
    key: str
    part_of_speech: str
    note: str
    is_public: bool
    forms: dict

    @property
    def is_verb(self):
        return self.part_of_speech == PartOfSpeech.VERB

    def words(self, language, *statuses):
        """Texts of a language, of these statuses or of all."""
        return [text for text, status, _note in self.forms.get(language, ()) if not statuses or status in statuses]

    def official(self, language):
        """The official words in a language, or ""."""
        return next(iter(self.words(language, FormStatus.OFFICIAL)), "")


class Glossary:
    """All entries, and an index of each language's words, made when it is asked for."""

    def __init__(self, entries=()):
        self.entries = {entry.term_id: entry for entry in entries}
        self._indexes = {}

    def index(self, language):
        """``{(is verb, first word): [(words, Entry)]}``, the longest first."""
        if language not in self._indexes:
            index = defaultdict(list)
            for entry in self.entries.values():
                for text in entry.words(language):
                    keys = keys_of(text, language, entry.is_verb)
                    if keys:
                        index[entry.is_verb, keys[0]].append((keys, entry))
            for found in index.values():
                found.sort(key=lambda each: -len(each[0]))
            self._indexes[language] = dict(index)
        return self._indexes[language]


def keys_of(text, language, is_verb=False):
    """The words of a term as they are compared."""
    return Words(text, language).keys(is_verb)


def _load():
    forms = defaultdict(lambda: defaultdict(list))
    rows = TermForm.objects.order_by("pk").values_list("term_id", "language", "text", "status", "note")
    order = {FormStatus.OFFICIAL: 0, FormStatus.ALLOWED: 1, FormStatus.FORBIDDEN: 2}
    for term_id, language, text, status, note in sorted(rows, key=lambda row: order.get(row[3], 3)):
        forms[term_id][language].append((text, status, note))
    terms = Term.objects.order_by("pk").values_list("pk", "key", "part_of_speech", "note", "is_public")
    return Glossary(Entry(pk, str(key), part, note, public, dict(forms[pk])) for pk, key, part, note, public in terms)


_memory = Memory(STAMP, _load, Glossary)


def glossary():
    """The Glossary as it is in the database."""
    return _memory.get()


def _touch(**kwargs):
    _memory.touch()


def connect():
    """Follow the database; called once, when the apps are ready."""
    for model in (Term, TermForm):
        for signal in (post_save, post_delete):
            signal.connect(_touch, sender=model, dispatch_uid=f"cases_cms_glossary_{model.__name__}_{id(signal)}")


def _counts(words, at, keys, text):
    """Whether a term of one character counts something here."""
    token = words.tokens[at]
    if len(keys) > 1 or not token.is_single:
        return True
    return bool(_COUNTING.fullmatch(text[: token.start].rstrip()[-1:]))


def _find(text, language):
    """``[(start, end, [Entry])]``: the longest terms in order, none over another; several where words are the same."""
    words, index = Words(text, language), glossary().index(language)
    found, at = [], 0
    while index and at < len(words.tokens):
        best, length = [], 0
        for is_verb in (False, True):
            for keys, entry in index.get((is_verb, words.keys(is_verb)[at]), ()):
                if len(keys) < length:
                    break
                if words.stands(keys, at, is_verb) and _counts(words, at, keys, text):
                    best = [*best, entry] if len(keys) == length else [entry]
                    length = len(keys)
        if best:
            entries = list({entry.term_id: entry for entry in best}.values())
            found.append((words.tokens[at].start, words.tokens[at + length - 1].end, entries))
        at += length or 1
    return found


def find_terms(text, language, target_language):
    """TermHits in ``text`` (or a segment's HTML): plurals too, in any spelling, the longest of several; in order.

    Terms of which the glossary has nothing to say in the other language are left out.
    """
    hits = []
    for start, end, entries in _find(text, language):
        for entry in entries:
            official = entry.official(target_language)
            forbidden = entry.words(target_language, FormStatus.FORBIDDEN)
            if official or forbidden:
                given = _TAG.sub("", text[start:end])
                hits.append(TermHit(start, end, entry.term_id, given, official, entry.note, forbidden))
                break
    return hits


def _says(words, entry, *statuses):
    """The first of an entry's words that stands in a text, or ""."""
    for text in entry.words(words.language, *statuses):
        keys = keys_of(text, words.language, entry.is_verb)
        if keys and words.hold(keys, entry.is_verb):
            return text
    return ""


def check_terms(source, text, source_language, language):
    """Findings about terms of ``source`` that ``text`` does not say as it should; both may hold a segment's tags."""
    findings, seen, words = [], set(), None
    for start, end, entries in _find(source, source_language):
        ids = tuple(entry.term_id for entry in entries)
        entries = [entry for entry in entries if entry.words(language)]
        if ids in seen or not entries:
            continue
        seen.add(ids)
        words = words or Words(text, language)
        given = _TAG.sub("", source[start:end])
        if any(_says(words, entry, FormStatus.OFFICIAL, FormStatus.ALLOWED) for entry in entries):
            continue
        official = next(filter(None, (entry.official(language) for entry in entries)), "")
        wrong = next(filter(None, (_says(words, entry, FormStatus.FORBIDDEN) for entry in entries)), "")
        if wrong and official:
            message = _("“%(wrong)s” must not be used for “%(term)s”: officially it is “%(official)s”.")
            code = "term_forbidden"
        elif wrong:
            message, code = _("“%(wrong)s” must not be used for “%(term)s”."), "term_forbidden"
        elif official:
            message, code = _("“%(term)s” is officially “%(official)s”."), "term_missing"
        else:
            continue
        values = {"wrong": wrong, "term": given, "official": official}
        findings.append(Finding(code, message % values, Level.WARNING))
    return findings


def official_pairs(source_language, language):
    """``[(words, official words in the other language)]``, longest first: for machine translation."""
    pairs = [(entry.official(source_language), entry.official(language)) for entry in glossary().entries.values()]
    return sorted((pair for pair in pairs if all(pair)), key=lambda pair: (-len(pair[0]), pair))


def mark_terms(html, language, target_language):
    """A segment's HTML with ``<mark class="cc-term">`` around its terms; a term that tags divide has several marks."""
    pieces, at = [], 0
    for hit in find_terms(html, language, target_language):
        pieces.append(html[at : hit.start])
        opening = format_html(
            '<mark class="cc-term" data-term="{}" data-official="{}" title="{}">',
            hit.term_id,
            hit.official,
            " · ".join(filter(None, (hit.official, hit.note))),
        )
        for part in regex.split(r"(<[^<>]*>)", html[hit.start : hit.end]):
            pieces.append(part if part.startswith("<") or not part else f"{opening}{part}</mark>")
        at = hit.end
    return mark_safe("".join([*pieces, html[at:]]))
