"""The demonstration in the tests' database, for as long as a folder of tests needs it."""

from contextlib import contextmanager
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import translation
from wagtail.models import Page, Site

from cases_cms.demo.loader import Loader


@contextmanager
def loaded_demo():
    """Load the demonstration in a transaction that is rolled back in the end; gives the Loader."""
    Site.clear_site_root_paths_cache()
    with transaction.atomic():
        with translation.override("en"):
            loader = Loader()
            loader.load()
        yield loader
        transaction.set_rollback(True)
    Site.clear_site_root_paths_cache()


def live_pages():
    """``[(address, page)]`` of every live page, one of each language's."""
    pages = Page.objects.live().filter(depth__gt=1).select_related("locale").specific().order_by("path")
    return [(page.url, page) for page in pages]


def addresses_by_type(pages):
    """``{(page type, language): path}``: the first page of each type in each language."""
    addresses = {}
    for address, page in pages:
        addresses.setdefault((type(page).__name__, page.locale.language_code), urlsplit(address).path)
    return addresses
