"""The configuration for nginx that docs/deployment.md prints, tried: what it sends, and what it keeps back."""

import gzip
import io
import re
from urllib.parse import quote

import pytest
from PIL import Image

from tests.deployment.world import FILM, NAMES

pytestmark = [pytest.mark.nginx, pytest.mark.xdist_group("nginx")]
#: Nobody keeps it, and a browser does nothing with it but what its type says.
KEPT_APART = ("nosniff", "default-src 'none'")
SAFE = ("x-content-type-options", "content-security-policy")


def asked(site, names):
    """Addresses by which nobody outside may get a file, written in the ways that a server might understand."""
    for name in names:
        path = quote(name)
        yield f"/protected/{path}"
        yield f"//protected/{path}"
        yield f"/protected//{path}"
        yield f"/%70rotected/{path}"
        yield f"/protected%2f{path}"
        yield f"/./protected/{path}"
        yield f"/media/../protected/{path}"
        yield f"/media/%2e%2e/protected/{path}"
        yield f"/media/images/..%2f..%2fprotected/{path}"
        yield f"/protected/images/../{path}"


# --- Pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_public_picture(site, name):
    """Names that only an escaped address can carry, too."""
    address = site.facts["pictures"][name]
    expected = (site.media / "original_images" / name).read_bytes()
    answer = site.ask(address)
    assert (answer.status, answer.body == expected) == (200, True)
    assert answer.told("content-type", "content-length", "accept-ranges", "x-content-type-options") == (
        "image/png",
        str(len(expected)),
        "bytes",
        "nosniff",
    )
    assert answer.told("set-cookie", "vary", "content-encoding", "x-accel-redirect") == (None,) * 4
    head = site.ask(address, "HEAD")
    assert (head.status, head.body) == (200, b"")
    kept = ("content-type", "content-length", "etag", "last-modified")
    assert head.told(*kept) == answer.told(*kept)


def test_a_browser_that_has_it_is_not_sent_it_again(site):
    address = site.facts["pictures"]["plain.png"]
    first = site.ask(address)
    assert first.told("cache-control", "expires") == (None, None)
    for name, header in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
        again = site.ask(address, headers={name: first.headers[header]})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert site.ask(address, headers={"if-none-match": '"other"'}).status == 200


