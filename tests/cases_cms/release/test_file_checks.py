"""The deployment's check names each way around the embargo of files."""

import pytest
from django.core.checks import Info, Warning
from django.core.files.storage import Storage, default_storage
from django.urls import path
from django.utils.functional import empty
from wagtail.images import get_image_model

from cases_cms.release.file_checks import check_media

urlpatterns = [path("", lambda request: None)]


class Elsewhere(Storage):
    """A storage that hands out its files itself."""


def found():
    return [(type(problem), problem.id) for problem in check_media(None)]


@pytest.fixture(autouse=True)
def accelerated(settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "MEDIA_ACCEL": "/protected/"}


def test_this_site_has_none():
    assert found() == []


def test_storages_that_nobody_has_used_yet(monkeypatch):
    monkeypatch.setattr(default_storage, "_wrapped", empty)
    assert found() == []


def test_a_storage_elsewhere(monkeypatch):
    monkeypatch.setattr(default_storage, "_wrapped", Elsewhere())
    assert found() == [(Warning, "cases_cms.W030")]


def test_a_storage_of_renditions_elsewhere(monkeypatch):
    field = get_image_model().get_rendition_model()._meta.get_field("file")
    monkeypatch.setattr(field, "storage", Elsewhere())
    assert found() == [(Warning, "cases_cms.W030")]


@pytest.mark.urls("tests.cases_cms.release.test_file_checks")
def test_addresses_of_somebody_elses():
    assert found() == [(Warning, "cases_cms.W031")]


def test_pictures_on_another_host(settings):
    settings.MEDIA_URL = "https://cdn.example.org/"
    assert found() == [(Warning, "cases_cms.W031")]


@pytest.mark.parametrize("method", ["direct", "redirect"])
def test_documents_at_the_addresses_of_their_files(settings, method):
    settings.WAGTAILDOCS_SERVE_METHOD = method
    assert found() == [(Warning, "cases_cms.W032")]


def test_uploads_in_a_public_folder(settings):
    settings.MEDIA_ROOT = f"{settings.STATIC_ROOT}/media"
    assert found() == [(Warning, "cases_cms.W033")]


@pytest.mark.parametrize("location", ["/media", "/media/", "/media/protected/"])
def test_an_internal_location_that_is_public(settings, location):
    settings.CASES_CMS = {**settings.CASES_CMS, "MEDIA_ACCEL": location}
    assert found() == [(Warning, "cases_cms.W034")]


def test_django_sends_them_itself(settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "MEDIA_ACCEL": ""}
    assert found() == [(Info, "cases_cms.I030")]
