"""Where a reader of a case may go on: the cases before and after it, and those near to it; from the catalogue alone."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases_cms.collection.cards import CaseCard, case_cards, listed_in, with_cards
from cases_cms.collection.explorer.index import row_of
from cases_cms.collection.explorer.memory import index_of
from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.selectors import categories
from cases_cms.collection.shortlist import entry_lang
from cases_cms.core.addresses import addresses
from cases_cms.core.forthcoming import forthcoming
from cases_cms.core.languages import language_of

#: How many cases near to one are shown.
LIMIT = 3
#: What each thing in common adds; countries and regions by their rarity, a case of the same year a little.
ORGANIZATION, CATEGORY, COUNTRIES, YEAR = 4.0, 2.0, 4.0, 0.3
#: Less than this is no reason to read on: two cases that have only China in common, say.
LEAST = 0.5


# --- In the edition -------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """The case before or after; ``lang`` is an attribute where its title is not in the visitor's language."""

    title: str
    url: str
    lang: str


@dataclass(frozen=True)
class Neighbours:
    """The case's place in its edition; a case that is not in the catalogue has none."""

    before: Step | None = None
    after: Step | None = None
    position: int = 0
    total: int = 0

    def __bool__(self):
        return self.position > 0


def in_page_order(items, labels):
    """Entries or cards in the order of the edition's page: by category, within one as they were."""
    order = {code: position for position, code in enumerate(labels)}
    return sorted(items, key=lambda item: order.get(item.category, len(order)))


def neighbours(case, edition, request):
    """The Neighbours of ``case``. One query."""
    entries = listed_in(edition, request, unneeded=("summary", "facet_values"))
    entries = in_page_order(entries, categories(case.locale, request))
    place = next((index for index, entry in enumerate(entries) if entry.case_key == case.translation_key), None)
    if place is None:
        return Neighbours()
    address = addresses(request)

    def step(index):
        if not 0 <= index < len(entries):
            return None
        entry = entries[index]
        return Step(entry.title, address(entry.url_path), entry_lang(entry))

    return Neighbours(step(place - 1), step(place + 1), place + 1, len(entries))


# --- In the collection ----------------------------------------------------------------------


@dataclass(frozen=True)
class Near:
    """A case near to another, and why in words."""

    card: CaseCard
    reason: str


@dataclass(frozen=True)
class Shared:
    """What two cases have in common."""

    organizations: int = 0
    category: bool = False
    countries: int = 0
    year: bool = False

    @property
    def reason(self):
        """In words, of the strongest first."""
        parts = []
        if self.organizations:
            parts.append(_("same organization"))
        if self.category:
            parts.append(_("same category"))
        if self.countries:
            parts.append(
                ngettext(
                    "%(count)s country or region in common",
                    "%(count)s countries and regions in common",
                    self.countries,
                )
                % {"count": self.countries}
            )
        return capfirst(pgettext("between reasons", ", ").join(parts))


# What an Index says of rarity, for as long as it lives: it is never changed.
_weights = WeakKeyDictionary()


def rarities(counts, total):
    """For each number of cases that have a country or region: 1 for one case among ``total``, 0 for all."""
    counts = np.asarray(counts, dtype=float)
    return np.log(total / counts) / np.log(total) if total > 1 else np.zeros(len(counts))


def _weighed(index):
    """``(weight of each country or region, sum of those of each case)``, as the axis and the index order them."""
    if index not in _weights:
        axis = index.axes["country"]
        weights = rarities(axis.totals, len(index))
        sums = np.bincount(axis.rows, weights=np.repeat(weights, axis.totals), minlength=len(index))
        _weights[index] = weights, np.maximum(sums, 1.0)
    return _weights[index]


def _number_of(axis, codes):
    """How many of ``codes`` each case has."""
    return sum((axis.mask([code]).astype(np.int32) for code in codes), np.zeros(axis.size, dtype=np.int32))


def nearest(index, *, countries, category, organizations, year, number):
    """``[(position, Shared)]`` of at most ``number`` cases of the Index, nearest first, of equal ones the newest.

    A long list of countries and regions is no merit: what is shared is measured against both lists.
    """
    if not len(index):
        return []
    axis, (weights, sums) = index.axes["country"], _weighed(index)
    known = [code for code in countries if code in axis.number]
    shared, own = np.zeros(len(index)), 0.0
    for code in known:
        weight = weights[axis.number[code]]
        shared[axis.mask([code])] += weight
        own += weight
    with_organization = _number_of(index.axes["organization"], organizations)
    in_category = index.axes["category"].mask([category])
    score = ORGANIZATION * (with_organization > 0) + CATEGORY * in_category
    score += COUNTRIES * shared / np.sqrt(max(1.0, own) * sums)
    is_near = score >= LEAST
    score += YEAR * index.axes["year"].mask([str(year)])
    score[~is_near] = 0.0
    in_common, in_year = _number_of(axis, known), index.axes["year"].mask([str(year)])
    order = np.argsort(-score, kind="stable")[:number]
    return [
        (
            position,
            Shared(
                int(with_organization[position]),
                bool(in_category[position]),
                int(in_common[position]),
                bool(in_year[position]),
            ),
        )
        for position in order.tolist()
        if score[position] > 0
    ]


def near_cases(case, edition, organization_codes, request, *, limit=LIMIT):
    """The Near cases of ``case`` in its collection, nearest first. One query, and two for their covers."""
    index = index_of(edition.get_parent().translation_key, language_of(case))
    coming = forthcoming(request)
    drafts = {entry.pk: entry for entry in coming.entries(language_of(case))} if coming is not None else {}
    if drafts:  # an index is never changed: this one is the request's own
        index = index.replaced((), [row_of(entry) for entry in drafts.values()])
    found = nearest(
        index,
        countries=sorted(set(case.countries or [])),
        category=case.category,
        organizations=set(organization_codes),
        year=edition.year,
        number=limit + 1,  # it is the nearest to itself
    )
    shared = {int(index.keys[position]): what for position, what in found}
    if not shared:
        return []
    entries = with_cards(CatalogueEntry.objects.exclude(case_key=case.translation_key)).in_bulk(shared)
    entries |= {pk: entry for pk, entry in drafts.items() if pk in shared and entry.case_key != case.translation_key}
    keys = [key for key in shared if key in entries][:limit]
    cards = case_cards([entries[key] for key in keys], locale=case.locale, request=request)
    return [Near(card, shared[key].reason) for card, key in zip(cards, keys, strict=True)]
