"""PostgreSQL's vectors and queries as literals, without its parser and its dictionaries.

Words stand as they are; where characters stand alone, each of them and each overlapping pair. A pair says in one entry
of the GIN index what a phrase of two characters would have to look up twice and then prove in the text.
"""

import itertools

from cases_cms.search.analysis import forms, is_single
from cases_cms.search.backends.conditions import Dialect
from cases_cms.search.query import MAX_LENGTH

#: Limits of the type tsvector: the last position, and bytes of a whole vector (a margin is kept).
LAST_POSITION = 16383
MAX_BYTES = 900_000
#: Places left between two texts of a vector, so that no phrase reaches from one to the other.
BREAK = 5


def quote(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


class Vector:
    """A tsvector in the making; what goes beyond the type's size is left out."""

    def __init__(self):
        self._places, self._next, self._size = {}, 1, 0

    def _put(self, lexeme, place, weight):
        places = self._places.get(lexeme)
        if places is None:
            places = self._places[lexeme] = []
            self._size += len(lexeme.encode()) + 8
        places.append(f"{place}{weight}")
        self._size += 2

    def add(self, text, weight="", stemmed=True):
        """Put a text behind what is there, of weight A to D (none: D)."""
        found, start = forms(text, stemmed), 0
        while found and self._size < MAX_BYTES:
            room = LAST_POSITION - self._next + 1
            part = found[start : start + room]
            for place, (form, single) in enumerate(part, self._next):
                if self._size >= MAX_BYTES:
                    break
                self._put(form, place, weight)
                if single and (follower := place - self._next + 1) < len(part) and part[follower][1]:
                    self._put(form + part[follower][0], place, weight)
            if start + room >= len(found):
                self._next = min(self._next + len(part) + BREAK, LAST_POSITION)
                return
            # Positions begin anew; as much as the longest phrase is repeated, lest one be cut in two.
            start += max(room - MAX_LENGTH, 1) if room > MAX_LENGTH else 0
            self._next = 1

    def __str__(self):
        return " ".join(f"{quote(lexeme)}:{','.join(places)}" for lexeme, places in self._places.items())


def vector(*weighted, stemmed=True):
    """The literal of a vector that holds texts: ``weighted`` are pairs of a weight and a list of them."""
    made = Vector()
    for weight, texts in weighted:
        for text in texts:
            made.add(text, weight, stemmed)
    return str(made)


def _lexemes(term):
    """``[(lexeme, place)]`` that say a term: as few pairs as cover its characters, else its words."""
    found, at, last = [], 0, len(term.forms)
    while at < last:
        end = at
        while end < last and is_single(term.forms[end]):
            end += 1
        if end - at >= 2:
            starts = list(range(at, end - 1, 2))
            if (end - at) % 2:
                starts.append(end - 2)
            found += [(term.forms[start] + term.forms[start + 1], start) for start in starts]
            at = end
        else:
            found.append((term.forms[at], at))
            at += 1
    return found


class TSDialect(Dialect):
    """The syntax of a tsquery; all that a visitor wrote stands in quotation marks."""

    AND, OR, AND_NOT = " & ", " | ", " & !"

    def term(self, term):
        parts = _lexemes(term)
        text = quote(parts[0][0])
        for (_lexeme, before), (lexeme, place) in itertools.pairwise(parts):
            text += f" <{place - before}> {quote(lexeme)}"
        if term.prefix:
            text += ":*"
        return f"({text})" if len(parts) > 1 else text
