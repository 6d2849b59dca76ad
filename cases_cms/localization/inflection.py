"""Words of a text as terms are compared: folded, without the endings that a language changes.

English loses plurals and genitives only: a stemmer would make “edition” and “edit” one word.
"""

import functools
import threading

import regex
import snowballstemmer

from cases_cms.core.folding import fold
from cases_cms.search import analysis

#: Languages whose words change too much for a rule of a few lines.
STEMMERS = {"ar": "arabic", "es": "spanish", "fr": "french", "ru": "russian"}
IRREGULAR = {
    "analyses": "analysis",
    "children": "child",
    "crises": "crisis",
    "criteria": "criterion",
    "data": "datum",
    "men": "man",
    "people": "person",
    "women": "woman",
}
_SIBILANT = regex.compile(r"(?:s|x|z|ch|sh)e$")
_WHOLE = regex.compile(r"(?:ss|us|is|ics)$")
#: Tags and entities of a segment's HTML: they are no words. A line break ends a phrase.
_MARKUP = regex.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\w+|\w+);")
#: What may stand between two words of a term.
_GAP = regex.compile(r"[\s\-\u2010-\u2015'’\"“”]*")


class _Stemmers(threading.local):
    """They keep a state, so each thread has its own."""

    def __init__(self):
        self.known = {}

    def stem(self, word, name):
        """The stem of the stem, until there is no shorter one: “разрыве” and “разрыв” end as one only so."""
        if name not in self.known:
            self.known[name] = snowballstemmer.stemmer(name)
        before = None
        while word != before:
            before, word = word, self.known[name].stemWord(word)
        return word


_stemmers = _Stemmers()


def _singular(word):
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not _WHOLE.search(word):
        word = word[:-1]
    return word[:-1] if _SIBILANT.search(word) else word


@functools.lru_cache(maxsize=65536)
def base(word, written, language, is_verb=False):
    """What the forms of a folded word have in common; an English verb's are found by its stem.

    Stemmers know letters with their accents and marks, so they get the word as it is ``written``.
    """
    name = STEMMERS.get(language.partition("-")[0])
    if name:
        return fold(_stemmers.stem(written, name))
    if not word.isascii() or not word.isalpha():
        return word
    return analysis.stem(word) if is_verb else _singular(word)


def blank_markup(html):
    """``html`` with spaces for its tags and entities, so that places stay what they are."""

    def blank(match):
        return (";" if match[0].startswith("<br") else " ") * len(match[0])

    return _MARKUP.sub(blank, html)


class Words:
    """The words of a text or a segment's HTML with their places; ``joined[i]``: word i follows the one before it."""

    def __init__(self, html, language):
        text = blank_markup(html)
        self._text = text
        self.tokens = analysis.tokens(text, stemmed=False)
        self.language = language
        self.joined = [False]
        for one, other in zip(self.tokens, self.tokens[1:], strict=False):
            self.joined.append(_GAP.fullmatch(text, one.end, other.start) is not None)
        self._keys = {}

    def keys(self, is_verb=False):
        """The bases of the words in order."""
        if is_verb not in self._keys:
            self._keys[is_verb] = tuple(
                base(token.form, self._text[token.start : token.end].lower(), self.language, is_verb)
                for token in self.tokens
            )
        return self._keys[is_verb]

    def stands(self, keys, at, is_verb=False):
        """Whether the words ``keys`` stand at place ``at``."""
        end = at + len(keys)
        return self.keys(is_verb)[at:end] == keys and all(self.joined[at + 1 : end])

    def hold(self, keys, is_verb=False):
        """Whether the words ``keys`` stand anywhere."""
        return any(self.stands(keys, at, is_verb) for at, key in enumerate(self.keys(is_verb)) if key == keys[0])
