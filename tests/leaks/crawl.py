"""Everything that can be had from the site's public addresses: found by links, known from elsewhere, or guessed."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

ORIGIN = "http://localhost"
#: Attributes that hold addresses; ``srcset`` holds several.
ADDRESSES = {"href", "src", "action", "poster", "data", "content", "srcset", "hx-get"}
#: Query parameters of an address that is still followed: facets combine without end.
PARAMETERS = 1
#: More addresses than the small site has.
MOST = 3000
#: What differs from one answer to the next and tells nothing.
VOLATILE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|csrftoken=[^;]*|"[0-9.]+ ?ms"')


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "content" and not (value or "").startswith(("http", "/")):
                continue  # of a meta element: mostly words
            if name in ADDRESSES and value:
                self.found += (
                    [part.split()[0] for part in value.split(",") if part.split()] if name == "srcset" else [value]
                )

    handle_startendtag = handle_starttag


@dataclass
class Answer:
    """What the site said to one address."""

    status: int
    headers: str
    body: bytes

    @property
    def text(self):
        return f"{self.headers}\n{self.body.decode('utf-8', 'replace')}"


@dataclass
class Crawl:
    """A visitor who follows every link."""

    client: object
    prefixes: tuple = ()
    answers: dict = field(default_factory=dict)

    def ask(self, address):
        """The Answer to an address, followed nowhere; a server error is the test's failure."""
        response = self.client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
        assert response.status_code < 500, (address, response.status_code)
        return Answer(response.status_code, headers, VOLATILE.sub(b"", body))

    def visit(self, addresses):
        """Ask ``addresses`` and all that they lead to; returns the answers."""
        waiting = list(addresses)
        while waiting:
            address = waiting.pop()
            if address in self.answers:
                continue
            answer = self.answers[address] = self.ask(address)
            waiting += [link for link in self._links(address, answer) if link not in self.answers]
            assert len(self.answers) < MOST, address  # links that lead to ever new ones
        return self.answers

    def _links(self, address, answer):
        found = re.findall(r"^(?:Location|Link): <?([^>;\n]+)", answer.headers, re.MULTILINE)
        if "text/html" in answer.headers or "<html" in answer.text[:2000].lower():
            parser = _Links()
            parser.feed(answer.body.decode("utf-8", "replace"))
            found += parser.found
        elif "xml" in answer.headers:
            found += re.findall(r"<loc>([^<]+)</loc>|href=\"([^\"]+)\"", answer.text)
            found = [part for link in found for part in ((link,) if isinstance(link, str) else link) if part]
        for link in found:
            absolute = urlsplit(urljoin(ORIGIN + address, link.strip()))
            if absolute.netloc not in ("localhost", "localhost:80") or absolute.scheme not in ("http", "https"):
                continue
            if self._is_followed(absolute):
                yield absolute.path + (f"?{absolute.query}" if absolute.query else "")

    def _is_followed(self, address):
        if address.path.startswith(("/static/", "/admin/", "/django-admin/", "/styleguide/")):
            return False
        if self.prefixes and not address.path.startswith(self.prefixes):
            return False
        return len(parse_qsl(address.query, keep_blank_values=True)) <= PARAMETERS


def echoes(address):
    """The address in the forms in which a page may repeat it: an echo of a question is no answer."""
    forms = {address, unquote(address), quote(unquote(address))}
    return {form.lower() for form in forms} | {value.lower() for _name, value in parse_qsl(urlsplit(address).query)}


def leaks(markers, answers):
    """``{address: {marker: place}}`` of markers in answers, but for those that the address itself names."""
    found = {}
    for address, answer in answers.items():
        asked = " ".join(echoes(address))
        told = {marker: place for marker, place in markers.found_in(answer.text).items() if marker not in asked}
        if told:
            found[address] = told
    return found


def differences(before, after):
    """Addresses whose answers differ between two crawls, or are in one of them alone."""
    return sorted(
        address
        for address in before.keys() | after.keys()
        if before.get(address) is None
        or after.get(address) is None
        or (before[address].status, before[address].body) != (after[address].status, after[address].body)
    )
