"""PostgreSQL's vectors and queries as literals, without its parser and its dictionaries.

Words stand as they are; where characters stand alone, each of them and each overlapping pair. A pair says in one entry
of the GIN index what a phrase of two characters would have to look up twice and then prove in the text.
"""

import itertools

from cases_cms.search.analysis import BREAK, forms, is_single
from cases_cms.search.backends.conditions import Dialect
from cases_cms.search.query import MAX_LENGTH

#: Limits of the type tsvector: the last position, and bytes of a whole vector (a margin is kept).
LAST_POSITION = 16383
MAX_BYTES = 900_000
#: The type keeps 256 places of a lexeme; later ones go to lexemes of its own name with this letter and a number, which
#: no form has. Without them a phrase would be lost behind the place where a long text repeats its words.
MAX_PLACES = 250
MORE = "\ue002"
#: Places left between two texts of a vector, so that no phrase reaches from one to the other.
GAP = 5


def quote(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


class Vector:
    """A tsvector in the making; what goes beyond the type's size is left out."""

    def __init__(self):
        self._places, self._next, self._size = {}, 1, 0
        # Of each lexeme that has more places than the type keeps, how many others go on with them.
        self._more = {}

    def _put(self, lexeme, place):
        """Note a lexeme, and where it stands; ``""`` for one whose place nobody will ask for."""
        number = self._more.get(lexeme, 0)
        places = self._places.get(f"{lexeme}{MORE}{number}" if number else lexeme)
        if place and places is not None and len(places) >= MAX_PLACES:
            number = self._more[lexeme] = number + 1
            places = None
        if number:
            lexeme = f"{lexeme}{MORE}{number}"
        if places is None:
            places = self._places[lexeme] = []
            self._size += len(lexeme.encode()) + 8
        if place:
            places.append(place)
            self._size += 2

    def _put_all(self, part, weight):
        for index, (form, single) in enumerate(part):
            if self._size >= MAX_BYTES:
                return
            place = f"{self._next + index}{weight}"
            if form == BREAK:
                continue
            if not single:
                self._put(form, place)
                continue
            before = index == 0 or part[index - 1][1]
            behind = index + 1 == len(part) or part[index + 1][1]
            # Beside another character the pair says where it stands; beside a word it has to say so itself.
            self._put(form, "" if before and behind else place)
            if index + 1 < len(part) and part[index + 1][1]:
                self._put(form + part[index + 1][0], place)

    def add(self, text, weight="", stemmed=True):
        """Put a text behind what is there, of weight A to D (none: D)."""
        found, start = forms(text, stemmed), 0
        while found and self._size < MAX_BYTES:
            room = LAST_POSITION - self._next + 1
            part = found[start : start + room]
            self._put_all(part, weight)
            if start + room >= len(found):
                self._next = min(self._next + len(part) + GAP, LAST_POSITION)
                return
            # Positions begin anew; as much as the longest phrase is repeated, lest one be cut in two.
            start += max(room - MAX_LENGTH, 0)
            self._next = 1

    def __str__(self):
        found = ((quote(lexeme), ",".join(places)) for lexeme, places in self._places.items())
        return " ".join(f"{lexeme}:{places}" if places else lexeme for lexeme, places in found)


def vector(*weighted, stemmed=True):
    """The literal of a vector that holds texts: ``weighted`` are pairs of a weight and a list of them."""
    made = Vector()
    for weight, texts in weighted:
        for text in texts:
            made.add(text, weight, stemmed)
    return str(made)


def _lexemes(term):
    """``[(lexeme, place)]`` that say a term: the pairs of its characters, else the words.

    All pairs, though every other one would do: each narrows what the index has to prove by reading a text.
    """
    singles = [is_single(form) for form in term.forms]
    found = []
    for place, form in enumerate(term.forms):
        before, behind = place and singles[place - 1], singles[place + 1 : place + 2] == [True]
        if singles[place] and behind:
            found.append((form + term.forms[place + 1], place))
        elif not (singles[place] and before):
            found.append((form, place))
    return found


class TSDialect(Dialect):
    """The syntax of a tsquery; all that a visitor wrote stands in quotation marks."""

    AND, OR, AND_NOT = " & ", " | ", " & !"

    def term(self, term):
        parts = _lexemes(term)
        said = [f"({quote(lexeme)} | {quote(lexeme + MORE)}:*)" for lexeme, _place in parts]
        # The beginning of a word begins its further lexemes, too; alone, a word is in the first of them.
        if term.prefix:
            said[-1] = quote(parts[-1][0]) + ":*"
        elif len(parts) == 1:
            return quote(parts[0][0])
        text = said[0]
        for ((_one, before), (_other, place)), expression in zip(itertools.pairwise(parts), said[1:], strict=True):
            text += f" <{place - before}> {expression}"
        return f"({text})" if len(parts) > 1 else text
