"""The catalogue of one collection in one language as arrays, newest first: what the explorer counts and orders by.

An Index is never changed; one that is out of date is replaced, from a few rows where the catalogue's log of changes
says which (explorer.memory).
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from cases_cms.collection.explorer.axes import Axis
from cases_cms.collection.explorer.selection import Sort
from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.models import CatalogueEntry

#: Characters before the title in ``IndexRow.order``: four of the year, one of distinction.
BEFORE_TITLE = 5


class IndexRow(NamedTuple):
    """What the index keeps of an entry; ``order`` sorts it among the others, ``codes`` is ``{facet: codes}``."""

    key: int
    order: str
    codes: dict


class Index:
    """``keys`` are the primary keys of entries, newest first; ``axes`` has an Axis for each facet."""

    def __init__(self, kinds=(), keys=(), orders=(), axes=None, title_order=()):
        self.keys = np.asarray(keys, dtype=np.int64)
        self.axes = axes or {kind.name: Axis() for kind in kinds}
        self._orders = list(orders)
        self._title_order = np.asarray(title_order, dtype=np.int32)
        self._by_key = np.argsort(self.keys)

    def __len__(self):
        return len(self.keys)

    def replaced(self, gone, rows):
        """The Index without the entries ``gone`` (primary keys), with the IndexRows ``rows`` added or put in place."""
        gone = np.asarray([*gone, *(row.key for row in rows)], dtype=np.int64)
        kept = np.flatnonzero(~np.isin(self.keys, gone))
        orders = [self._orders[position] for position in kept.tolist()]
        orders += [row.order for row in rows]
        # Python's sort takes what is in order already as it is.
        order = np.asarray(sorted(range(len(orders)), key=orders.__getitem__), dtype=np.int64)
        size = len(orders)
        place_of = np.empty(size, dtype=np.int64)
        place_of[order] = np.arange(size)
        place = np.full(len(self.keys), -1, dtype=np.int32)
        place[kept] = place_of[: len(kept)]
        added = place_of[len(kept) :].tolist()
        keys = np.concatenate((self.keys[kept], np.asarray([row.key for row in rows], dtype=np.int64)))[order]
        orders = [orders[position] for position in order.tolist()]
        axes = {
            name: axis.replaced(
                place, {position: row.codes[name] for position, row in zip(added, rows, strict=True)}, size
            )
            for name, axis in self.axes.items()
        }
        titled = place[self._title_order] if len(self._title_order) else self._title_order
        titled = sorted([*titled[titled >= 0].tolist(), *added], key=lambda position: orders[position][BEFORE_TITLE:])
        return Index((), keys, orders, axes, titled)

    def order(self, sort):
        """All cases in the order ``sort``; None for newest first, as they are."""
        if sort == Sort.TITLE:
            return self._title_order
        return self._by_countries if sort == Sort.COUNTRIES else None

    @cached_property
    def _by_countries(self):
        numbers = np.bincount(self.axes["country"].rows, minlength=len(self))
        return np.argsort(-numbers, kind="stable")

    def positions(self, keys):
        """``(positions, which of ``keys`` they are)``; entries that are not here are left out."""
        keys = np.asarray(keys, dtype=np.int64)
        if not len(self.keys) or not len(keys):
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing
        found = self._by_key[np.searchsorted(self.keys, keys, sorter=self._by_key).clip(max=len(self.keys) - 1)]
        present = np.flatnonzero(self.keys[found] == keys)
        return found[present], present

    @cached_property
    def case_counts(self):
        """``{(category, year): (cases, outstanding cases)}``, as charts want it; a case may have no category."""
        categories, years = self.axes["category"], self.axes["year"]
        outstanding = self.axes["outstanding"].mask(["yes"])
        size = len(years.codes)
        pairs = (categories.column() + 1) * size + years.column()
        counts = np.bincount(pairs)
        chosen = np.bincount(pairs, weights=outstanding, minlength=len(counts))
        names = ("", *categories.codes)
        return {
            (names[pair // size], int(years.codes[pair % size])): (int(counts[pair]), int(chosen[pair]))
            for pair in np.flatnonzero(counts).tolist()
        }


def entries_of(collection_key, language):
    """The entries that an index is made of."""
    return CatalogueEntry.objects.in_collection(collection_key).in_language(language)


def read_rows(entries):
    """IndexRows of the queryset ``entries``. One query."""
    kinds = facet_kinds()
    columns = [kind for kind in kinds if kind.column]
    several = [kind.name for kind in kinds if not kind.column]
    rows = []
    for key, year, outstanding, title_key, case_key, facet_values, *values in entries.order_by().values_list(
        *("pk", "year", "outstanding", "title_key", "case_key", "facet_values"), *(kind.column for kind in columns)
    ):
        codes = {name: facet_values.get(name, ()) for name in several}
        for kind, value in zip(columns, values, strict=True):
            codes[kind.name] = (kind.encode(value),) if value != "" else ()
        rows.append(IndexRow(key, _order(year, outstanding, title_key, case_key), codes))
    return rows


def _order(year, outstanding, title_key, case_key):
    return f"{9999 - year:04d}{'01'[not outstanding]}{title_key}\0{case_key}"


def row_of(entry):
    """The IndexRow of an entry in memory, which need not be among the catalogue's."""
    codes = {}
    for kind in facet_kinds():
        if not kind.column:
            codes[kind.name] = entry.facet_values.get(kind.name, ())
            continue
        value = getattr(entry, kind.column)
        codes[kind.name] = (kind.encode(value),) if value != "" else ()
    return IndexRow(entry.pk, _order(entry.year, entry.outstanding, entry.title_key, entry.case_key), codes)
