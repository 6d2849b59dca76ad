"""A visitor's words, read once and understood alike by the indexes and the highlighting."""

import dataclasses
import functools

import regex

from cases_cms.search.analysis import BREAK, analyze, forms

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


def _phrases(text, stemmed):
    """``[(forms, text, whether the last is a single character)]``: more than one where clauses end within ``text``."""
    parts = [[]]
    for form in forms(text, stemmed):
        if form[0] == BREAK:
            parts.append([])
        else:
            parts[-1].append(form)
    if len(parts) == 1:
        return [(tuple(form for form, _single in parts[0]), text, parts[0][-1][1])] if parts[0] else []
    return [
        (
            tuple(form for form, _single in part),
            ("" if all(single for _form, single in part) else " ").join(form for form, _single in part),
            part[-1][1],
        )
        for part in parts
    ]


def parse(words, prefix=False):
    """Read ``words``, of any bytes and any length; never raises.

    White space separates terms, and so do ends of clauses in Chinese; quotation marks hold a phrase together. With
    ``prefix`` the last word may go on: for suggestions while typing; words are not stemmed then.
    """
    found = []
    for match in _TERM.finditer(_clean(words)):
        text = next(group for group in match.groups() if group is not None)
        found += _phrases(text, not prefix)
    # The same words twice say no more than once.
    found = list({part[0]: part for part in found}.values())[:MAX_TERMS]
    terms = [Term(found_forms, text) for found_forms, text, _single in found]
    if prefix and terms:
        terms[-1] = dataclasses.replace(terms[-1], prefix=not found[-1][2])
    return Query(tuple(terms), stemmed=not prefix)


def phrase(words, stemmed=True):
    """All of ``words`` as one term; as several, where clauses end in Chinese."""
    return Query(
        tuple(Term(found_forms, text) for found_forms, text, _single in _phrases(_clean(words), stemmed)), stemmed
    )


def matches(query, text):
    """Whether an index that holds ``text`` answers ``query``; a query without terms matches nothing."""
    held = f" {analyze(text, query.stemmed)} "
    return bool(query) and all(term.sought in held for term in query.terms)
