"""A stranger follows docs/install.md in a fresh `wagtail start` site, with the wheel in an environment of its own."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.plugin.documented import ROOT, apply, instructions

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("wheel")]


def run(command, folder, **variables):
    """Run ``command`` in ``folder``, as if this repository were not there; returns what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO_"))}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(command, cwd=folder, env=environment | variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass
class Host:
    """What the fresh site was seen to do (tests/plugin/host_script.py)."""

    folder: Path
    seen: dict

    def page(self, name):
        """A page that was looked at, parsed; it must have been there."""
        assert self.seen["pages"][name]["status"] == 200
        return BeautifulSoup(self.seen["pages"][name]["text"], "html.parser")


@pytest.fixture(scope="module")
def host(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("host")
    environment = folder / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    (packages,) = environment.glob("lib/python*/site-packages")
    # What the plugin requires is there already; the network is not asked for it again.
    (packages / "required.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    pip = [sys.executable, "-m", "pip", f"--python={python}", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--no-deps", "--no-index", wheel], folder)
    run([python, "-c", "from wagtail.bin.wagtail import main; main()", "start", "mysite", "."], folder)
    apply(folder, (ROOT / "docs" / "install.md").read_text())
    script = folder / "host_script.py"
    script.write_text((ROOT / "tests" / "plugin" / "host_script.py").read_text())
    (folder / "forms.py").write_text((ROOT / "tests" / "forms.py").read_text())
    printed = run([python, script], folder)
    return Host(folder, json.loads(printed.splitlines()[-1]))


def test_the_page_holds_these_instructions():
    assert [each[:3] for each in instructions((ROOT / "docs" / "install.md").read_text())] == [
        ("mysite/settings/base.py", "before", '    "wagtail.contrib.forms",'),
        ("mysite/settings/base.py", "after", '    "django.contrib.sessions.middleware.SessionMiddleware",'),
        ("mysite/settings/base.py", "at the end", ""),
        ("mysite/urls.py", "instead of", '    path("", include(wagtail_urls)),'),
        ("mysite/urls.py", "at the end", ""),
    ]


def test_the_wheel_is_what_runs_and_no_check_complains(host):
    assert Path(host.seen["package"]).is_relative_to(host.folder / "environment")
    assert host.seen["problems"] == []
    assert host.seen["home"] == {"type": "home.models", "depth": 2, "language": "en"}


@pytest.mark.parametrize("name", ["collection", "collection zh", "edition", "category", "case", "case zh"])
def test_pages_stand_in_the_hosts_base_template(host, name):
    page = host.page(name)
    hosts = [link["href"] for link in page.select("head link[rel=stylesheet]")]
    assert hosts == ["/static/css/mysite.css", "/static/cases_cms/css/all.css"]
    assert [script["src"] for script in page.select("body > script[src]")] == ["/static/js/mysite.js"]
    assert len(page.select("body > .cc-host > .cc-page h1")) == 1
    assert page.select_one(".cc-host")["lang"] == ("zh-Hans" if name.endswith("zh") else "en")
    assert len(page.select("head meta[name=description]")) <= 1


def test_the_style_is_served(host):
    styles = host.seen["pages"]["styles"]
    assert styles["status"] == 200
    for part in ("/* tokens/tokens.css */", "/* components/cards.css */", "/* components/host.css */"):
        assert styles["text"].count(part) == 1


def test_the_hosts_own_home_page_is_as_it_was(host):
    page = host.page("home")
    assert page.select(".cc-host") == []
    assert page.select("link[href*=cases_cms]") == []


def test_facets_work(host):
    def titles(name):
        return [title.text.strip() for title in host.page(name).select(".cc-results .cc-card__title")]

    assert titles("collection") == ["Reading rooms", "Village network"]
    assert titles("filtered") == ["Village network"]
    assert titles("nonsense") == ["Reading rooms", "Village network"]
    assert "XX" in host.page("nonsense").select_one(".cc-page").text
    assert host.page("filtered").select_one("meta[name=robots]")["content"] == "noindex, follow"


def test_metadata_is_in_the_head_once(host):
    page = host.page("case")
    alternates = [(link["hreflang"], link["href"]) for link in page.select("head link[hreflang]")]
    assert alternates == [
        ("en", "http://localhost/en/collection/2024/village/"),
        ("zh-Hans", "http://localhost/zh-hans/collection/2024/village/"),
        ("x-default", "http://localhost/en/collection/2024/village/"),
    ]
    assert [meta["content"] for meta in page.select("meta[name=description]")] == ["Masts."]
    assert [meta["content"] for meta in host.page("other case").select("meta[name=description]")] == [
        "Rooms to read in."
    ]
    assert page.title.text.split() == ["Village", "network"]


def test_chinese_works(host):
    page = host.page("case zh")
    assert page.h1.text == "乡村网络"
    links = [(link.text.strip(), link["href"]) for link in page.select(".cc-host__languages a")]
    assert links == [("English", "/en/collection/2024/village/"), ("简体中文", "/zh-hans/collection/2024/village/")]
    assert page.select_one(".cc-breadcrumbs a").text == "首页"
    assert host.page("collection zh").select_one(".cc-count").text.strip() == "共2个案例"
    # What has no Chinese page is listed in English, and marked; its address in Chinese has no page.
    assert [card["lang"] for card in host.page("collection zh").select(".cc-results .cc-card [lang]")] != []
    assert host.seen["pages"]["other case zh"]["status"] == 404
    assert host.seen["pages"]["root"]["url"] in ("/en/", "/zh-hans/")


@pytest.mark.parametrize(("name", "title"), [("search", "Village network"), ("search zh", "乡村网络")])
def test_the_search_works_in_the_hosts_base_template(host, name, title):
    page = host.page(name)
    assert [hit.text.strip() for hit in page.select("body > .cc-host .cc-hit__title")] == [title]
    assert page.select_one("meta[name=robots]")["content"] == "noindex, follow"
    assert page.select_one(".cc-host")["lang"] == ("zh-Hans" if name.endswith("zh") else "en")
    assert page.title.text.strip() != ""
    assert [link["href"].partition("?")[0] for link in page.select(".cc-host__languages a")] == [
        "/en/search/",
        "/zh-hans/search/",
    ]
    assert [option.text.strip() for option in host.page("suggestions").select("[role=option] span:first-child")] == [
        "Village network"
    ]


def test_an_editor_can_add_a_case(host):
    assert host.seen["added"] == {"status": 302, "errors": "", "page": 200}
    assert set(host.seen["admin"].values()) == {200}


def test_the_sitemap_knows_both_languages(host):
    text = host.seen["pages"]["sitemap"]["text"]
    assert text.count("<loc>http://localhost/zh-hans/collection/2024/village/</loc>") == 1
    assert text.count("<loc>http://localhost/en/collection/2024/village/</loc>") == 1
    assert "Sitemap: http://localhost/sitemap.xml" in host.seen["pages"]["robots"]["text"].splitlines()


def test_breadcrumbs_begin_at_the_sites_root_wherever_that_is(host):
    assert host.seen["breadcrumbs"] == ["Home", "Collection", "Edition 2024"]
    assert host.seen["breadcrumbs of a deeper site"] == ["Collection", "Edition 2024"]
    assert set(host.seen["deeper"].values()) == {200}
    assert host.seen["other site"] == 200
