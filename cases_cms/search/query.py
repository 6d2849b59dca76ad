"""A visitor's words, read once and understood alike by the indexes and the highlighting."""

import dataclasses
import functools

import regex

from cases_cms.search.analysis import analyze, forms

#: What is longer is cut.
MAX_LENGTH = 200
MAX_TERMS = 8

_TERM = regex.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|(\S+)')


@dataclasses.dataclass(frozen=True)
class Term:
    """Forms that have to stand one behind the other; with ``prefix`` the last is the beginning of a word."""

    forms: tuple
    text: str
    prefix: bool = False

    @functools.cached_property
    def sought(self):
        """What to look for in ``" " + analyze(text) + " "``."""
        return f" {' '.join(self.forms)}" + ("" if self.prefix else " ")


@dataclasses.dataclass(frozen=True)
class Query:
    """Terms that all have to be found; false if there is nothing to look for.

    Terms are stemmed, unless ``stemmed`` is false: then they are compared with words as they are written.
    """

    terms: tuple = ()
    stemmed: bool = True

    def __bool__(self):
        return bool(self.terms)

    @property
    def text(self):
        return " ".join(term.text for term in self.terms)


def _clean(words):
    """``words`` as text, spaces evened, within the limit."""
    if isinstance(words, bytes):
        words = words.decode("utf-8", "replace")
    text = str(words or "")[: MAX_LENGTH * 50]
    return " ".join(text.replace("\x00", " ").split())[:MAX_LENGTH]


def parse(words, prefix=False):
    """Read ``words``, of any bytes and any length; never raises.

    White space separates terms, quotation marks hold a phrase together. With ``prefix`` the last word may go on: for
    suggestions while typing; words are not stemmed then.
    """
    found = []
    for match in _TERM.finditer(_clean(words)):
        text = next(group for group in match.groups() if group is not None)
        if term_forms := forms(text, stemmed=not prefix):
            found.append((term_forms, text))
    # The same words twice say no more than once.
    found = list({tuple(term_forms): (term_forms, text) for term_forms, text in found}.values())[:MAX_TERMS]
    terms = [Term(tuple(form for form, _is_single in term_forms), text) for term_forms, text in found]
    if prefix and terms:
        is_single = found[-1][0][-1][1]
        terms[-1] = dataclasses.replace(terms[-1], prefix=not is_single)
    return Query(tuple(terms), stemmed=not prefix)


def phrase(words, stemmed=True):
    """All of ``words`` as one term."""
    text = _clean(words)
    found = tuple(form for form, _is_single in forms(text, stemmed))
    return Query((Term(found, text),) if found else (), stemmed)


def matches(query, text):
    """Whether an index that holds ``text`` answers ``query``; a query without terms matches nothing."""
    held = f" {analyze(text, query.stemmed)} "
    return bool(query) and all(term.sought in held for term in query.terms)
