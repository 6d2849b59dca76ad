"""What every test stands on: where Chromium is, which tests this machine can run, how hypothesis searches."""

import functools
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

CHROMIUM_NAMES = (
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

TESTS = Path(__file__).resolve().parent

# Where tools/npm_tools.py installs it.
VNU_JAR = TESTS.parent / "var/tools/node_modules/vnu-jar/build/dist/vnu.jar"

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# No deadlines: a slow machine is no bug. In CI the same examples each time: a failure is the change's own.
hypothesis_settings.register_profile("dev", deadline=None, print_blob=True)
hypothesis_settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if IN_CI else "dev"))


@functools.cache
def find_chromium():
    """The path of Chromium or Chrome, or "" where there is none; ``CHROMIUM`` names it and no other."""
    names = (os.environ["CHROMIUM"],) if os.environ.get("CHROMIUM") else CHROMIUM_NAMES
    return next(filter(None, map(shutil.which, names)), "")


@functools.cache
def find_html_checker():
    """``(java, vnu.jar)``, or ``None`` where one of them is missing; ``VNU_JAR`` names the checker and no other."""
    java = shutil.which("java")
    jar = Path(os.environ.get("VNU_JAR") or VNU_JAR)
    return (java, str(jar)) if java and jar.is_file() else None


@functools.cache
def find_libreoffice():
    """The path of LibreOffice, or "" where there is none; ``LIBREOFFICE`` names it and no other."""
    names = (os.environ["LIBREOFFICE"],) if os.environ.get("LIBREOFFICE") else ("soffice", "libreoffice")
    return next(filter(None, map(shutil.which, names)), "")


@functools.cache
def find_nginx():
    """The path of nginx, or "" where there is none; ``NGINX`` names it and no other."""
    names = (os.environ["NGINX"],) if os.environ.get("NGINX") else ("nginx", "/usr/sbin/nginx")
    return next(filter(None, map(shutil.which, names)), "")


def skip_or_fail(reason):
    """CI has all that a test needs; a newcomer's machine may lack it."""
    if IN_CI:
        pytest.fail(f"{reason} (CI runs these tests)", pytrace=False)
    pytest.skip(reason)


def pytest_make_parametrize_id(val, argname):
    """A long text or a file is no name: a zip file has the time in it, and xdist's processes would disagree."""
    return argname if isinstance(val, str | bytes) and len(val) > 100 else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A module's tests are a group unless they say otherwise: else each process would build the module's world.

    xdist hands out the groups with most tests first, so that the long ones do not come last.
    """
    for item in items if config.pluginmanager.hasplugin("xdist") else ():
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(TESTS).as_posix()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if item.get_closest_marker("browser") and not find_chromium():
        skip_or_fail("no Chromium: install it, or name it with CHROMIUM=/path/to/chromium")
    if item.get_closest_marker("html_checker") and not find_html_checker():
        skip_or_fail("no Nu HTML checker: “make html-checker” installs it (it needs Java and npm)")
    if item.get_closest_marker("libreoffice") and not find_libreoffice():
        skip_or_fail("no LibreOffice: install libreoffice-calc, or name it with LIBREOFFICE=/path/to/soffice")
    if item.get_closest_marker("nginx") and not find_nginx():
        skip_or_fail("no nginx: install nginx-light, or name it with NGINX=/path/to/nginx")
    if item.get_closest_marker("postgresql"):
        from django.db import connection  # Django is set up by now, not when this module is read

        if connection.vendor != "postgresql":
            pytest.skip("needs PostgreSQL: name a database with DATABASE_URL=postgres://…")


@pytest.fixture(scope="session")
def chromium_path():
    """The browser that tests marked ``browser`` drive."""
    return find_chromium()


def pytest_unconfigure(config):
    """Removes the uploads of this process (config.settings.test makes the folder)."""
    from django.conf import settings

    if settings.configured:
        folder = Path(settings.MEDIA_ROOT)
        if folder.parent == Path(tempfile.gettempdir()) and folder.name.startswith("cases-cms-media-"):
            shutil.rmtree(folder, ignore_errors=True)
