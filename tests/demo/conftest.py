"""The demonstration, loaded once for all tests of this folder and rolled back at their end.

They share the group "demo" of pytest-xdist, so that one worker runs them all.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import caches
from django.test import Client

from tests.loaded_demo import live_pages, loaded_demo

LANGUAGES = ("en", "zh-hans")


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """The loaded demonstration; every test of the package runs inside its transaction."""
    with django_db_blocker.unblock(), loaded_demo() as loader:
        yield loader


@pytest.fixture(autouse=True)
def no_renditions_of_other_tests():
    """A test's renditions are rolled back: what the cache remembers of them must not be on pages of the next test."""
    yield
    caches["renditions"].clear()


@pytest.fixture
def demo_client(demo, db):
    """A visitor without an account."""
    return Client()


@pytest.fixture(scope="package")
def demo_pages(demo, django_db_blocker):
    """``[(address, page)]`` of every live page, one of each language's."""
    with django_db_blocker.unblock():
        return live_pages()


def internal_links(html):
    """Addresses on this site that a page links to, without fragments."""
    found = set()
    for href in re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html):
        href = href.replace("&amp;", "&")
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or href.startswith("#") or not href:
            continue
        found.add(href.partition("#")[0])
    return found
