"""Keeps Wagtail's search index of the catalogue, many entries at a time, in the transaction that writes them."""

import logging

from wagtail.search.backends import get_search_backends

from cases_cms.collection.models import CatalogueEntry

logger = logging.getLogger(__name__)


def _tell(call):
    """``call(backend)`` for every backend that updates itself; one outside the database may fail, and is logged."""
    for backend in get_search_backends(with_auto_update=True):
        try:
            call(backend)
        except Exception:
            # As Wagtail does: a search service that is away must not keep anybody from publishing.
            if not backend.catch_indexing_errors:
                raise
            logger.exception("The search index of the catalogue was not updated; run update_index.")


def index(entries):
    """Put ``entries``, whose texts are attached, into the search index."""
    _tell(lambda backend: backend.add_bulk(CatalogueEntry, entries))


def unindex(entries):
    """Take ``entries``, which still have their keys, out of the search index."""

    def remove(backend):
        for entry in entries:
            backend.delete(entry)

    _tell(remove)
