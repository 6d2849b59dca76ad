"""The indexes that a process remembers, and how they keep up with the catalogue (docs/decisions/0045).

One query a request reads the stamps of all that is remembered (core.memory). Where the catalogue's has changed, the
log of changes says which entries to read again; where it does not reach back, all are read.
"""

import threading
from collections import OrderedDict

from cases_cms.collection.catalogue import STAMP
from cases_cms.collection.explorer.index import Index, entries_of, read_rows
from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.models import CatalogueChange
from cases_cms.core.memory import stamps

#: Indexes kept: one for each collection and language.
MAX_KEPT = 32


class _Kept:
    """An Index with the change it is up to; ``seen`` is the stamp at which that was looked up."""

    def __init__(self):
        self.lock = threading.Lock()
        self.index = self.seen = None
        self.change = (0, "")


_kept = OrderedDict()
_kept_lock = threading.Lock()


def _last_change():
    return CatalogueChange.objects.order_by("-pk").values_list("pk", "stamp").first() or (0, "")


def _load(kept, entries, kinds):
    # The change first: what is committed between the two queries is read again next time.
    kept.change = _last_change()
    kept.index = Index(kinds).replaced((), read_rows(entries))


def _update(kept, entries, kinds):
    """Bring ``kept`` up to date. One query, two where something has changed."""
    changes = list(
        CatalogueChange.objects.filter(pk__gte=kept.change[0]).order_by("pk").values_list("pk", "stamp", "entry_id")
    )
    # A change that is gone from the log was rolled back, or is too long ago.
    if not changes or changes[0][:2] != kept.change or any(key is None for _pk, _stamp, key in changes[1:]):
        _load(kept, entries, kinds)
        return
    keys = {key for _pk, _stamp, key in changes[1:]}
    if keys:
        kept.index = kept.index.replaced(keys, read_rows(entries.filter(pk__in=keys)))
    kept.change = changes[-1][:2]


def index_of(collection_key, language):
    """The Index of a collection for visitors of a language, as the catalogue is now. No query if nothing has changed.

    Threads share it. While one brings it up to date the others wait, since what is out of date must not be shown.
    """
    kinds = facet_kinds()
    name = (collection_key, language, tuple(kind.name for kind in kinds))
    with _kept_lock:
        kept = _kept.setdefault(name, _Kept())
        _kept.move_to_end(name)
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    stamp = stamps().get(STAMP, "")
    with kept.lock:
        if kept.index is None or kept.seen != stamp:
            entries = entries_of(collection_key, language)
            (_load if kept.index is None else _update)(kept, entries, kinds)
            kept.seen = stamp
        return kept.index
