"""Uploads that are not what they say, or would hurt, are refused with a message and leave nothing behind."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'


def png(width=8, height=8):
    """A small picture that is what it says."""
    stream = io.BytesIO()
    PillowImage.new("RGB", (width, height), "#123456").save(stream, "PNG")
    return stream.getvalue()


def bomb(width=60_000, height=60_000):
    """A PNG of a few bytes that says it has 3.6 thousand million pixels."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 4096))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def images():
    return get_image_model().objects


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.png", b"these are words, not a picture"),
        ("empty.png", b""),
        ("script.svg", SVG),
        ("script.png", SVG),
        ("page.html", b"<script>alert(1)</script>"),
        ("program.exe", b"MZ\x90\x00"),
        ("bomb.png", bomb()),
        ("large.png", bomb(12_000, 12_000)),
        ("cut.png", png()[:40]),
        ("cut-later.png", png(300, 300)[:-30]),
        ("picture.php", png()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_refused_pictures(admin_client, images, name, content, language):
    before = images.count()
    response = admin_client.post(
        reverse("wagtailimages:add"),
        {"title": "A picture", "file": SimpleUploadedFile(name, content)},
        headers={"accept-language": language},
    )
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert images.count() == before


def test_accepted_picture(admin_client, images):
    response = admin_client.post(
        reverse("wagtailimages:add"), {"title": "A picture", "file": SimpleUploadedFile("good.png", png())}
    )
    assert response.status_code == 302
    assert images.get().title == "A picture"


@pytest.mark.parametrize(
    ("name", "content"),
    [("page.html", b"<script>alert(1)</script>"), ("drawing.svg", SVG), ("run.sh", b"#!/bin/sh"), ("x.js", b"1")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_documents(admin_client, name, content):
    response = admin_client.post(
        reverse("wagtaildocs:add"), {"title": "A document", "file": SimpleUploadedFile(name, content)}
    )
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert get_document_model().objects.count() == 0
