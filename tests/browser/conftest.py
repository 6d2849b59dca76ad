"""A browser, and a running site with the demonstration.

Playwright runs an event loop in the tests' thread, and Django gives code in an event loop a database connection of
its own. So the browser comes first, and all that touches the database here comes after it; the tests are in two
groups of their own (pytest-xdist), a process each, apart from those that use the thread's usual connection.
"""

import os

import pytest
from django.db import connection, connections
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import sync_playwright

from tests.loaded_demo import addresses_by_type, live_pages, loaded_demo


@pytest.fixture(scope="package")
def browser(chromium_path):
    """Chromium without a window. Its background connections are switched off: tests talk to this machine only."""
    # Django would refuse to touch the database where an event loop runs.
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


@pytest.fixture
def contexts(browser):
    """``make(**options)``: a browser context that is closed in the end."""
    made = []

    def make(**options):
        made.append(browser.new_context(**{"reduced_motion": "reduce", **options}))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture(scope="package")
def demo(browser, django_db_setup, django_db_blocker):
    """The loaded demonstration; every test of the package runs inside its transaction."""
    with django_db_blocker.unblock():
        with loaded_demo() as loader:
            yield loader
        connection.close()


@pytest.fixture(scope="package")
def type_addresses(demo, django_db_blocker):
    """``{(page type, language): path}``: the first live page of each type in each language."""
    with django_db_blocker.unblock():
        return addresses_by_type(live_pages())


@pytest.fixture(scope="package")
def demo_server(demo, django_db_blocker):
    """Address of a running server that shares the tests' connection, and so their transaction."""
    with django_db_blocker.unblock():
        shared = connections["default"]
        shared.inc_thread_sharing()
        # The server closes its connection after each request; this one is the tests', too.
        shared.close = lambda: None
        thread = LiveServerThread("127.0.0.1", _StaticFilesHandler, connections_override={"default": shared})
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://127.0.0.1:{thread.port}"
        thread.terminate()
        del shared.close
        shared.dec_thread_sharing()
