"""The words that are written here, drafts included: what search.corrections chooses from."""

import collections
import itertools

import regex

from cases_cms.core.memory import Memory
from cases_cms.core.turns import take_turn
from cases_cms.search import analysis

#: Shorter words have too many neighbours, longer ones are no words.
LETTERS = range(4, 33)
_WORD = regex.compile(r"[a-z]+")
_BATCH = 500


def is_kept(word):
    """Whether a folded word is one that is remembered, and may be corrected."""
    return len(word) in LETTERS and _WORD.fullmatch(word) is not None


class _Words:
    """The words, and lists of them by length."""

    def __init__(self, words=()):
        self.words = frozenset(words)
        self.by_length = collections.defaultdict(list)
        for word in sorted(self.words):
            self.by_length[len(word)].append(word)


def _load():
    from cases_cms.search.models import Word  # the registry of models is not ready where backends are imported

    return _Words(Word.objects.values_list("word", flat=True))


words = Memory("search-words", _load, empty=_Words)


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
        if is_kept(word)
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
