"""What happens to an index that Wagtail's own backend has filled, when this app comes to the site."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import override_settings
from wagtail.search.backends import get_search_backend

from cases_cms.collection.models import CasePage
from cases_cms.search.reindexing import FIRST, after_migrate
from tests.factories import make_case

STOCK = {"default": {"BACKEND": "wagtail.search.backends.database"}}


def migrated(*names, backwards=False):
    """What ``post_migrate`` says of migrations."""
    plan = [(SimpleNamespace(app_label=app, name=name), backwards) for app, name in names]
    after_migrate(using=connection.alias, plan=plan, verbosity=0)


@pytest.fixture
def old_index(small_site):
    case = make_case(small_site.edition, title="弥合数字鸿沟")
    get_search_backend("wagtail.search.backends.database").add(case)
    assert CasePage.objects.search("鸿沟").count() == 0
    return case


def test_it_is_filled_anew_with_the_first_migration(old_index):
    migrated(("wagtailcore", "0001_initial"), FIRST)
    assert [case.pk for case in CasePage.objects.search("鸿沟")] == [old_index.pk]


@pytest.mark.parametrize("plan", [[], [("cases_search", "0002_later")], [("cases_core", "0001_stamps")]])
def test_no_other_migration_does(old_index, plan):
    migrated(*plan)
    assert CasePage.objects.search("鸿沟").count() == 0


def test_nor_its_reversal(old_index):
    migrated(FIRST, backwards=True)
    assert CasePage.objects.search("鸿沟").count() == 0


def test_nor_where_another_backend_is_set(old_index):
    with override_settings(WAGTAILSEARCH_BACKENDS=STOCK):
        migrated(FIRST)
    assert CasePage.objects.search("鸿沟").count() == 0
