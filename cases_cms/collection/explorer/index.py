"""The catalogue of one collection in one language as arrays, newest first."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from cases_cms.collection.explorer.axes import Axis
from cases_cms.collection.explorer.selection import Sort
from cases_cms.collection.extensions import case_facets
from cases_cms.collection.models import CaseOrganization, CatalogueEntry
from cases_cms.core.collation import sort_key


@dataclass
class Index:
    """``keys`` are the primary keys of entries in the order of lists; ``axes`` has an Axis for each facet."""

    keys: np.ndarray
    axes: dict
    orders: dict

    def __len__(self):
        return len(self.keys)


def entries_of(collection_key, language):
    """The entries that an index is made of."""
    return CatalogueEntry.objects.in_collection(collection_key).in_language(language)


def load(collection_key, language, collection=None, request=None):
    """The Index as the catalogue has it now."""
    entries = entries_of(collection_key, language)
    rows = list(
        entries.newest_first().values_list(
            "pk", "case_key", "year", "category", "outstanding", "title", "country_codes", "page_id"
        )
    )
    size = len(rows)
    languages = defaultdict(set)
    for case_key, page_language in CatalogueEntry.objects.in_collection(collection_key).values_list(
        "case_key", "page_language"
    ):
        languages[case_key].add(page_language)
    organizations = defaultdict(list)
    for page_id, code in CaseOrganization.objects.filter(page_id__in=[row[7] for row in rows]).values_list(
        "page_id", "organization__code"
    ):
        organizations[page_id].append(code)
    keys = np.asarray([row[0] for row in rows], dtype=np.int64)
    axes = {
        "category": Axis.of([[row[3]] if row[3] else [] for row in rows], size),
        "country": Axis.of([row[6] for row in rows], size),
        "year": Axis.of([[str(row[2])] for row in rows], size),
        "outstanding": Axis.of([["yes" if row[4] else "no"] for row in rows], size),
        "organization": Axis.of([sorted(set(organizations[row[7]])) for row in rows], size),
        "language": Axis.of([sorted(languages[row[1]]) for row in rows], size),
    }
    for facet in case_facets():
        codes = defaultdict(list)
        for value, _text in facet.options(collection, request):
            for pk in facet.narrow(entries, [value]).values_list("pk", flat=True):
                codes[pk].append(value)
        axes[facet.name] = Axis.of([codes[row[0]] for row in rows], size)
    titles = sorted(range(size), key=lambda position: (sort_key(rows[position][5], language), position))
    countries = sorted(range(size), key=lambda position: (-len(rows[position][6]), position))
    orders = {
        Sort.TITLE: np.asarray(titles, dtype=np.int64),
        Sort.COUNTRIES: np.asarray(countries, dtype=np.int64),
    }
    return Index(keys, axes, orders)
