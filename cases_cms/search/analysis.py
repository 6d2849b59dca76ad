"""What stands in the indexes: single characters where a script has no spaces between words, else words.

Backends, highlighting and the search of any module use these rules alone, so that all of them agree.
"""

import functools
import threading
from typing import NamedTuple

import regex
import snowballstemmer

from cases_cms.core.folding import spell, spell_with_places

#: Longer forms are cut, in texts and queries alike.
MAX_FORM = 64

#: Scripts in which every character is a form of its own; a word is a run of them.
SINGLES = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Hangul}\p{Yi}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}ー"
SINGLE = rf"[[\p{{L}}\p{{N}}]&&[{SINGLES}]]\p{{M}}*"
DIGIT = rf"[\p{{N}}--[{SINGLES}]]"
LETTER = rf"[[\p{{L}}\p{{M}}]--[{SINGLES}]]"
FIRST_LETTER = rf"[\p{{L}}--[{SINGLES}]]"
#: English's genitive belongs to its word and is left out of the form.
GENITIVE = rf"(?:['’]s(?!{LETTER}))?"
WORD = rf"{FIRST_LETTER}{LETTER}*"

#: What ends a part of a sentence; between characters no phrase reaches over it.
CLAUSE = ",.;:!?。、"
#: Stands for it among the forms that an index holds: a character that no text has left after folding.
BREAK = "\ue001"

_TOKEN = regex.compile(rf"(?V1)({SINGLE})|({WORD}){GENITIVE}|({DIGIT}+)")

_PIECE = regex.compile(rf"{_TOKEN.pattern}|([{CLAUSE}])")


class Token(NamedTuple):
    """A form as the indexes hold it, and where it stands in the original text."""

    form: str
    start: int
    end: int
    is_single: bool


class _Stemmers(threading.local):
    """Snowball's stemmers keep a state, so each thread has its own."""

    def __init__(self):
        self.english = snowballstemmer.stemmer("english")
        self.russian = snowballstemmer.stemmer("russian")


_stemmers = _Stemmers()

#: The "light" stemmer of Larkey, Ballesteros and Connell: articles and conjunctions before a word, endings behind it,
#: in folded spelling. Snowball's takes other endings off a word with an article than off the same without.
_ARABIC_STARTS = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_ARABIC_ENDS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def _arabic_stem(word):
    for start in _ARABIC_STARTS:
        if word.startswith(start) and len(word) >= len(start) + (3 if len(start) == 1 else 2):
            word = word[len(start) :]
            break
    for end in _ARABIC_ENDS:
        if word.endswith(end) and len(word) >= len(end) + 2:
            word = word[: -len(end)]
    return word


@functools.lru_cache(maxsize=65536)
def stem(word):
    """The stem of a folded word by its letters: English (Latin), Russian (Cyrillic), Arabic; others stay as they are.

    By the letters and not by the language of a text, because a visitor's words have none.
    """
    if len(word) <= MAX_FORM:
        if word.isascii():
            return _stemmers.english.stemWord(word)
        if "\u0400" <= word[0] <= "\u04ff":
            return _stemmers.russian.stemWord(word)
        if "\u0620" <= word[0] <= "\u06d3":
            return _arabic_stem(word)
    return word[:MAX_FORM]


def _form(single, word, number, stemmed):
    if word:
        return stem(word) if stemmed else word[:MAX_FORM]
    return (single or number)[:MAX_FORM]


def tokens(text, stemmed=True):
    """The forms of ``text`` in order, with their places in it."""
    folded, starts, ends = spell_with_places(text)
    found = []
    for match in _TOKEN.finditer(folded):
        start, end = match.span()
        if starts is not None:
            start, end = starts[start], ends[end - 1]
        found.append(Token(_form(*match.groups(), stemmed), start, end, match[1] is not None))
    return found


def forms(text, stemmed=True):
    """The forms of ``text`` alone: ``[(form, is_single)]``, much faster than ``tokens``.

    A BREAK stands between two of them where a clause ends and one of them is a single character: words, of which one
    writes “3,000” and “e.g.”, are not held apart by punctuation.
    """
    found, ended = [], False
    for single, word, number, clause in _PIECE.findall(spell(text)):
        if clause:
            ended = True
            continue
        if ended and found and (single or found[-1][1]):
            found.append((BREAK, False))
        found.append((_form(single, word, number, stemmed), bool(single)))
        ended = False
    return found


def analyze(text, stemmed=True):
    """The forms of ``text`` with spaces between them: what the indexes hold."""
    return " ".join(form for form, _is_single in forms(text, stemmed))


def words(text):
    """The folded words of ``text``, before stemming; digits and single characters are left out."""
    return [word for _single, word, _number in _TOKEN.findall(spell(text)) if word]


_SINGLE = regex.compile(rf"(?V1){SINGLE}")


def is_single(form):
    """Whether a form is one character of a script without spaces."""
    return _SINGLE.fullmatch(form) is not None
