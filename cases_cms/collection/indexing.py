"""Keeps Wagtail's search index of the catalogue, many entries at a time, in the transaction that writes them."""

from cases_cms.collection.models import CatalogueEntry
from cases_cms.core.page_entries import tell_backends


def index(entries):
    """Put ``entries``, whose texts are attached, into the search index."""
    tell_backends(lambda backend: backend.add_bulk(CatalogueEntry, entries))


def unindex(entries):
    """Take ``entries``, which still have their keys, out of the search index."""

    def remove(backend):
        for entry in entries:
            backend.delete(entry)

    tell_backends(remove)
