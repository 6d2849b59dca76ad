"""Fixtures shared by all tests: a small site in two languages, and ways to look at its pages."""

from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.db import transaction
from django.db.models import Model
from django.template import TemplateDoesNotExist
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale, Page, Site

from cases_cms.collection.models import CategoryPage, CollectionPage, EditionPage
from cases_cms.core import languages
from cases_cms.core.memory import finish_request
from cases_cms.core.models import BasePage
from home.models import HomePage
from tests.copies import built_once
from tests.factories import (
    CategoryPageFactory,
    CollectionPageFactory,
    EditionPageFactory,
    HomePageFactory,
    translate,
)

SOURCE, TARGET = "en", "zh-hans"


@dataclass
class SmallSite:
    """Two languages; home page, collection, two categories and two editions, all of them in both."""

    en: Locale
    zh: Locale
    home: HomePage
    collection: CollectionPage
    infrastructure: CategoryPage
    education: CategoryPage
    edition: EditionPage
    edition_before: EditionPage

    def in_zh(self, page):
        """The Chinese page of ``page``."""
        return page.get_translation(self.zh)


def clear_caches():
    """Forget addresses of sites, renditions and stamps of other tests."""
    finish_request()
    for cache in caches.all(initialized_only=True):
        cache.clear()


def build_small_site():
    """Build what SmallSite names."""
    for language in (SOURCE, TARGET):
        Locale.objects.get_or_create(language_code=language)
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.specific.delete()
    root.refresh_from_db()
    home = HomePageFactory(parent=root)
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True, site_name="Cases")
    translate(home)
    collection = CollectionPageFactory(parent=home, show_in_menus=True)
    translate(collection)
    for order, (code, title) in enumerate(
        (("infrastructure", "Digital infrastructure"), ("education", "Education and skills")), start=1
    ):
        translate(CategoryPageFactory(parent=collection, title=title, code=code, order=order))
    for year in (2024, 2023):
        translate(EditionPageFactory(parent=collection, year=year))


@pytest.fixture(scope="session")
def small_site_copy(django_db_setup, django_db_blocker):
    """``with small_site_copy():`` puts the small site into the database; it is built once a process."""

    def build():
        clear_caches()
        with translation.override(SOURCE):
            build_small_site()

    kept = built_once(build)
    with django_db_blocker.unblock():
        use = kept.__enter__()
    yield use
    with django_db_blocker.unblock():
        kept.__exit__(None, None, None)


@pytest.fixture(scope="module")
def small_site_data(small_site_copy, django_db_blocker):
    """The small site in the database; what the module's fixtures add to it is rolled back after the module."""
    place = ExitStack()
    with django_db_blocker.unblock():
        clear_caches()
        place.enter_context(small_site_copy())
        place.enter_context(transaction.atomic())
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        place.close()
        clear_caches()


def load_small_site():
    """A SmallSite of fresh objects."""
    en = Locale.objects.get(language_code=SOURCE)

    def one(model, **values):
        return model.objects.get(locale=en, **values)

    return SmallSite(
        en=en,
        zh=Locale.objects.get(language_code=TARGET),
        home=one(HomePage),
        collection=one(CollectionPage),
        infrastructure=one(CategoryPage, code="infrastructure"),
        education=one(CategoryPage, code="education"),
        edition=one(EditionPage, year=2024),
        edition_before=one(EditionPage, year=2023),
    )


@pytest.fixture
def small_site(small_site_data, db):
    """The small site; what a test changes is undone after it."""
    clear_caches()
    with translation.override(SOURCE):
        yield load_small_site()
    clear_caches()


@pytest.fixture(scope="module")
def once(small_site_data, django_db_blocker):
    """``once(build)``: what ``build(small_site)`` makes, once for all tests of the module; ``read_anew`` for each.

    For a fixture with ``autouse=True``: every test of a module stands on the same, whichever was first.
    """

    def make(build):
        with django_db_blocker.unblock(), translation.override(SOURCE):
            made = build(load_small_site())
        clear_caches()
        return made

    return make


def read_anew(made):
    """``made``, each object in it (in lists, tuples, dicts and the tests' own things) read from the database."""
    if isinstance(made, Model):
        return type(made).objects.get(pk=made.pk)
    if isinstance(made, dict):
        return {key: read_anew(value) for key, value in made.items()}
    if isinstance(made, list | tuple):
        return type(made)(map(read_anew, made))
    if type(made).__module__.startswith("tests."):
        fresh = copy(made)
        vars(fresh).update(read_anew(vars(made)))
        return fresh
    return made


@pytest.fixture
def page_request(rf):
    """``page_request(page, query)``: an anonymous request for ``page`` in its language."""

    def build(page, query=""):
        return make_request(rf, page, query)

    return build


def make_request(factory, page, query=""):
    """A request for ``page`` as the public sends it."""
    request = factory.get(f"{page.url}{'?' if query else ''}{query}", headers={"host": "localhost"})
    request.LANGUAGE_CODE = page.locale.language_code
    return request


def context_of(page, query=""):
    """The context that the template of ``page`` gets, in the page's language."""
    page = page.specific
    with translation.override(page.locale.language_code):
        return page.get_context(make_request(RequestFactory(), page, query))


def text_of(client, page, query=""):
    """The page as the public gets it, status 200 proven; "" while its template is not written yet."""
    page = page.specific
    try:
        response = client.get(f"{page.url}{'?' if query else ''}{query}")
    except TemplateDoesNotExist:
        assert isinstance(page, BasePage)
        context_of(page, query)
        return ""
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


@pytest.fixture(autouse=True)
def english():
    """Tests speak English unless they say otherwise, whatever the one before has left active or remembered."""
    finish_request()
    languages._home_languages.clear()
    with translation.override(SOURCE):
        yield
