"""The wheel holds all of the plugin, and nothing else."""

import tomllib
import zipfile
from email.parser import HeaderParser

import pytest

import cases_cms
from tests.plugin.documented import ROOT

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def archive(wheel):
    with zipfile.ZipFile(wheel) as opened:
        yield opened


@pytest.fixture
def metadata(archive):
    return HeaderParser().parsestr(archive.read(f"cases_cms-{cases_cms.__version__}.dist-info/METADATA").decode())


def sources():
    """Every file of the plugin that belongs into the wheel."""
    package = ROOT / "cases_cms"
    return {
        f"cases_cms/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_it_holds_every_file_of_the_plugin_and_nothing_else(archive):
    held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == sources()
    assert {name.split("/")[0] for name in held} == {"cases_cms"}


def test_every_kind_of_file_is_there(archive):
    names = archive.namelist()
    for app in ("core", "collection", "stories", "news", "members"):
        assert f"cases_cms/{app}/locale/zh_Hans/LC_MESSAGES/django.mo" in names
        assert f"cases_cms/{app}/locale/zh_Hans/LC_MESSAGES/django.po" in names
    for app in ("collection", "stories", "news", "members"):
        assert f"cases_cms/{app}/migrations/0001_initial.py" in names
    assert "cases_cms/core/templates/cases_cms/base.html" in names
    assert "cases_cms/core/static/cases_cms/css/tokens/tokens.css" in names
    assert any(name.startswith("cases_cms/demo/content/") and name.endswith(".yaml") for name in names)


def test_its_version_is_written_once(wheel, metadata):
    assert wheel.name == f"cases_cms-{cases_cms.__version__}-py3-none-any.whl"
    assert metadata["Version"] == cases_cms.__version__
    assert f'version = "{cases_cms.__version__}"' not in (ROOT / "pyproject.toml").read_text()


def test_its_metadata(metadata):
    assert metadata["Name"] == "cases-cms"
    assert metadata["Summary"] == "A Wagtail plugin for yearly, multilingual collections of practice cases"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload().startswith("# Practice cases for Wagtail")
    assert "Framework :: Wagtail :: 8" in metadata.get_all("Classifier")
    names = {line.split("<")[0].split(">")[0] for line in metadata.get_all("Requires-Dist")}
    assert {"Django", "wagtail", "wagtail-localize"} <= names
    assert len(names) == len(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"])
    assert names.isdisjoint({"pytest", "django-csp", "whitenoise", "gunicorn", "django-environ"})  # the site's own


def test_no_licence_is_claimed_before_there_is_one(metadata):
    has_licence = any(ROOT.glob("LICEN[CS]E*"))
    assert (metadata["License-Expression"] is not None or metadata["License"] is not None) is has_licence
