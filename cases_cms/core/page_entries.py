"""Wagtail's search index, for many pages at once (core.gathering)."""

import logging

from django.db import transaction
from wagtail.search.backends import get_search_backends

from cases_cms.core.gathering import by_model

logger = logging.getLogger(__name__)


def tell_backends(call):
    """``call(backend)`` for every search backend that updates itself.

    One in the database is told at once, in the caller's transaction. One outside of it hears only of what is committed,
    and may fail: that is logged, as Wagtail does; a search service that is away keeps nobody from publishing.
    """
    for backend in get_search_backends(with_auto_update=True):
        if not backend.catch_indexing_errors:
            call(backend)
        else:
            transaction.on_commit(lambda backend=backend: _tell_outside(call, backend))


def _tell_outside(call, backend):
    try:
        call(backend)
    except Exception:
        logger.exception("The search index was not updated; run update_index.")


def index_pages(places):
    """Put the pages ``places`` (``(model label, pk)``) into the search index."""
    for model, keys in by_model(places):
        pages = list(model.get_indexed_objects().filter(pk__in=keys))
        if pages:
            tell_backends(lambda backend, model=model, pages=pages: backend.add_bulk(model, pages))
