"""Asks other sites whether an address answers: public hosts only, at the very address that was looked up, politely.

Editors type addresses; the server must not be led to machines of its own network by one, nor by where it redirects to.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.utils.translation import gettext as _

#: Seconds for one request, all of its redirects, and between two requests to the same host.
TIMEOUT = 10
DEADLINE = 30
PAUSE = 1.0
REDIRECTS = 5
#: Bytes that are read of an answer.
ENOUGH = 1024
PORTS = {"http": 80, "https": 443}
AGENT = "Mozilla/5.0 (compatible; cases_cms link check)"
#: Addresses of IPv4 within IPv6, as translators of networks have them: they may lead anywhere.
_TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
#: What Python takes for public: networks of one's own as they were in early IPv6, and of protocols.
_OWN = (ipaddress.ip_network("fec0::/10"), ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("192.88.99.0/24"))


class RefusedError(Exception):
    """The address is not asked; the message says why."""


@dataclass(frozen=True)
class Answer:
    """Whether an address answers; ``reason`` is for people, in the active language."""

    is_ok: bool
    status: int | None = None
    reason: str = ""


def is_public(address):
    """Whether an IP address belongs to the public internet, whatever other address it may carry inside."""
    ip = ipaddress.ip_address(address)
    if any(ip in network for network in _OWN):
        return False
    if ip.version == 6:
        if any(ip in network for network in _TRANSLATED):
            return False
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if any(each is not None and not is_public(str(each)) for each in inner):
            return False
        if ip.ipv4_mapped is not None:
            return True
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def parts_of(url):
    """``(scheme, host, port, path with query)``; RefusedError for what is not asked."""
    try:
        split = urlsplit(url)
        port = split.port
        host = (split.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise RefusedError(_("This is no address.")) from error
    if split.scheme not in PORTS or not host:
        raise RefusedError(_("Only addresses of web pages are asked."))
    if split.username is not None or split.password is not None:
        raise RefusedError(_("An address with a name or password in it is not asked."))
    if port not in (None, PORTS[split.scheme]):
        raise RefusedError(_("Only the usual ports are asked."))
    path = quote(split.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(split.query, safe="/%:@!$&'()*+,;=~-._?")
    return split.scheme, host, PORTS[split.scheme], f"{path}?{query}" if query else path


def look_up(host, port):
    """IP addresses of a host, all of them public; RefusedError otherwise."""
    try:
        found = list(dict.fromkeys(info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError) as error:
        raise RefusedError(_("There is no host of this name.")) from error
    if not found or not all(is_public(address.partition("%")[0]) for address in found):
        raise RefusedError(_("The host is not on the public internet; it is not asked."))
    return found


@contextlib.contextmanager
def ended_in_time(sock):
    """Shut ``sock`` after DEADLINE, whatever is done with it; TimeoutError then.

    Its own timeout is one of silence: who sends a byte now and then would keep the worker for days.
    """
    late = threading.Event()

    def end():
        late.set()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(DEADLINE, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException, ValueError) as error:
        if late.is_set():
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError


def connect(scheme, host, port, address):
    """A connection to the IP ``address``, in the name of ``host``: what was looked up is what is asked."""
    made = socket.create_connection((address, port), timeout=TIMEOUT)
    if scheme == "https":
        try:
            context = ssl.create_default_context()
            made = context.wrap_socket(made, server_hostname=host, do_handshake_on_connect=False)
            with ended_in_time(made):
                made.do_handshake()
        except BaseException:
            made.close()
            raise
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = made
    return connection


class Asker:
    """Asks addresses one after the other; remembers when a host was asked last."""

    def __init__(self, *, look_up=look_up, connect=connect, clock=time.monotonic, sleep=time.sleep):
        self._look_up, self._connect = look_up, connect
        self._clock, self._sleep = clock, sleep
        self._last = {}

    def ask(self, url):
        """The Answer of ``url``. It never raises for what another site does."""
        try:
            status = self._follow(url)
        except RefusedError as error:
            return Answer(False, None, str(error))
        except ssl.SSLError:
            return Answer(False, None, _("Its certificate is not valid."))
        except TimeoutError:
            return Answer(False, None, _("It did not answer in time."))
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(False, None, _("It did not answer."))
        if 200 <= status < 300:
            return Answer(True, status)
        if status in (401, 403, 429) or status == 999:
            # It is there, and keeps machines out: people may well read it.
            return Answer(True, status, _("It answers people only."))
        reasons = {404: _("There is no such page."), 410: _("The page is gone.")}
        return Answer(
            False, status, reasons.get(status) or _("It answers with the error %(status)s.") % {"status": status}
        )

    def _follow(self, url):
        """The status at the end of all redirects; each address on the way is judged anew."""
        end = self._clock() + DEADLINE
        for _number in range(REDIRECTS + 1):
            if self._clock() > end:
                raise TimeoutError
            status, location = self._request(url, "HEAD")
            if status >= 400 and status not in (404, 410, 429):
                status, location = self._request(url, "GET")  # many do not know HEAD
            if status not in (301, 302, 303, 307, 308) or not location:
                return status
            url = urljoin(url, location)
        raise RefusedError(_("It leads from one address to the next without an end."))

    def _request(self, url, method):
        scheme, host, port, path = parts_of(url)
        address = self._look_up(host, port)[0]
        self._wait(host)
        connection = self._connect(scheme, host, port, address)
        try:
            headers = {"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"}
            with ended_in_time(connection.sock):
                connection.request(method, path, headers=headers)
                response = connection.getresponse()
                location = response.getheader("Location", "")
                if method == "GET":
                    response.read(ENOUGH)
            return response.status, location
        finally:
            connection.close()

    def _wait(self, host):
        now = self._clock()
        left = self._last.get(host, now - PAUSE) + PAUSE - now
        if left > 0:
            self._sleep(left)
        self._last[host] = self._clock()
