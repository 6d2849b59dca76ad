"""Facets of a list: their values as links and form fields, and what a visitor has chosen."""

from dataclasses import dataclass, field

from django.utils.http import urlencode
from django.utils.translation import pgettext

from cases_cms.core.selection import Selection, read_selection


@dataclass(frozen=True)
class Option:
    """A value of a facet."""

    facet: str
    value: str
    label: str
    selected: bool
    selection: Selection

    @property
    def query(self):
        """Canonical query string of the selection with this value toggled."""
        chosen = self.selection.values.get(self.facet, [])
        if self.selected:
            return self.selection.without(self.facet, self.value)
        return urlencode(self.selection.pairs(**{self.facet: [*chosen, self.value]}))


@dataclass(frozen=True)
class Facet:
    """A filter with its values, as a list of links and as a form field."""

    name: str
    label: str
    options: list = field(default_factory=list)

    @property
    def selected(self):
        """The options that are chosen."""
        return [option for option in self.options if option.selected]


@dataclass(frozen=True)
class Chip:
    """A chosen value that goes away by one click: ``query`` is the selection without it."""

    label: str
    value: str
    query: str


def facets_of(vocabulary, selection):
    """The Facets of ``{name: (label, [(value, text)])}`` for a selection."""
    return [
        Facet(
            name,
            label,
            [Option(name, value, text, value in selection.values.get(name, []), selection) for value, text in choices],
        )
        for name, (label, choices) in vocabulary.items()
    ]


def words_label():
    """Name of the words sought, beside the names of facets."""
    return pgettext("what a visitor searches for", "Words")


def chips_of(facets, selection):
    """Chips for everything chosen, the words sought included."""
    chips = [Chip(facet.label, option.label, option.query) for facet in facets for option in facet.selected]
    if selection.words:
        chips.append(Chip(words_label(), selection.words, selection.without("q", selection.words)))
    return chips


def explore(vocabulary, request, *, words=False):
    """Context of a filtered list: ``selection``, ``facets``, ``chips`` and what was ``ignored``.

    ``vocabulary`` is ``{parameter: (label, [(value, text)])}``; ``words`` reads ``q`` too.
    """
    known = {name: {value for value, _text in choices} for name, (_label, choices) in vocabulary.items()}
    if words:
        known["q"] = None
    selection = read_selection(request.GET, known)
    facets = facets_of(vocabulary, selection)
    labels = {facet.name: facet.label for facet in facets}
    return {
        "selection": selection,
        "facets": facets,
        "chips": chips_of(facets, selection),
        "ignored": [(labels.get(item.name, item.name), item.value) for item in selection.ignored],
    }


def mark_filtered(frame, selection):
    """A filtered list keeps its filters in language links, and is not for search engines, though its links are."""
    frame.query = selection.query
    if selection.is_active:
        frame.robots = "noindex, follow"
