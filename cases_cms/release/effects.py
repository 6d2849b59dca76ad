"""What the world outside the database learns of a release or an undo: after the commit, and never of a rehearsal."""

import logging
import threading

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, published, unpublished

from cases_cms.collection.models import CasePage
from cases_cms.core.children import forget
from cases_cms.core.told import Told, keep
from cases_cms.core.told import gettext as _
from cases_cms.release.models import ReleaseRun

logger = logging.getLogger(__name__)

#: Seconds that mails, and whoever stands there, wait for a cache; it goes on being told meanwhile.
PATIENCE = 20


def pages_went_live(run, pairs):
    """``[(specific page, revision)]`` are public by a ReleaseRun once the transaction is committed."""
    _later(run, [page for page, _revision in pairs], lambda: _signal_published(pairs))


def pages_were_withdrawn(run, pages):
    """The specific ``pages`` are no longer public, by a ReleaseRun, once the transaction is committed."""
    _later(run, pages, lambda: _signal_unpublished(pages))


def _later(run, pages, signal):
    # Caches first: what they hold is wrong from the commit on.
    transaction.on_commit(lambda: _purge(run, pages), robust=True)
    transaction.on_commit(signal, robust=True)


def _addresses(pages):
    """Pages whose addresses may be kept by a cache in front: these, and all that may show or count them."""
    yield from pages
    case = ContentType.objects.get_for_model(CasePage)
    shown = Page.objects.filter(live=True, depth__gt=1).exclude(content_type=case)
    yield from shown.exclude(pk__in=[page.pk for page in pages]).order_by("path").specific(defer=True)


class _Heard(logging.Handler):
    """What the backends of caches, which raise nothing, log as errors."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.said = []

    def emit(self, record):
        self.said.append(record.getMessage())


def _empty(urls, said):
    """Tell the caches now: Wagtail would leave it to a worker, which may be busy, or not there."""
    from wagtail.contrib.frontend_cache.tasks import purge_urls_from_cache_task  # an app that most sites do not install

    log, heard = logging.getLogger("wagtail.frontendcache"), _Heard()
    log.addHandler(heard)
    try:
        purge_urls_from_cache_task.func(urls)
    except Exception as error:
        logger.exception("The frontend cache was not purged")
        heard.said.append(f"{type(error).__name__}: {error}")
    finally:
        log.removeHandler(heard)
        said += heard.said


def _purge(run, pages):
    if not apps.is_installed("wagtail.contrib.frontend_cache"):
        return
    from wagtail.contrib.frontend_cache.utils import PurgeBatch

    batch, said = PurgeBatch(), []
    batch.add_pages(_addresses(pages))
    if not batch.urls:
        return
    # A cache that does not answer keeps a socket open for minutes, once for each address.
    telling = threading.Thread(target=_empty, args=(sorted(batch.urls), said), daemon=True)
    telling.start()
    telling.join(PATIENCE)
    if telling.is_alive():
        said.append(_("It does not answer."))
    if said:
        sentence = _("The cache in front of the site has to be emptied by hand: %(reason)s")
        _tell(run, sentence % {"reason": said[0] if isinstance(said[0], Told) else said[0][:300]})


def _tell(run, sentence):
    """Add to a run what became of it outside of the database."""
    run.messages = [*run.messages, keep(sentence)]
    ReleaseRun.objects.filter(pk=run.pk).update(messages=run.messages)


def _signal_published(pairs):
    for page, revision in pairs:
        forget(page)  # a receiver that saves the page is not to write children as they were before the commit
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
