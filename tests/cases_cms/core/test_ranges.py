"""A film is handed out in parts to browsers that ask for parts."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(100))


@pytest.fixture
def film():
    document = get_document_model()(title="Film", file=ContentFile(CONTENT, "film.mp4"))
    document.save()
    return document


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("bytes=0-1", (206, "bytes 0-1/100", CONTENT[:2])),
        ("bytes=10-19", (206, "bytes 10-19/100", CONTENT[10:20])),
        ("bytes=90-", (206, "bytes 90-99/100", CONTENT[90:])),
        ("bytes=-5", (206, "bytes 95-99/100", CONTENT[95:])),
        ("bytes=-500", (206, "bytes 0-99/100", CONTENT)),
        ("bytes=0-999999", (206, "bytes 0-99/100", CONTENT)),
        ("bytes=100-", (416, "bytes */100", b"")),
        ("bytes=9-5", (416, "bytes */100", b"")),
    ],
)
def test_parts(film, asked, expected):
    response = Client().get(film.url, headers={"range": asked})
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert (response.status_code, response.headers["Content-Range"], body) == expected


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 99 + "-"])
def test_anything_else_is_answered_with_the_whole(film, asked):
    response = Client().get(film.url, headers={"range": asked})
    assert (response.status_code, b"".join(response.streaming_content)) == (200, CONTENT)


def test_a_private_film_is_not_handed_out_in_parts_either(film):
    film.collection = Collection.get_first_root_node().add_child(name="Private")
    film.save()
    CollectionViewRestriction.objects.create(
        collection=film.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    response = Client().get(film.url, headers={"range": "bytes=0-1"})
    assert response.status_code == 302
