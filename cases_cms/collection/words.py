"""Words sought in the Collection: in titles and texts, in other languages where terms correspond, and names of facets.

Searching goes through Wagtail's search API on the catalogue, so a host's search backend is asked like any other.
"""

import re
from dataclasses import dataclass, field

from wagtail.search.query import Or, PlainText

from cases_cms.core.countries import names_of_places
from cases_cms.core.folding import fold
from cases_cms.search.query import parse
from cases_cms.search.scores import scores
from cases_cms.search.terms import equivalents

#: Words that make a name of several words: "Democratic Republic of the Congo".
MAX_NAME_WORDS = 8
#: Names in one query: "digital divide Africa 2024".
MAX_NAMES = 4
#: What is found in a case itself comes before what corresponds to it, and that before a whole country.
OWN, CORRESPONDING, NAMED = 3e9, 2e9, 1e9
_YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True)
class Named:
    """Values of a facet that ``text``, a part of the words, names; ``rest`` are the other words."""

    facet: str
    codes: tuple
    text: str
    rest: str


@dataclass
class Found:
    """What words find: ``scores`` is ``{primary key of an entry: score}``; the rest says by what else."""

    words: str
    scores: dict = field(default_factory=dict)
    named: list = field(default_factory=list)
    equivalents: list = field(default_factory=list)


def _scores(query, entries):
    """``{primary key: score}`` of those ``entries`` that a query of Wagtail's finds. One query of the database."""
    return dict(scores(entries.search(query, order_by_relevance=True)))


def _all_of(words):
    return PlainText(words, operator="and")


def _any_of(several):
    """The search for what has all words of one of ``several``."""
    queries = [_all_of(words) for words in several]
    return queries[0] if len(queries) == 1 else Or(queries)


class Names:
    """What names values of facets: countries and regions, regions of the world, categories, years."""

    def __init__(self, labels):
        self.places = names_of_places()
        self.categories = {fold(name): code for code, label in labels.items() for name in label.names}

    def get(self, name):
        """``(facet, codes)`` that the folded ``name`` names; None if it names nothing."""
        if name in self.categories:
            return "category", (self.categories[name],)
        if name in self.places:
            return "country", self.places[name]
        return ("year", (name,)) if _YEAR.fullmatch(name) else None

    def within(self, text):
        """The longest name that stands in a run of ``text`` without spaces; "" without one."""
        found = [
            name for names in (self.places, self.categories) for name in names if not name.isascii() and name in text
        ]
        return max(found, key=len, default="")


def find_named(words, names):
    """The Named of the longest part of ``words`` that is a name; None without one.

    In a run of Chinese a name is found where it stands, for there are no spaces; else it is whole words.
    """
    folded = fold(words)
    parts = folded.split()
    for length in range(min(len(parts), MAX_NAME_WORDS), 0, -1):
        for start in range(len(parts) - length + 1):
            name = " ".join(parts[start : start + length])
            if (value := names.get(name)) is not None:
                return Named(*value, name, " ".join([*parts[:start], *parts[start + length :]]))
    name = names.within(folded)
    return Named(*names.get(name), name, " ".join(folded.replace(name, " ", 1).split())) if name else None


def _find_equivalents(words, language, entries):
    """``(Equivalents, {primary key: score})`` of ``words`` in the terms of other languages."""
    others = equivalents(words, language)
    if not others:
        return [], {}
    return others, _scores(_any_of(other.words for other in others), entries)


def find_all_named(words, names):
    """The Nameds of ``words``: of the longest name, then of what is left without it; empty without one."""
    found = []
    while len(found) < MAX_NAMES and (named := find_named(found[-1].rest if found else words, names)):
        found.append(named)
    return found


def _find_named(words, language, entries, labels, members):
    """``(Nameds, Equivalents, {primary key: score})`` of ``words`` that name values of facets.

    Cases that have all of the values, and the other words or what corresponds to them in another language.
    """
    named = find_all_named(words, Names(labels))
    if not named:
        return [], [], {}
    keys = set.intersection(*(set(members(one.facet, one.codes)) for one in named))
    rest = named[-1].rest
    if not parse(rest):
        return named, [], dict.fromkeys(keys, NAMED)
    others = equivalents(rest, language)
    found = _scores(_any_of([rest, *(other.words for other in others)]), entries)
    return named, others, {key: CORRESPONDING + found[key] for key in keys if key in found}


def find(words, *, language, entries, labels, members):
    """The Found of ``words`` among the catalogue ``entries`` of one language. Three queries at most.

    ``labels`` are the categories' (selectors.categories); ``members(facet, codes)`` gives the primary keys of entries
    with any of these values.
    """
    found = Found(words)
    if not parse(words):
        return found
    own = {key: OWN + score for key, score in _scores(_all_of(words), entries).items()}
    others, corresponding = _find_equivalents(words, language, entries)
    named, rest_others, matching = _find_named(words, language, entries, labels, members)
    # Said only where it adds something.
    if matching.keys() - own.keys():
        found.named, found.equivalents = named, rest_others
    if corresponding.keys() - own.keys():
        found.equivalents = others
    corresponding = {key: CORRESPONDING + score for key, score in corresponding.items()}
    found.scores = {**matching, **corresponding, **own}
    return found
