"""The explorer's context: what a visitor's request selects, counted by the index and made ready for templates."""

from dataclasses import replace

import numpy as np
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases_cms.collection.charts import SHADES
from cases_cms.collection.explorer.index import entries_of
from cases_cms.collection.explorer.memory import index_of
from cases_cms.collection.explorer.reasons import reason_of
from cases_cms.collection.explorer.results import (
    Choice,
    CountriesView,
    CountryRow,
    Facet,
    Group,
    Offer,
    Region,
    Tile,
    Value,
)
from cases_cms.collection.explorer.selection import FIND, Order, Sort, View, read
from cases_cms.collection.facets import SHOWN, Scope, facet_kinds
from cases_cms.collection.selectors import categories
from cases_cms.collection.words import find
from cases_cms.core.facets import Chip, words_label
from cases_cms.core.selection import clean_words
from cases_cms.search.corrections import correct
from cases_cms.search.highlight import mark
from cases_cms.search.query import parse


def suggestions_url():
    """Where suggestions while typing come from; empty in a host that does not offer them."""
    try:
        return f"{reverse('cases_search:suggestions')}?in=collection"
    except NoReverseMatch:
        return ""


class Explorer:
    """One request's answer: the selection, what it finds, and the counts of everything that could be chosen next."""

    def __init__(self, collection, request):
        self.scope = Scope(collection, collection.locale, request)
        self.index = index_of(collection.translation_key, collection.locale.language_code)
        self.kinds = facet_kinds()
        axes = self.index.axes
        self.labels = {kind.name: kind.labels(self.scope, axes[kind.name].number) for kind in self.kinds}
        self.selection = read(request.GET, self.labels)
        self.masks = {name: axes[name].mask(codes) for name, codes in self.selection.values.items() if codes}
        self.words, self.corrected = None, None
        if self.selection.words:
            self.masks["q"] = self.words_mask()
        self.found = self.all_but()
        self.total = len(self.index) if self.found is None else int(np.count_nonzero(self.found))

    def find(self, words):
        """What ``words`` find in the whole collection."""
        collection, locale, request = self.scope
        return find(
            words,
            language=locale.language_code,
            entries=entries_of(collection.translation_key, locale.language_code),
            labels=categories(locale, request),
            members=lambda facet, codes: self.index.keys[self.index.axes[facet].mask(codes)].tolist(),
        )

    def words_mask(self):
        """Which cases the words find; where they find none in the whole collection, their correction."""
        self.words = self.find(self.selection.words)
        if not self.words.scores and not self.selection.exactly:
            used = correct(self.selection.words)
            found = self.find(used) if used else None
            if found and found.scores:
                self.words = found
                self.corrected = (self.selection.words, used, self.selection.query_with(exactly=["1"]))
        self.positions, which = self.index.positions(list(self.words.scores))
        self.scores = np.asarray(list(self.words.scores.values()))[which]
        mask = np.zeros(len(self.index), dtype=bool)
        mask[self.positions] = True
        return mask

    def label_of(self, facet, code):
        """A value with its facet's name: "Countries and regions: Kenya"."""
        kind = next(kind for kind in self.kinds if kind.name == facet)
        text = self.labels[facet][code].text if code in self.labels[facet] else code
        return _("%(facet)s: %(value)s") % {"facet": kind.label, "value": text}

    def also_found(self):
        """What else was sought than the words themselves, where it found something."""
        if self.words is None:
            return []
        notes = [
            _("Also found by what corresponds in another language (%(kind)s): %(term)s")
            % {"kind": other.source_label, "term": other.term}
            for other in self.words.equivalents
        ]
        for named in self.words.named:
            kind = next(kind for kind in self.kinds if kind.name == named.facet)
            notes.append(_("Also found by %(facet)s: %(name)s") % {"facet": kind.label, "name": named.text})
        return notes

    def explain(self, cards, entries):
        """``cards`` of ``entries`` with the passage or the reason for which each was found."""
        if self.words is None:
            return cards
        explained, query = [], parse(self.words.words)
        for card, entry in zip(cards, entries, strict=True):
            passage, reason = reason_of(entry, self.words, self.label_of)
            title = mark(entry.title, query)
            explained.append(replace(card, title_marked=title, excerpt=passage, found_by=reason))
        return explained

    def all_but(self, name=""):
        """Which cases fit every filter but ``name``; None for all of them."""
        masks = [mask for other, mask in self.masks.items() if other != name]
        return np.logical_and.reduce(masks) if masks else None

    def counts(self, name):
        """Cases of each value of a facet, in the order of its axis, its own filter left out."""
        return self.index.axes[name].counts(self.all_but(name))

    # --- Facets -------------------------------------------------------------------------

    def facet(self, kind):
        """The Facet of a FacetKind."""
        name, labels, axis = kind.name, self.labels[kind.name], self.index.axes[kind.name]
        numbers = self.counts(name)
        chosen, toggle = self.selection.values[name], self.selection.toggler(name)
        find_name = f"{FIND}{name}" if kind.find else ""
        find = clean_words(self.scope.request.GET.get(find_name, "")) if find_name else ""
        if find:
            found = {*kind.find(labels, find), *chosen}
            shown = [code for code in labels if code in found]
        else:
            shown = list(labels)
        if kind.is_long:
            shown = self.most(axis, numbers, shown if find else None, chosen)
        counts = dict(zip(axis.codes, numbers.tolist(), strict=True))

        def value(code):
            text, lang = labels[code]
            return Value(name, code, text, counts[code], code in chosen, toggle(code), lang)

        groups = kind.groups(shown) if kind.groups else [("", shown)]
        groups = [Group(label, [value(code) for code in codes]) for label, codes in groups]
        facet = Facet(name, str(kind.label), groups, len(labels), find, find_name)
        facet.selected = [value for value in facet.values if value.selected] if chosen else []
        return facet

    def most(self, axis, numbers, among, chosen):
        """The codes with the most cases, and the chosen ones; ``among`` limits them, None for all of the axis."""
        if among is None:
            places = np.argsort(-numbers, kind="stable")[:SHOWN].tolist()
        else:
            places = sorted((axis.number[code] for code in among), key=lambda place: -numbers[place])[:SHOWN]
        codes = [axis.codes[place] for place in places]
        return codes + [code for code in chosen if code not in codes]

    def chips(self, facets):
        """Chips for everything chosen, the words included."""
        chips = [Chip(facet.label, value.label, value.query) for facet in facets for value in facet.selected]
        if self.selection.words:
            chips.append(Chip(words_label(), self.selection.words, self.selection.without("q", self.selection.words)))
        return chips

    def offers(self, facets):
        """What taking one filter away would give, most first; empty where something is found."""
        if self.total or not self.masks:
            return []
        offers = []
        titles = {facet.name: facet for facet in facets}
        for name in self.masks:
            mask = self.all_but(name)
            total = len(self.index) if mask is None else int(np.count_nonzero(mask))
            if total:
                label = words_label() if name == "q" else titles[name].label
                value = (
                    self.selection.words
                    if name == "q"
                    else " · ".join(self.labels[name][code].text for code in self.selection.values[name])
                )
                offers.append(Offer(label, value, total, self.selection.query_with(**{name: []})))
        return sorted(offers, key=lambda offer: -offer.total)

    # --- Ways to show it ---------------------------------------------------------------------

    def sorts(self):
        """The orders of the list; relevance where words are sought."""
        return [
            Choice(
                sort.value,
                str(sort.label),
                self.selection.query_with(sort=[sort.value]),
                sort == self.selection.effective_sort,
            )
            for sort in Sort
            if sort != Sort.RELEVANCE or self.selection.words
        ]

    def views(self):
        """Cards, compact list, countries."""
        return [
            Choice(
                view.value, str(view.label), self.selection.query_with(view=[view.value]), view == self.selection.view
            )
            for view in View
        ]

    def keys(self):
        """Primary keys of the entries found, in the order asked for."""
        found, order = self.found, self.index.order(self.selection.effective_sort)
        if self.selection.effective_sort == Sort.RELEVANCE:
            order = self.positions[np.lexsort((self.positions, -self.scores))]
        if order is None:
            return self.index.keys if found is None else self.index.keys[found]
        return self.index.keys[order if found is None else order[found[order]]]

    def countries(self, facet):
        """The CountriesView of the facet of countries and regions."""
        axis = self.index.axes["country"]
        others = self.all_but("country")
        outstanding = self.index.axes["outstanding"].mask(["yes"])
        both = outstanding if others is None else outstanding & others
        numbers = dict(zip(axis.codes, axis.counts(both).tolist(), strict=True))
        largest = max((value.count for value in facet.values), default=0)
        rows = [
            CountryRow(
                value.value, value.label, group.label, value.count, numbers[value.value], value.query, value.selected
            )
            for group in facet.groups
            for value in group.values
        ]
        regions = [
            Region(
                group.label,
                [
                    Tile(
                        value.value,
                        value.label,
                        1 + (SHADES - 1) * (value.count - 1) // max(1, largest - 1) if value.count else 0,
                        value.count,
                        value.query,
                        value.selected,
                        value.is_empty,
                    )
                    for value in group.values
                ],
            )
            for group in facet.groups
        ]
        ranks = {code: rank for rank, code in enumerate(self.labels["country"])}
        rows.sort(key=lambda row: ranks[row.code])
        if self.selection.order == Order.CASES:
            rows.sort(key=lambda row: -row.cases)
        elif self.selection.order == Order.OUTSTANDING:
            rows.sort(key=lambda row: (-row.outstanding, -row.cases))
        orders = [
            Choice(
                order.value,
                str(order.label),
                self.selection.query_with(order=[order.value]),
                order == self.selection.order,
            )
            for order in Order
        ]
        return CountriesView(regions, rows, orders)

    def context(self):
        """What templates get, but for the page of cards."""
        facets = [self.facet(kind) for kind in self.kinds]
        labels = {facet.name: facet.label for facet in facets}
        labels |= {"sort": _("Order"), "view": _("View"), "order": _("Order"), "page": _("Page")}
        is_countries = self.selection.view == View.COUNTRIES
        return {
            "selection": self.selection,
            "facets": facets,
            "chips": self.chips(facets),
            "clear_query": self.selection.clear_query,
            "ignored": [(labels.get(item.name, item.name), item.value) for item in self.selection.ignored],
            "total": self.total,
            "sorts": self.sorts(),
            "views": self.views(),
            "view": self.selection.view,
            "countries": self.countries(next(f for f in facets if f.name == "country")) if is_countries else None,
            "offers": self.offers(facets),
            "corrected": self.corrected,
            "also_found": self.also_found(),
            "announce": ngettext("%(counter)s case", "%(counter)s cases", self.total) % {"counter": self.total},
            "suggestions_url": suggestions_url(),
        }
