"""What a visitor has selected, read from a query string of any content: known values are kept, others noted."""

from dataclasses import dataclass, field

from django.utils.http import urlencode

MAX_QUERY_LENGTH = 200
MAX_SHOWN_VALUE = 60
MAX_IGNORED = 5


@dataclass(frozen=True)
class Ignored:
    """A parameter's value that means nothing here."""

    name: str
    value: str


@dataclass
class Selection:
    """Selected values by parameter: codes sorted and without repetition, and the words sought.

    ``ignored`` holds what was given but is unknown, so that a page can say so; it is never acted on.
    """

    values: dict = field(default_factory=dict)
    words: str = ""
    ignored: list = field(default_factory=list)

    @property
    def is_active(self):
        """Whether anything is selected."""
        return bool(self.words) or any(self.values.values())

    def pairs(self, **changes):
        """``(name, value)`` in canonical order; ``changes`` replaces the values of a parameter."""
        values = {**self.values, **changes}
        pairs = [(name, value) for name in sorted(values) for value in sorted(values[name])]
        words = changes.get("q", [self.words])
        return [*(pair for pair in pairs if pair[0] != "q"), *(("q", word) for word in words if word)]

    @property
    def query(self):
        """Canonical query string, without ``?``; empty when nothing is selected."""
        return urlencode(self.pairs())

    def without(self, name, value):
        """Canonical query string without one value."""
        if name == "q":
            return urlencode(self.pairs(q=[]))
        return urlencode(self.pairs(**{name: [other for other in self.values.get(name, []) if other != value]}))

    def data(self):
        """The selection as a FilterSet wants it."""
        return {**self.values, "q": self.words}


def read_selection(query, vocabulary):
    """A Selection from a QueryDict and ``{parameter: known values}``; never raises.

    Words are read from ``q`` if the vocabulary names it (with any value).
    """
    selection = Selection()
    for name, known in vocabulary.items():
        if name == "q":
            continue
        chosen = set()
        for value in query.getlist(name):
            if value in known:
                chosen.add(value)
            elif value != "" and len(selection.ignored) < MAX_IGNORED:
                selection.ignored.append(Ignored(name, clean_words(value)[:MAX_SHOWN_VALUE]))
        selection.values[name] = sorted(chosen)
    if "q" in vocabulary:
        given = query.getlist("q")[:1]
        selection.words = clean_words(given[0]) if given else ""
    return selection


def clean_words(text):
    """Words as a visitor typed them, without control characters, at most MAX_QUERY_LENGTH characters."""
    printable = "".join(char if char.isprintable() else " " for char in text[:MAX_QUERY_LENGTH])
    return " ".join(printable.split())
