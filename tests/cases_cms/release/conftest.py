"""The edition that tests of the release itself stand on."""

import pytest
from django.db import transaction
from django.utils import translation

from tests.cases_cms.release.stage import build_stage
from tests.fixtures import clear_caches, load_small_site


@pytest.fixture(scope="module")
def stage_data(small_site_data, django_db_blocker):
    """The Stage in the database, once a module, inside a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        clear_caches()
        built = build_stage(load_small_site())
        yield built
        transaction.set_rollback(True)
    clear_caches()


@pytest.fixture
def stage(stage_data, small_site, settings):
    """The Stage, for whom no second person has to confirm a plan."""
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}
    return stage_data.again()
