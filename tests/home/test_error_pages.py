"""Pages about errors have the site's header, whole."""

import re

import pytest

pytestmark = pytest.mark.django_db

SWITCHER = re.compile(r'<nav class="cc-languages".*?</nav>', re.DOTALL)


def links_of(html):
    """``[(address, whether it is the present language)]`` of the switcher of languages."""
    (switcher,) = SWITCHER.findall(html)
    return [(link[0], "aria-current" in link[1]) for link in re.findall(r'<a[^>]*?href="([^"]+)"([^>]*)>', switcher)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_not_found_offers_the_languages(small_site, client, language):
    response = client.get(f"/{language}/nothing/")
    assert response.status_code == 404
    html = response.content.decode()
    assert links_of(html) == [("/en/", language == "en"), ("/zh-hans/", language == "zh-hans")]
    assert 'rel="alternate"' not in html


def test_with_one_language_there_is_nothing_to_switch(small_site, client):
    small_site.in_zh(small_site.home).unpublish()
    html = client.get("/en/nothing/").content.decode()
    assert "cc-languages" not in html.partition("</header>")[0].partition("<header")[2]
