"""Uploads: pictures are public files, documents are handed out by Wagtail, which keeps to their collections."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from cases_cms.collection.models import CaseVideo
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db


def make_document(name, collection=None):
    """A document with the words "not for you"."""
    document = get_document_model()(
        title=name, collection=collection or Collection.get_first_root_node(), file=ContentFile(b"not for you", name)
    )
    document.save()
    return document


def test_a_document_of_a_private_collection_is_not_to_be_had(settings):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    document = make_document("secret.txt", private)
    assert Client().get(document.url).status_code == 302
    response = Client().get(document.file.url)
    assert response.status_code == 404
    assert b"not for you" not in response.content


def test_a_public_document_is_handed_out():
    response = Client().get(make_document("open.txt").url)
    assert b"".join(response.streaming_content) == b"not for you"


def test_a_picture_is_a_file():
    rendition = ImageFactory().get_rendition("width-10|format-webp")
    response = Client().get(rendition.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    ("field", "name", "accepted"),
    [
        ("video_file", "film.mp4", True),
        ("video_file", "film.WEBM", True),
        ("video_file", "film.pdf", False),
        ("video_captions", "film.vtt", True),
        ("video_captions", "film.zip", False),
    ],
)
def test_kinds_of_video_files(field, name, accepted):
    video = CaseVideo(title="A film", **{"video_file": make_document("f.mp4"), field: make_document(name)})
    if accepted:
        video.clean()
        return
    with pytest.raises(Exception, match=r"mp4|vtt") as error:
        video.clean()
    assert list(error.value.message_dict) == [field]
