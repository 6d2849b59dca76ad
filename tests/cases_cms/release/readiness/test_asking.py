"""Asking other sites: never a machine of one's own network, politely, and whatever they answer."""

import socket
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cases_cms.release.readiness import asking
from cases_cms.release.readiness.asking import Answer, Asker, RefusedError, is_public, look_up, parts_of
from cases_cms.release.readiness.link_jobs import spread


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fec0::1",
        "192.0.0.8",
        "192.88.99.1",
    ],
)
def test_no_address_inside(address):
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_the_public_internet(address):
    assert is_public(address) is True


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://example.org:22/",
        "https://example.org:80/",
        "http://example.org:99999/",
        "http:///path",
        "http://[::1/",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_not_asked(url):
    with pytest.raises(RefusedError):
        parts_of(url)


def test_paths_are_written_safely():
    assert parts_of("http://例子.example/路 径?q=a b\r\nX: 1#top") == (
        "http",
        "xn--fsqu00a.example",
        80,
        "/%E8%B7%AF%20%E5%BE%84?q=a%20bX:%201",
    )


def answers(*addresses):
    return lambda *args, **kwargs: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in addresses]


@pytest.mark.parametrize("found", [("10.0.0.1",), ("1.1.1.1", "127.0.0.1"), ()])
def test_a_host_with_one_address_inside_is_refused(monkeypatch, found):
    monkeypatch.setattr(socket, "getaddrinfo", answers(*found))
    with pytest.raises(RefusedError):
        look_up("example.org", 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost", "[::1]"])
def test_other_ways_to_write_the_own_machine(host):
    answer = Asker(sleep=lambda seconds: None).ask(f"http://{host}/")
    assert (answer.is_ok, answer.status) == (False, None)


class Site(BaseHTTPRequestHandler):
    """Answers by path; counts what it was asked."""

    asked = []

    def respond(self):
        type(self).asked.append((self.command, self.path, self.headers["Host"]))
        status = int(self.path.split("/")[1].split("?")[0] or 200)
        if self.path.startswith("/405") and self.command == "GET":
            status = 200
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", self.path.partition("to=")[2])
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"x" * 5000)

    do_GET = do_HEAD = respond

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A server of this machine that stands for every host; what would be looked up is the public internet's."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Site.asked = []
    monkeypatch.setattr(asking, "TIMEOUT", 5)
    known = {"example.org": ["1.1.1.1"], "other.example": ["1.0.0.1"]}
    connected = []

    def found(host, port):
        if host not in known:
            raise RefusedError("inside")
        return known[host]

    def connect(scheme, host, port, address):
        connected.append((scheme, host, port, address))
        return asking.http.client.HTTPConnection(*server.server_address, timeout=5)

    now = [0.0]
    pauses = []

    def sleep(seconds):
        pauses.append(seconds)
        now[0] += seconds

    asker = Asker(look_up=found, connect=connect, clock=lambda: now[0], sleep=sleep)
    asker.pauses, asker.connected = pauses, connected
    yield asker
    server.shutdown()
    server.server_close()


def methods():
    return [command for command, _path, _host in Site.asked]


def test_a_page_that_answers(site):
    assert site.ask("https://example.org/200") == Answer(True, 200)
    assert methods() == ["HEAD"]
    assert site.connected == [("https", "example.org", 443, "1.1.1.1")]


def test_what_does_not_know_head_is_asked_with_get(site):
    assert site.ask("http://example.org/405") == Answer(True, 200)
    assert methods() == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "is_ok", "reason"),
    [
        (404, False, "There is no such page."),
        (410, False, "The page is gone."),
        (403, True, "It answers people only."),
        (500, False, "It answers with the error 500."),
    ],
)
def test_errors(site, status, is_ok, reason):
    assert site.ask(f"http://example.org/{status}") == Answer(is_ok, status, reason)


def test_redirects_are_followed_and_judged_anew(site):
    assert site.ask("http://example.org/302?to=https://other.example/200") == Answer(True, 200)
    assert site.connected[-1] == ("https", "other.example", 443, "1.0.0.1")
    assert site.ask("http://example.org/301?to=/404").status == 404
    before = len(Site.asked)
    for inside in (
        "http://169.254.169.254/latest/",
        "http://localhost/",
        "file:///etc/passwd",
        "http://example.org:6379/",
    ):
        answer = site.ask(f"http://example.org/302?to={inside}")
        assert (answer.is_ok, answer.status) == (False, None)
    assert len(Site.asked) == before + 4  # the first request each, and nothing behind it


def test_an_endless_way_ends(site):
    answer = site.ask("http://example.org/302?to=/302?to=/302?to=/302?to=/302?to=/302?to=/302?to=/200")
    assert (answer.is_ok, answer.reason) == (False, "It leads from one address to the next without an end.")
    assert len(Site.asked) == 6


def test_a_host_is_asked_once_a_second(site):
    for _number in range(3):
        site.ask("http://example.org/200")
    site.ask("http://other.example/200")
    assert site.pauses == [1.0, 1.0]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError(), "It did not answer in time."),
        (ssl.SSLCertVerificationError("no"), "Its certificate is not valid."),
        (ConnectionResetError(), "It did not answer."),
        (asking.http.client.BadStatusLine("x"), "It did not answer."),
    ],
)
def test_what_goes_wrong_is_an_answer(error, reason):
    def connect(*args):
        raise error

    assert Asker(look_up=lambda *args: ["1.1.1.1"], connect=connect).ask("http://example.org/") == Answer(
        False, None, reason
    )


def test_addresses_of_one_host_are_spread():
    urls = ["http://a/1", "http://a/2", "http://a/3", "http://b/1", "http://[/"]
    assert spread(urls) == ["http://a/1", "http://b/1", "http://[/", "http://a/2", "http://a/3"]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_sends_a_byte_now_and_then_is_not_waited_for(monkeypatch, scheme):
    """The timeout of a socket is one of silence."""
    monkeypatch.setattr(asking, "DEADLINE", 0.4)
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def drip():
            made, _address = server.accept()
            with made:
                # The begin of a handshake that is long, or of a header.
                made.sendall(b"\x16\x03\x03\x3f\xff" if scheme == "https" else b"HTTP/1.1 200 OK\r\nX: ")
                while not ended.wait(0.05):
                    try:
                        made.sendall(b"\x02")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        asker = Asker(
            look_up=lambda host, _port: ["127.0.0.1"],
            connect=lambda scheme, host, _port, address: asking.connect(scheme, host, port, address),
        )
        begun = time.monotonic()
        answer = asker.ask(f"{scheme}://example.org/")
        taken = time.monotonic() - begun
        ended.set()
        thread.join(5)
    assert (answer, taken < 4) == (Answer(False, None, "It did not answer in time."), True)
