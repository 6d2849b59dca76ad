"""What is offered while a visitor types: titles, and what providers of other apps know; public things only.

All of it comes from what the process remembers, so that an answer takes a few milliseconds.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import regex
from django.utils.translation import gettext_lazy as _

from cases_cms.core.addresses import addresses
from cases_cms.core.folding import fold
from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.search.initials import folded_name
from cases_cms.search.kinds import kinds
from cases_cms.search.pages import kind_of
from cases_cms.search.shown import shown_pages, trees_of
from cases_cms.search.terms import known_official_terms

COLLECTION, SITE = "collection", "site"
#: The kind of which titles are suggested in the Collection.
COLLECTED = "cases"
#: Suggestions in all; of titles, and of each other group, before the rest is filled up.
MOST, TITLES, EACH = 9, 4, 2
MAX_LENGTH = 60
#: Scripts without spaces: one character says something, and it may stand anywhere in a name.
UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]")


@dataclass(frozen=True)
class Suggestion:
    """Leads to ``url``, or fills in ``words``; ``lang`` is an attribute where it is not in the reader's language."""

    text: str
    url: str = ""
    words: str = ""
    lang: str = ""
    note: str = ""
    note_lang: str = ""


@dataclass(frozen=True)
class Suggestions:
    """A group of suggestions."""

    label: str
    items: list = field(default_factory=list)


@dataclass(frozen=True)
class SuggestionProvider:
    """``suggest(typed, locale, request, scope)`` returns Suggestions' items, best first, at most a dozen."""

    code: str
    label: str
    suggest: Callable
    order: int = 100


class Typed:
    """What somebody has typed so far; false if it is too short to say anything."""

    def __init__(self, text):
        self.text = " ".join(text[:MAX_LENGTH].split())
        self.folded = fold(self.text)
        self.is_unspaced = bool(UNSPACED.search(self.folded))

    def __bool__(self):
        return len(self.folded) >= (1 if self.is_unspaced else 2)

    @cached_property
    def letters(self):
        """What may be the initials of Chinese characters; else ""."""
        return self.folded if self.folded.isascii() and self.folded.isalpha() and len(self.folded) >= 2 else ""

    def rank(self, name):
        """0 if the folded ``name`` begins with it, 1 if a word of it does, or None."""
        if name.startswith(self.folded):
            return 0
        if (self.folded if self.is_unspaced else f" {self.folded}") in name:
            return 1
        return None

    def rank_initials(self, letters):
        """2 if the initials ``letters`` begin with it, 3 if they hold three of it or more, or None."""
        if self.letters and letters:
            if letters.startswith(self.letters):
                return 2
            if len(self.letters) > 2 and self.letters in letters:
                return 3
        return None

    def best(self, names):
        """``(rank, place of the name)`` of the best of ``names``, or None."""
        ranks = [(rank, place) for place, name in enumerate(names) if (rank := self.rank_name(name)) is not None]
        return min(ranks, default=None)

    def rank_name(self, name):
        """The rank of a name as it is written, by itself or by its initials."""
        return self.rank_folded(*folded_name(name))

    def rank_folded(self, name, letters):
        """The rank of a folded name with the initials of its Chinese characters."""
        rank = self.rank(name) if self.folded in name else None
        return self.rank_initials(letters) if rank is None else rank


_providers = {}


def register_suggestions(provider):
    """Register a SuggestionProvider; registering its code again replaces it."""
    _providers[provider.code] = provider


def _titles(typed, locale, request, scope):
    """Titles of public pages in any language, the reader's first."""
    shown, trees = shown_pages(), trees_of(request)
    names = {kind.code: kind.title for kind in kinds()}
    language = locale.language_code
    best = {}
    folded, initials = typed.folded, typed.letters
    for name, letters, page in shown.names:
        # Tens of thousands of titles at each key: what has no rank is passed by without a call.
        if folded not in name and not (initials and initials in letters):
            continue
        rank = typed.rank_folded(name, letters)
        if rank is None or not page.url_path.startswith(trees):
            continue
        kind = kind_of(page.model)
        if scope == COLLECTION and kind != COLLECTED:
            continue
        entry = (rank, page.language != language, len(page.title), page.title, page.pk, kind)
        if page.key not in best or entry < best[page.key]:
            best[page.key] = entry
    address, chosen = addresses(request), shown.for_language(language, trees)
    for _rank, _is_other, _length, title, pk, kind in sorted(best.values())[:MOST]:
        page = shown.pages[pk]
        is_foreign = page.language != language
        yield Suggestion(
            text=title,
            url=address(chosen[page.key].url_path),
            lang=lang_attribute(page.language, language),
            note=" · ".join(
                str(part)
                for part in (
                    names.get(kind, "") if scope == SITE else "",
                    language_label(page.language) if is_foreign else "",
                )
                if part
            ),
        )


def _terms(typed, locale, request, scope):
    """Official terms in any language, with what they are called in the reader's."""
    found, language = [], locale.language_code
    for words in (term.words for term in known_official_terms()):
        codes = list(words)
        best = typed.best([words[code] for code in codes])
        if best is not None:
            found.append((best[0], words[codes[best[1]]], codes[best[1]], words))
    for _rank, text, code, words in sorted(found, key=lambda each: (each[0], len(each[1]))):
        is_foreign = code != language
        other = words.get(language, "") if is_foreign else next((words[c] for c in words if c != language), "")
        yield Suggestion(
            text=text,
            words=text,
            lang=lang_attribute(code, language),
            note=other,
            note_lang="" if is_foreign else lang_attribute(next((c for c in words if c != language), code), language),
        )


def register_own():
    """Titles first, official terms last."""
    register_suggestions(SuggestionProvider("titles", _("Titles"), _titles, 10))
    register_suggestions(SuggestionProvider("terms", _("Official terms"), _terms, 90))


def suggest(text, locale, request, scope=SITE):
    """The groups of suggestions for what was typed, at most MOST in all."""
    typed = Typed(text)
    if not typed:
        return []
    found = []
    for provider in sorted(_providers.values(), key=lambda provider: provider.order):
        items = list(provider.suggest(typed, locale, request, scope))
        if items:
            found.append((provider, items))
    # A category, say, has a page of that title: the filtered Collection is the better place to go.
    elsewhere = {item.text for provider, items in found if provider.code != "titles" for item in items}
    found = [
        (provider, [item for item in items if item.text not in elsewhere] if provider.code == "titles" else items)
        for provider, items in found
    ]
    taken = [min(len(items), TITLES if provider.code == "titles" else EACH) for provider, items in found]
    for place, (_provider, items) in enumerate(found):
        spare = MOST - sum(taken)
        if spare > 0:
            taken[place] += min(spare, len(items) - taken[place])
    return [
        Suggestions(provider.label, items[:number])
        for (provider, items), number in zip(found, taken, strict=True)
        if number
    ]
