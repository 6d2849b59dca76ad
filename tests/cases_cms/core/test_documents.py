"""Documents are sent by the web server where it has a location for them."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.utils import sendfile

from cases_cms.core import documents

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def backend(settings):
    settings.SENDFILE_BACKEND = "cases_cms.core.documents"
    settings.CASES_CMS = {**settings.CASES_CMS, "MEDIA_ACCEL": "/protected/"}
    sendfile._get_sendfile.clear()
    yield
    sendfile._get_sendfile.clear()


@pytest.fixture
def film():
    document = get_document_model()(title="Film", file=ContentFile(b"content", "film.mp4"))
    document.save()
    return document


def test_the_web_server_sends_it(film):
    for headers in ({}, {"range": "bytes=0-1"}):
        response = Client().get(film.url, headers=headers)
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["X-Accel-Redirect"] == f"/protected/{film.file.name}"
        assert response.headers["Content-Type"] == "video/mp4"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"


def test_what_is_private_stays_private(film):
    film.collection = Collection.get_first_root_node().add_child(name="Private")
    film.save()
    CollectionViewRestriction.objects.create(
        collection=film.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    response = Client().get(film.url)
    assert (response.status_code, "X-Accel-Redirect" in response.headers) == (302, False)


def test_without_a_location_django_sends_it(film, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "MEDIA_ACCEL": ""}
    response = Client().get(film.url)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, b"content")


def test_a_file_outside_of_the_uploads_is_sent_by_django(rf, tmp_path):
    path = tmp_path / "other.pdf"
    path.write_bytes(b"other")
    response = documents.sendfile(rf.get("/"), str(path), mimetype="application/pdf")
    assert "X-Accel-Redirect" not in response.headers
    assert b"".join(response.streaming_content) == b"other"
