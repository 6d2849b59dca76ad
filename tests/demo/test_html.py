"""Every page of the demonstration before the Nu HTML checker: no error, no warning, no remark.

All pages go through one run of the checker, which takes longer to start than to read a page.
"""

import json
import subprocess
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from cases_cms.collection.models import CasePage
from cases_cms.core import views
from tests.conftest import find_html_checker
from tests.demo.conftest import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.html_checker, pytest.mark.xdist_group("demo")]

LISTS = {
    "filtered": ("collection/?category=culture&country=CN&q=a", 200),
    "nothing found": ("collection/?q=xyzzyplugh", 200),
    "unknown value": ("collection/?category=none&year=1999", 200),
    "compact list": ("collection/?country=CN&country=KE&view=list", 200),
    "countries": ("collection/?category=culture&country=CN&order=cases&view=countries", 200),
    "looking for a value": ("collection/?find-country=a&find-organization=%22%26", 200),
    "to be compared": ("collection/?category=culture&shortlist=2024.a-taste-of-china", 200),
    "markup sent": ("collection/?q=%3Cscript%3E%22%27%26", 200),
    "a page of many": ("collection/?page=2", 200),
    "a filtered page of many": ("collection/?category=culture&page=2", 200),
    "filtered news": ("news/?kind=wic&year=2024", 200),
    "a page of news": ("news/?page=2", 200),
    "filtered members": ("members/?kind=senior", 200),
    "search": ("search/", 200),
    "found by kind": ("search/?q=2024", 200),
    "found in another language": ("search/?q=%E6%95%A6%E7%85%8C", 200),
    "found of one kind": ("search/?kind=cases&page=2&q=2024", 200),
    "found by a correction": ("search/?q=dunhuan", 200),
    "nothing found anywhere": ("search/?kind=none&q=xyzzyplugh", 200),
    "not found": ("collection/2022/nothing-here/", 404),
}
PLAIN_ERRORS = {
    "bad request": views.bad_request,
    "forbidden": views.permission_denied,
    "server error": lambda request, exception: views.server_error(request),
    "form expired": lambda request, exception: views.csrf_failure(request, reason=str(exception)),
}


def check(folder):
    """The checker's messages about the files of ``folder``: ``[(file name, message, extract)]``."""
    java, jar = find_html_checker()
    run = subprocess.run(
        [java, "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", "--html", str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (run.returncode, run.stderr[-2000:]) == (0, "")
    return [
        (message["url"].rpartition("/")[2], message["message"], message.get("extract", "")[:300])
        for message in json.loads(run.stdout)["messages"]
    ]


class Folder:
    """HTML files for the checker, named after what they hold."""

    def __init__(self, path):
        self.path = path
        self.names = []

    def add(self, name, response, status=200):
        assert (name, response.status_code) == (name, status)
        file_name = f"{quote(name, safe='')}.html"
        (self.path / file_name).write_bytes(response.content)
        self.names.append(file_name)

    def messages(self):
        assert len(set(self.names)) == len(self.names)
        return check(self.path)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_the_checker_finds_what_is_wrong(folder):
    """The test of the test: an error, a warning, and that a file is read at all."""
    (folder.path / "wrong.html").write_text(
        '<!doctype html><html lang="en"><title>Wrong</title><section><p>No heading</section><img src="a.png">'
    )
    messages = sorted(message for _name, message, _extract in check(folder.path))
    assert len(messages) == 2
    assert messages[0].startswith("An “img” element must have an “alt” attribute")
    assert messages[1].startswith("Section lacks heading")


def test_every_page(demo_client, demo_pages, folder):
    for address, _page in demo_pages:
        folder.add(address, demo_client.get(address))
    assert len(folder.names) > 140
    assert folder.messages() == []


def test_lists_and_errors(demo_client, settings, folder):
    # Small enough that the demonstration fills several.
    settings.CASES_CMS = {**settings.CASES_CMS, "PAGE_SIZE": 4}
    for language in LANGUAGES:
        for name, (address, status) in LISTS.items():
            folder.add(f"{language} {name}", demo_client.get(f"/{language}/{address}"), status)
        request = RequestFactory().get(f"/{language}/anything/")
        for name, view in PLAIN_ERRORS.items():
            response = view(request, Exception("The reason"))
            folder.add(f"{language} {name}", response, response.status_code)
    for address in ("/zh-hans/collection/2022/ibm-sustainable-computing/", "/en/collection/2023/digital-dunhuang/"):
        folder.add(address, demo_client.get(address), 404)
    assert folder.messages() == []


def test_password_page(demo_client, folder):
    for page in CasePage.objects.filter(slug="kaios-smart-feature-phone"):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret")
        response = demo_client.get(page.url)
        assert 'type="password"' in response.content.decode()
        folder.add(page.url, response)
    assert len(folder.names) == 2
    assert folder.messages() == []


def test_login_page(demo_client, folder):
    """The site's own login, for pages that only members of a group may see."""
    for page in CasePage.objects.filter(slug="kaios-smart-feature-phone"):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        folder.add(page.url, demo_client.get(page.url, follow=True))
    assert len(folder.names) == 2
    assert folder.messages() == []
