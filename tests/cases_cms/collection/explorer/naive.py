"""The explorer's answers, computed naively: row by row, by sets."""

import uuid
from dataclasses import dataclass, field

from hypothesis import strategies as st

from cases_cms.collection.explorer.index import IndexRow

CATEGORIES = ("culture", "economy", "security")
COUNTRIES = ("BR", "CN", "FR", "IN", "KE", "TZ", "US")
YEARS = ("2022", "2023", "2024")
LANGUAGES = ("en", "zh-hans")
ORGANIZATIONS = ("wu", "li", "zhang", "kim")
FACETS = {
    "category": CATEGORIES,
    "country": COUNTRIES,
    "year": YEARS,
    "outstanding": ("yes", "no"),
    "organization": ORGANIZATIONS,
    "language": LANGUAGES,
}


@dataclass(frozen=True)
class Case:
    """A made-up case of the catalogue."""

    key: int
    title: str
    codes: dict = field(hash=False)
    case_key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def rank(self):
        """Newest edition, outstanding ones, title."""
        year, outstanding = int(self.codes["year"][0]), self.codes["outstanding"] == ["yes"]
        return (-year, not outstanding, self.title, str(self.case_key))

    @property
    def row(self):
        """As the index reads it."""
        year, outstanding, title, key = self.rank
        return IndexRow(self.key, f"{9999 + year:04d}{int(outstanding)}{title}\0{key}", self.codes)

    def fits(self, chosen):
        """Whether the case has one of the values chosen in each facet."""
        return all(set(self.codes[name]) & set(values) for name, values in chosen.items() if values)


def some(values, **sizes):
    return st.lists(st.sampled_from(values), unique=True, **sizes).map(sorted)


@st.composite
def cases(draw, max_size=14):
    """Cases with distinct keys."""
    found = []
    for key in draw(st.lists(st.integers(1, 500), unique=True, max_size=max_size)):
        codes = {
            "category": draw(some(CATEGORIES, max_size=1)),
            "country": draw(some(COUNTRIES, max_size=5)),
            "year": draw(some(YEARS, min_size=1, max_size=1)),
            "outstanding": draw(some(("yes", "no"), min_size=1, max_size=1)),
            "organization": draw(some(ORGANIZATIONS, max_size=3)),
            "language": draw(some(LANGUAGES, min_size=1)),
        }
        found.append(Case(key, draw(st.text("abc", max_size=3)), codes, uuid.UUID(int=key)))
    return found


def selections():
    """Any values of any facets, those that no case has included."""
    return st.fixed_dictionaries({name: some(values, max_size=2) for name, values in FACETS.items()})


def keys(rows, chosen):
    """Keys of the cases that fit, newest first."""
    return [case.key for case in sorted(rows, key=lambda case: case.rank) if case.fits(chosen)]


def count(rows, chosen, name, value):
    """What one gets by choosing ``value``, and nothing else in the facet ``name``."""
    return len(keys(rows, {**chosen, name: [value]}))


def known(rows, chosen):
    """``chosen`` without the values that no case has: they are ignored."""
    return {
        name: [value for value in values if any(value in case.codes[name] for case in rows)]
        for name, values in chosen.items()
    }
