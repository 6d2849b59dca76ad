"""The words that are written here, and the nearest of them to one that nobody has ever written."""

import collections
import itertools

import regex
from rapidfuzz.distance import OSA

from cases_cms.core.memory import Memory
from cases_cms.core.turns import take_turn
from cases_cms.search import analysis
from cases_cms.search.query import MAX_LENGTH, MAX_TERMS
from cases_cms.search.terms import term_texts

#: Shorter words have too many neighbours, longer ones are no words.
LETTERS = range(4, 33)
#: Words of this length and more may have two mistakes in them.
LONG = 8
_WORD = regex.compile(r"[a-z]+")
_BATCH = 500


def _is_kept(word):
    return len(word) in LETTERS and _WORD.fullmatch(word) is not None


class _Words:
    """The words by length, and their stems."""

    def __init__(self, words=()):
        self.words = frozenset(words)
        self.stems = frozenset(map(analysis.stem, self.words))
        self.by_length = collections.defaultdict(list)
        for word in sorted(self.words):
            self.by_length[len(word)].append(word)


def _load():
    from cases_cms.search.models import Word  # the registry of models is not ready where backends are imported

    return _Words(Word.objects.values_list("word", flat=True))


words = Memory("search-words", _load, empty=_Words)
_of_terms = (None, _Words())


def _words_of_terms():
    """The _Words of official terms, names of countries and the like, which need not stand in a text."""
    global _of_terms
    texts = term_texts()
    if _of_terms[0] is not texts:
        _of_terms = (texts, _Words({word for text in texts for word in analysis.words(text) if _is_kept(word)}))
    return _of_terms[1]


def _batches(found):
    ordered = sorted(found)
    return [ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH)]


def remember_words(indexed):
    """Keep the words of what is being indexed (`Texts`), in the caller's transaction."""
    from cases_cms.search.models import Word

    found = {
        word
        for texts in indexed
        for text in itertools.chain(texts.titles, texts.others)
        for word in analysis.words(text)
        if _is_kept(word)
    }
    missing = set()
    for batch in _batches(found):
        missing |= set(batch) - set(Word.objects.filter(word__in=batch).values_list("word", flat=True))
    if missing:
        # Before the rows: who writes the same word waits until this transaction has ended.
        take_turn()
        Word.objects.bulk_create(map(Word, sorted(missing)), batch_size=_BATCH, ignore_conflicts=True)
        words.touch()


def forget_words():
    """Begin anew, where the whole index does."""
    from cases_cms.search.models import Word

    take_turn()
    Word.objects.all().delete()
    words.touch()


def _frequency(word):
    """How many entries of the index hold a word: the likelier of two equally near ones is written more often."""
    from modelsearch.backends import get_search_backend

    count = getattr(get_search_backend(), "count_entries", None)
    return count(word) if count else 0


def _nearest(word, *known):
    """The known word that ``word`` was meant to be, or None: the nearest, the same beginning, then the most usual."""
    limit = 2 if len(word) >= LONG else 1
    found = []
    for length in range(len(word) - limit, len(word) + limit + 1):
        for candidate in {candidate for one in known for candidate in one.by_length.get(length, ())}:
            distance = OSA.distance(word, candidate, score_cutoff=limit)
            if distance <= limit:
                found.append((distance, candidate[0] != word[0], candidate))
    if not found:
        return None
    best = min(found)[:2]
    equal = sorted(candidate for *rank, candidate in found if tuple(rank) == best)[:8]
    return equal[0] if len(equal) == 1 else min(equal, key=lambda candidate: (-_frequency(candidate), candidate))


def correct(given):
    """``given`` with each Latin word that stands nowhere here replaced by the nearest that does, or that names a term.

    One mistake is forgiven from 4 letters, two from 8; None if there is nothing to correct. The words come from the
    index, drafts included: show a correction only where it finds something public.
    """
    text = " ".join(str(given or "")[: MAX_LENGTH * 50].split())[:MAX_LENGTH]
    known, pieces, at, changed = (words.get(), _words_of_terms()), [], 0, 0
    for token in analysis.tokens(text, stemmed=False):
        word = token.form
        if not _is_kept(word) or any(word in one.words or analysis.stem(word) in one.stems for one in known):
            continue
        if changed < MAX_TERMS and (nearest := _nearest(word, *known)):
            pieces += [text[at : token.start], nearest]
            at, changed = token.end, changed + 1
    return "".join(pieces) + text[at:] if changed else None
