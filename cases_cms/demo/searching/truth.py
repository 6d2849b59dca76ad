"""What a search has to find, by definition and not by the index's own analysis.

Chinese: each word of the query is a part of the folded text, or of its title; where it begins or ends with Latin
letters or figures, these are whole (“AI” is no part of “KaiOS”). English: each word, or each phrase in quotation
marks, is a sequence of whole words of the folded text or title, compared by their stems.
"""

import functools
import re

import snowballstemmer

from cases_cms.core.folding import fold

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def _part(text):
    """The pattern of a part of a folded text."""
    begin = "(?<![a-z])" if text[:1].isalpha() and text[:1].isascii() else "(?<![0-9])" if text[:1].isdigit() else ""
    end = "(?![a-z])" if text[-1:].isalpha() and text[-1:].isascii() else "(?![0-9])" if text[-1:].isdigit() else ""
    return re.compile(begin + re.escape(text) + end).search


def _words(text):
    """Stems of the words of ``text``, a space before and behind each; Chinese characters are words."""
    spaced = _HAN.sub(r" \g<0> ", text.replace("’s ", " ").replace("'s ", " "))
    return f" {' '.join(_STEMMER.stemWords(_WORD.findall(spaced)))} "


def _parts(query):
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', query)]


def _contains(part, text):
    return part in text


class Truth:
    """The texts, folded once; ``numbers(query, language)`` are those that hold a query."""

    def __init__(self, texts):
        folded = [(fold(text.title), fold(text.body)) for text in texts]
        self.texts = {"zh-hans": folded, "en": [tuple(map(_words, pair)) for pair in folded]}

    def numbers(self, query, language):
        if language == "zh-hans":
            found = [_part(fold(part)) for part in _parts(query)]
        else:
            found = [functools.partial(_contains, _words(fold(part))) for part in _parts(query)]
        return {
            number
            for number, texts in enumerate(self.texts[language])
            if all(any(stands_in(text) for text in texts) for stands_in in found)
        }
