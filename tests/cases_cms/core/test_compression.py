"""What is compressed on its way, and what must not be."""

import gzip
import io

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from cases_cms.core.middleware import CompressionMiddleware

TEXT = "A page of text. " * 100


def answer(response, *, accept="gzip"):
    request = RequestFactory().get("/", headers={"accept-encoding": accept})
    return CompressionMiddleware(lambda request: response)(request)


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/xml", "text/plain", "image/svg+xml"])
def test_texts_are_compressed(content_type):
    response = answer(HttpResponse(TEXT, content_type=content_type))
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(response.content).decode() == TEXT
    assert len(response.content) < 200


def test_a_visitor_who_does_not_ask_gets_it_plain():
    response = answer(HttpResponse(TEXT), accept="identity")
    assert "Content-Encoding" not in response.headers
    assert response.content.decode() == TEXT


@pytest.mark.parametrize("content_type", ["image/webp", "video/mp4", "application/pdf", ""])
def test_what_is_compressed_already_is_left_alone(content_type):
    response = HttpResponse(TEXT)
    response.headers["Content-Type"] = content_type
    assert "Content-Encoding" not in answer(response).headers


@pytest.mark.parametrize("make", [StreamingHttpResponse, FileResponse])
def test_files_keep_their_length_and_their_parts(make):
    """A film is asked for in parts: the bytes of a part are those of the file."""
    content = io.BytesIO(TEXT.encode()) if make is FileResponse else [TEXT.encode()]
    response = answer(make(content, content_type="text/vtt"))
    assert "Content-Encoding" not in response.headers
    assert b"".join(response.streaming_content).decode() == TEXT