def test_a_part_of_it(site):
    address = site.facts["pictures"]["plain.png"]
    whole = site.ask(address).body
    part = site.ask(address, headers={"range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.told("content-range", "content-type") == (f"bytes 10-19/{len(whole)}", "image/png")
    beyond = site.ask(address, headers={"range": f"bytes={len(whole)}-"})
    assert (beyond.status, beyond.headers["content-range"]) == (416, f"bytes */{len(whole)}")


def test_a_picture_that_is_not_there(site):
    """The site's own page, for names that lead out of the folder as well; nothing is said of the server's folders."""
    for path in (
        "none.png",
        "../secret.png",
        "..%2f..%2fdb.sqlite3",
        "%2e%2e/%2e%2e/db.sqlite3",
        "%00.png",
        "100%.png",
    ):
        answer = site.ask(f"/media/original_images/{path}")
        assert answer.status == (400 if path in ("%00.png", "100%.png") else 404), path
        assert str(site.media).encode() not in answer.body
    answer = site.ask("/media/original_images/none.png")
    assert answer.headers["cache-control"] == "no-store"
    assert b'<html lang="en"' in answer.body


# --- Documents ------------------------------------------------------------------------------------


def test_a_film_goes_out_whole_and_in_parts(site):
    address = site.facts["film"]
    whole = site.ask(address)
    assert (whole.status, whole.body == FILM) == (200, True)
    assert whole.told("content-type", "content-length", "accept-ranges") == ("video/mp4", str(len(FILM)), "bytes")
    assert whole.told(*SAFE) == KEPT_APART
    part = site.ask(address, headers={"range": "bytes=1000000-"})
    assert (part.status, part.body == FILM[1_000_000:]) == (206, True)
    assert part.headers["content-range"] == f"bytes 1000000-{len(FILM) - 1}/{len(FILM)}"
    assert part.told(*SAFE) == KEPT_APART
    again = site.ask(address, headers={"if-none-match": whole.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_documents_are_saved_or_shown_as_they_are_by_django(site):
    for name, disposition in (("page", 'inline; filename="page.pdf"'), ("table", 'attachment; filename="table.txt"')):
        address = site.facts[name]
        sent, django = site.ask(address), site.ask(address, "HEAD", port=site.behind)
        assert (sent.status, sent.headers["content-disposition"]) == (200, disposition)
        assert sent.told(*SAFE) == django.told(*SAFE) == KEPT_APART
        # The bytes are the web server's.
        assert django.headers["x-accel-redirect"].startswith("/protected/documents/")


# --- What is under embargo ------------------------------------------------------------------------


def test_the_public_gets_nothing_under_embargo(site):
    """Pictures, renditions and documents are the site's own 404, however they are asked for."""
    assert len(site.facts["withheld"]) == 3
    for address in site.facts["withheld"]:
        missing = site.ask("/media/images/none.webp")
        for headers in ({}, {"range": "bytes=0-9"}, {"if-modified-since": "Mon, 01 Jan 2035 00:00:00 GMT"}):
            answer = site.ask(address, headers=headers)
            assert (answer.status, answer.headers["content-type"]) == (404, missing.headers["content-type"])
            assert answer.told("etag", "last-modified", "accept-ranges", "x-accel-redirect") == (None,) * 4
            assert b'<html lang="en"' in answer.body
            assert [secret for secret in (b"RIFF", b"%PDF", b"PNG") if secret in answer.body] == []
        assert site.ask(address, "HEAD").status == 404
    pictures = [address for address in site.facts["withheld"] if address.startswith("/media/")]
    assert [site.ask(address).headers["cache-control"] for address in pictures] == ["no-store"] * 2


def test_staff_get_it_and_nobody_keeps_it(site):
    headers = site.log_in()
    for address in site.facts["withheld"]:
        answer = site.ask(address, headers=headers)
        if answer.status == 302:  # documents have an address of the admin's
            answer = site.ask(answer.headers["location"], headers=headers)
            assert answer.told(*SAFE, "x-robots-tag") == (*KEPT_APART, "noindex")
        assert answer.status == 200
        # Django's admin says more of the kind.
        assert answer.headers["cache-control"].startswith("private, no-store")
        assert "expires" not in answer.headers or "no-cache" in answer.headers["cache-control"]
        assert answer.body[:4] in (b"RIFF", b"\x89PNG", b"%PDF")


def test_nobody_outside_gets_to_the_internal_location(site):
    names = [*(f"original_images/{name}" for name in NAMES), site.facts["secret_document"], "../db.sqlite3"]
    names += [address.removeprefix("/media/") for address in site.facts["withheld"][:2]]
    answers = {path: site.ask(path) for path in asked(site, names)}
    assert {path: answer.status for path, answer in answers.items() if answer.status != 404} == {}
    assert [
        path for path, answer in answers.items() if answer.body[:4] in (b"RIFF", b"\x89PNG", b"%PDF", b"SQLi")
    ] == []
    document = site.facts["secret_document"]
    elsewhere = ("/media/", "/protected")  # to the page of the visitor's language, which there is not
    for path in (f"/media/{document}", f"/media/images/../{document}", "/protected/", "/protected", "/media/"):
        answer = site.ask(path)
        assert (answer.status, b"%PDF" in answer.body) == (302 if path in elsewhere else 404, False), path


# --- All the rest ---------------------------------------------------------------------------------


def test_pages_and_static_files_come_compressed_once(site):
    page = site.ask("/en/", headers={"Accept-Encoding": "gzip"})
    assert (page.status, page.headers["content-encoding"]) == (200, "gzip")
    text = gzip.decompress(page.body).decode()
    assert site.ask("/en/").told("content-encoding", "set-cookie") == (None, None)
    stylesheet = re.search(r'href="(/static/[^"]+\.css)"', text)[1]
    sheet = site.ask(stylesheet, headers={"Accept-Encoding": "gzip"})
    assert (sheet.status, sheet.headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(sheet.body) == site.ask(stylesheet).body
    assert "immutable" in sheet.headers["cache-control"]


def test_links_and_redirects_name_the_public_address(site):
    answer = site.ask("/")
    assert (answer.status, answer.headers["location"].startswith(("/en/", "https://localhost/"))) == (302, True)
    assert re.findall(r'rel="canonical"\s+href="([^"]*)"', site.ask("/en/").body.decode()) == ["https://localhost/en/"]
    # What a visitor claims of himself is not passed on: without TLS the site would redirect.
    assert site.ask("/en/", headers={"X-Forwarded-Proto": "http"}).status == 200


def form_of(fields, name, data, boundary=b"--of-the-test"):
    """The body of a form with a file, and its type."""
    parts = [
        b"--" + boundary + f'\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    parts.append(
        b"--" + boundary + b'\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n' % name.encode()
    )
    parts.append(b"Content-Type: image/png\r\n\r\n" + data + b"\r\n--" + boundary + b"--\r\n")
    return b"".join(parts), f"multipart/form-data; boundary={boundary.decode()}"


def test_a_large_picture_gets_in(site):
    headers = site.log_in()
    data = io.BytesIO()
    Image.effect_noise((3200, 2000), 100).save(data, "PNG")
    assert len(data.getvalue()) > 5_000_000
    fields = {"csrfmiddlewaretoken": site.token, "title": "Large", "collection": "1"}
    body, kind = form_of(fields, "large.png", data.getvalue())
    answer = site.ask("/admin/images/add/", "POST", headers={**headers, "Content-Type": kind}, body=body)
    assert answer.status == 302
    assert (site.media / "original_images/large.png").read_bytes() == data.getvalue()


def test_the_largest_file_that_the_desk_takes_gets_to_it(site):
    """The pictures of an import, and its table: 210 MB. What is larger is refused before it is sent."""
    headers = {**site.log_in(), "Content-Type": "application/octet-stream"}
    assert site.ask("/admin/", "POST", headers=headers, body=bytes(211 * 1024**2)).status != 413
    refused = site.ask("/admin/", "POST", headers={**headers, "Content-Length": str(10**10)})
    assert refused.status == 413
