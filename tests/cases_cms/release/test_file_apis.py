"""Wagtail's APIs name no picture and no document under embargo."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v3.urls import api
from wagtail.documents import get_document_model
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import APIToken

from cases_cms.release.library import make_library
from cases_cms.release.models import EditionRelease
from cases_cms.release.services import mark_released
from config.urls import urlpatterns as site_urls
from tests.factories import EditionPageFactory, ImageFactory, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cases_cms.release.test_file_apis")]

router = WagtailAPIRouter("api")
router.register_endpoint("images", ImagesAPIViewSet)
router.register_endpoint("documents", DocumentsAPIViewSet)
urlpatterns = [path("api/v2/", router.urls), path("api/v3/", api.urls), *site_urls]


@pytest.fixture
def edition(small_site):
    """An edition under embargo with a picture and a document, whose titles hold “Secret”."""
    edition = EditionPageFactory(parent=small_site.collection, year=2026, released=False, publish=False)
    release = EditionRelease.objects.get(edition_key=edition.translation_key)
    make_case(edition, publish=False, cover=ImageFactory(title="Secret mast"))
    folder = make_library(release=release, user=None)
    for title, collection in (("Secret words", folder), ("Open words", folder.get_parent())):
        get_document_model()(title=title, file=ContentFile(b"a", "a.pdf"), collection=collection).save()
    ImageFactory(title="Open mast")
    return edition


@pytest.mark.parametrize("address", ["/api/v2/images/", "/api/v2/documents/", "/api/v3/images/", "/api/v3/documents/"])
def test_what_is_under_embargo_is_not_there(edition, address):
    def ask(address, **headers):
        return Client(headers=headers).get(address)

    listed = ask(address)
    assert listed.status_code == 200
    assert (b"Open " in listed.content, b"Secret" in listed.content) == (True, False)
    _token, secret = APIToken.create_token(user=get_user_model().objects.create_superuser("root"), name="t")
    if "v3" in address:
        shown = ask(address, authorization=f"Bearer {secret}")
        assert b"Secret" in shown.content
    mark_released(edition.translation_key)
    assert b"Secret" in ask(address).content


@pytest.mark.parametrize("address", ["/api/v2/images/{}/", "/api/v3/images/{}/"])
def test_nor_at_its_own_address(edition, address):
    picture = get_image_model().objects.get(title="Secret mast")
    response = Client().get(address.format(picture.pk), follow=True)
    assert (response.status_code, b"Secret" in response.content) == (404, False)
