"""The demonstration, loaded once for all tests of this folder and rolled back at their end.

They share the group "demo" of pytest-xdist, so that one worker runs them all.
"""

import os
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import sync_playwright
from wagtail.models import Page, Site

from cases_cms.demo.loader import Loader

LANGUAGES = ("en", "zh-hans")


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    """The loaded demonstration; every test of the package runs inside its transaction."""
    with django_db_blocker.unblock():
        Site.clear_site_root_paths_cache()
        with transaction.atomic():
            loader = Loader()
            loader.load()
            yield loader
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()


@pytest.fixture
def demo_client(demo, db):
    """A visitor without an account."""
    return Client()


@pytest.fixture(scope="package")
def demo_pages(demo, django_db_blocker):
    """``[(address, page)]`` of every live page, one of each language's."""
    with django_db_blocker.unblock():
        pages = Page.objects.live().filter(depth__gt=1).select_related("locale").specific().order_by("path")
        return [(page.url, page) for page in pages]


@pytest.fixture(scope="package")
def type_addresses(demo_pages):
    """``{(page type, language): address}``: the first live page of each type in each language."""
    addresses = {}
    for address, page in demo_pages:
        addresses.setdefault((type(page).__name__, page.locale.language_code), urlsplit(address).path)
    return addresses


@pytest.fixture(scope="package")
def browser(chromium_path):
    """Chromium without a window. Its background connections are switched off: tests talk to this machine only."""
    # Playwright's event loop runs in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def demo_server(demo, django_db_blocker):
    """Address of a running server that shares the tests' connection, and so their transaction."""
    with django_db_blocker.unblock():
        connection.inc_thread_sharing()
        thread = LiveServerThread(
            "127.0.0.1", _StaticFilesHandler, connections_override={"default": connections["default"]}
        )
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
        thread.terminate()
        connection.dec_thread_sharing()


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
