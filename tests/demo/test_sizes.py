"""What a page weighs over the wire without its pictures: deterministic, as `make measure` is not."""

import gzip
import re
from urllib.parse import urlsplit

import pytest

from tests.demo.conftest import LANGUAGES
from tests.loaded_demo import addresses_by_type

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

PAGE_BYTES = 60_000
SCRIPT_BYTES = 30_000
LISTS = ("/{}/collection/?category=culture&country=CN&q=a", "/{}/collection/?q=xyzzyplugh", "/{}/nothing-here/")
STYLES = re.compile(r'<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"]+)"')
SCRIPTS = re.compile(r'<script\b[^>]*\bsrc="([^"]+)"')


def compressed(content):
    """Bytes of ``content`` as the production settings send it."""
    return len(gzip.compress(content, compresslevel=6))


class Weights:
    """Compressed sizes of pages with the files they link, each file read once."""

    def __init__(self, client):
        self.client = client
        self.files = {}

    def file(self, url):
        if url not in self.files:
            response = self.client.get(urlsplit(url).path)
            assert (url, response.status_code) == (url, 200)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            assert len(content) > 0
            self.files[url] = compressed(content)
        return self.files[url]

    def of(self, address):
        """``(the page with styles and scripts, its scripts)`` in bytes."""
        html = self.client.get(address).content
        text = html.decode()
        styles, scripts = STYLES.findall(text), SCRIPTS.findall(text)
        assert styles != []
        script_bytes = sum(map(self.file, scripts))
        return compressed(html) + sum(map(self.file, styles)) + script_bytes, script_bytes


def test_no_page_is_heavy(demo_client, demo_pages):
    types = addresses_by_type(demo_pages)
    addresses = [*types.values(), *(path.format(language) for path in LISTS for language in LANGUAGES)]
    # In Arabic: home, Collection, category, edition, case.
    assert len(addresses) == len(types) + 6 == 2 * 17 + 5 + 6
    weights = Weights(demo_client)
    heavy = {}
    for address in addresses:
        page, scripts = weights.of(address)
        if page > PAGE_BYTES or scripts > SCRIPT_BYTES:
            heavy[address] = (page, scripts)
    assert heavy == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_a_whole_volume_is_not_heavy(demo_client, settings, language):
    """All cases on one page, none of which may cost kilobytes."""
    settings.CASES_CMS = {**settings.CASES_CMS, "PAGE_SIZE": 60}
    page, _scripts = Weights(demo_client).of(f"/{language}/collection/")
    assert page <= PAGE_BYTES
