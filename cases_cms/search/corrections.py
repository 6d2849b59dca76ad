"""Typing mistakes in Latin words: what somebody may have meant, of what is written in public and of official names."""

import collections

from modelsearch.backends import get_search_backends
from rapidfuzz import process
from rapidfuzz.distance import OSA
from wagtail.models import Page

from cases_cms.search import analysis
from cases_cms.search.query import MAX_LENGTH, MAX_TERMS
from cases_cms.search.shown import shown_pages
from cases_cms.search.terms import words_of_terms
from cases_cms.search.vocabulary import is_kept, words

#: Words of this length and more may have two mistakes in them.
LONG = 8
#: Near words of each that are looked up, and things of each of them that are counted.
CANDIDATES, COUNTED = 6, 100

_public = []


def register_public(things):
    """Register ``things()``: a queryset of indexed rows beside pages, all of which are public."""
    if things not in _public:
        _public.append(things)


def _index():
    """The first of the site's search backends that can count, or None."""
    return next((backend for backend in get_search_backends() if hasattr(backend, "find_some")), None)


def _counts(index, asked):
    """``{word: number of public things that hold it, up to a limit}``. One query, none without words.

    Aliases, and pages below an unpublished one or behind a password, are told apart by what the process remembers.
    """
    counts = collections.Counter()
    if asked:
        shown, pages = shown_pages().pages, Page.objects.filter(live=True)
        querysets = [pages, *(things() for things in _public)]
        for word, source, pk in index.find_some(asked, querysets, COUNTED):
            counts[word] += source > 0 or pk in shown
    return counts


def _near(word, known, names):
    """``[(mistakes, whether it begins otherwise, word)]``: the nearest of what is written here and of names."""
    limit = 2 if len(word) >= LONG else 1
    choices = [name for name in names if abs(len(name) - len(word)) <= limit]
    for length in range(len(word) - limit, len(word) + limit + 1):
        choices += known.by_length.get(length, ())
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=None)
    ranked = sorted({(int(distance), near[0] != word[0], near) for near, distance, _place in found})
    # Words of the same stem are found together or not at all.
    return [each for each in ranked if analysis.stem(each[2]) != analysis.stem(word)][:CANDIDATES]


def _replacements(asked):
    """``{word: what it was meant to be}`` of those of ``asked`` that stand nowhere in public. Two queries at most."""
    known, (names, stems), index = words.get(), words_of_terms(), _index()
    asked = [word for word in asked if analysis.stem(word) not in stems]
    standing = _counts(index, asked) if index else {word: 1 for word in asked if word in known.words}
    near = {word: _near(word, known, names) for word in asked if not standing.get(word)}
    counts = _counts(index, sorted({each[2] for found in near.values() for each in found})) if index else {}
    replacements = {}
    for word, found in near.items():
        ranked = [
            (mistakes, is_other, -counts.get(candidate, 0), candidate)
            for mistakes, is_other, candidate in found
            if index is None or counts.get(candidate) or candidate in names
        ]
        if ranked:
            replacements[word] = min(ranked)[-1]
    return replacements


def correct(given):
    """``given`` with each Latin word that stands nowhere in public replaced by the nearest that does, or by a name.

    One mistake is forgiven from 4 letters, two from 8; of the first MAX_TERMS words. None if there is nothing to
    correct. At most two queries of the index. Show a correction only where it finds something.
    """
    text = " ".join(str(given or "")[: MAX_LENGTH * 50].split())[:MAX_LENGTH]
    found = [token for token in analysis.tokens(text, stemmed=False) if is_kept(token.form)]
    replacements = _replacements(list(dict.fromkeys(token.form for token in found))[:MAX_TERMS]) if found else {}
    pieces, at = [], 0
    for token in found:
        if token.form in replacements:
            pieces += [text[at : token.start], replacements[token.form]]
            at = token.end
    return "".join(pieces) + text[at:] if pieces else None
