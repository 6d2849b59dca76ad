"""Official terms: what is called one thing in one language is called another in the next, and both are sought.

Terms come from ``CASES_CMS["TERMS"]`` and from providers that apps register in their ``ready``.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from cases_cms.core.conf import get_setting
from cases_cms.core.folding import fold
from cases_cms.core.languages import site_languages
from cases_cms.core.memory import stamps
from cases_cms.search import analysis
from cases_cms.search.analysis import tokens
from cases_cms.search.vocabulary import is_kept


@dataclass(frozen=True)
class Term:
    """A thing's official names, ``{language code: words}``; ``label`` says what it is (a country, say)."""

    words: dict
    label: str


@dataclass(frozen=True)
class TermProvider:
    """``terms()`` yields the Terms the public may know of; ``stamps`` names the stamps they change with.

    Where they ``are_official``, they go before those of the settings with the same words.
    """

    terms: Callable
    stamps: tuple = ()
    are_official: bool = False


@dataclass(frozen=True)
class Equivalent:
    """What was asked, in the words of another language.

    ``words`` is the whole query; ``given`` and ``term`` are the part replaced and its replacement.
    """

    words: str
    language: str
    source_label: str
    given: str
    term: str


_providers = []


def register_terms(provider):
    """Register a TermProvider."""
    if provider not in _providers:
        _providers.append(provider)
        _forget()


def official_terms():
    """Official Terms: those of apps, then what the settings have besides."""
    found = [term for provider in _providers if provider.are_official for term in provider.terms()]
    known = {(language, fold(words)) for term in found for language, words in term.words.items()}
    for words in get_setting("TERMS"):
        if not any((language, fold(text)) in known for language, text in words.items()):
            found.append(Term(words, _("official term")))
    return found


def all_terms():
    """Every Term there is; the first of two with the same words counts."""
    others = (term for provider in _providers if not provider.are_official for term in provider.terms())
    return [*official_terms(), *others]


class _Index:
    """Terms by the first form of their words in any language, the longest first; and all their Latin words."""

    def __init__(self):
        self.by_first, self.words = defaultdict(list), set()
        self.official = official_terms()
        for term in all_terms():
            for language, words in term.words.items():
                self.words.update(word for word in analysis.words(words) if is_kept(word))
                found = tokens(words)
                if found:
                    forms = tuple(token.form for token in found)
                    self.by_first[forms[0]].append((forms, _is_short(found), language, term))
        self.stems = set(map(analysis.stem, self.words))
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, forms, place, is_whole):
        """``(number of forms, language, Term)`` of the longest term at ``place``, or None."""
        for own, is_short, language, term in self.by_first.get(forms[place], ()):
            if forms[place : place + len(own)] == own and (is_whole(len(own)) or not is_short):
                return len(own), language, term
        return None


def _is_short(found):
    """Whether a term is one character, which stands within many other words."""
    return len(found) == 1 and found[0].is_single


_kept = (None, None)


def _forget():
    global _kept
    _kept = (None, None)


def _index():
    global _kept
    present = stamps()
    state = tuple(present.get(name, "") for provider in _providers for name in provider.stamps)
    if _kept[0] != state:
        _kept = (state, _Index())
    return _kept[1]


def known_official_terms():
    """``official_terms()`` as the process remembers them."""
    return _index().official


def words_of_terms():
    """``(folded Latin words of all official terms in any language, their stems)``, for corrections."""
    index = _index()
    return index.words, index.stems


@receiver(setting_changed, dispatch_uid="cases_cms_terms_setting_changed")
def _setting_changed(setting, **kwargs):
    """Tests change settings."""
    if setting in ("CASES_CMS", "LANGUAGES"):
        _forget()


def _places(words):
    """``[(start, end, language, Term, whether it is all there is)]`` of the terms in ``words``, none over another."""
    found, index = tokens(words), _index()
    forms, places, at = tuple(token.form for token in found), [], 0
    while at < len(forms):
        match = index.at(forms, at, lambda number: number == len(forms))
        if match is None:
            at += 1
            continue
        number, language, term = match
        places.append((found[at].start, found[at + number - 1].end, language, term, number == len(forms)))
        at += number
    return places


def equivalents(words, language=None):
    """The query ``words`` in the words of other languages, where it holds official terms: one Equivalent a language.

    Words that are no term stay as they are. ``language``, the reader's, comes first. No query.
    """
    places, result = _places(words[:200]), []
    for code in sorted(site_languages(), key=lambda code: code != language):
        text, at, given, used, label = "", 0, [], [], ""
        for start, end, found_in, term, is_all in places:
            own = term.words.get(code, "")
            if found_in == code or not own or _same(own, words[start:end]):
                continue
            if not is_all and _is_short(tokens(own)):
                continue
            text += f"{words[at:start]} {own} "
            at, label = end, label or term.label
            given.append(words[start:end])
            used.append(own)
        if used:
            whole = " ".join(f"{text}{words[at:]}".split())
            result.append(Equivalent(whole, code, str(label), " ".join(given), " ".join(used)))
    return result


def _same(one, other):
    return [token.form for token in tokens(one)] == [token.form for token in tokens(other)]
