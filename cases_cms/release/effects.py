"""What the world outside the database learns of a release or an undo: after the commit, and never of a rehearsal."""

import logging

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cases_cms.collection.models import CasePage

logger = logging.getLogger(__name__)


def pages_went_live(pairs):
    """``[(specific page, revision)]`` are public once the transaction is committed."""
    _later([page for page, _revision in pairs], lambda: _signal_published(pairs))


def pages_were_withdrawn(pages):
    """The specific ``pages`` are no longer public once the transaction is committed."""
    _later(pages, lambda: _signal_unpublished(pages))


def _later(pages, signal):
    # Caches first: what they hold is wrong from the commit on.
    transaction.on_commit(lambda: _purge(pages), robust=True)
    transaction.on_commit(signal, robust=True)


def _addresses(pages):
    """Pages whose addresses may be kept by a cache in front: these, and all that may show or count them."""
    yield from pages
    case = ContentType.objects.get_for_model(CasePage)
    shown = Page.objects.filter(live=True, depth__gt=1).exclude(content_type=case)
    yield from shown.exclude(pk__in=[page.pk for page in pages]).order_by("path").specific(defer=True)


def _purge(pages):
    if not apps.is_installed("wagtail.contrib.frontend_cache"):
        return
    from wagtail.contrib.frontend_cache.utils import PurgeBatch  # an app that most sites do not install

    batch = PurgeBatch()
    batch.add_pages(_addresses(pages))
    batch.purge()


def _signal_published(pairs):
    for page, revision in pairs:
        # ``is_followed``: the board of translations is right already.
        _send(page_published, page, sender=page.specific_class, revision=revision, is_followed=True)
        _send(published, page, sender=type(page), revision=revision, is_followed=True)


def _signal_unpublished(pages):
    for page in pages:
        _send(page_unpublished, page, sender=page.specific_class, is_followed=True)
        _send(unpublished, page, sender=type(page), is_followed=True)


def _send(signal, page, **kwargs):
    """One receiver that fails keeps no other from hearing it."""
    for _receiver, answer in signal.send_robust(instance=page, **kwargs):
        if isinstance(answer, Exception):
            logger.error("A receiver failed for page %s", page.pk, exc_info=answer)
