"""The apps above the collection can be left out; custom models, one language, addresses without prefix do no harm."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.plugin.documented import ROOT

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("leaving-out")]

BARE = ROOT / "tests" / "plugin" / "bare_host"
NEWS, STORIES, MEMBERS = "cases_cms.news", "cases_cms.stories", "cases_cms.members"


def look(folder, apps):
    """What tests/plugin/bare_script.py sees of the host in ``folder`` with ``apps``."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO_"))}
    environment |= {
        "PYTHONPATH": os.pathsep.join([str(BARE), str(ROOT)]),
        "OPTIONAL_APPS": " ".join(apps),
        "BARE_FOLDER": str(folder),
    }
    command = [sys.executable, str(ROOT / "tests" / "plugin" / "bare_script.py")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-6000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The host with none of the optional apps, migrated and filled; and what was seen of it."""
    folder = tmp_path_factory.mktemp("bare")
    return folder, look(folder, [])


@pytest.fixture
def copied(bare, tmp_path):
    """A copy of that host's database, to migrate further."""
    shutil.copytree(bare[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


def check(seen):
    assert seen["problems"] == [
        "cases_cms.I001",
        "cases_cms.I002",
    ]  # it joins no files, as it may
    for state in seen["pages"].values():
        assert state == [200, True, True]
    assert seen["desk"] == {}  # addresses that did not answer with 200
    assert seen["looked at"] >= 20


def test_without_any_of_them(bare):
    check(bare[1])


def test_one_language_has_no_switcher_and_its_home_page_leads(bare):
    assert bare[1]["language switcher"] is False
    assert bare[1]["breadcrumbs"] == ["Welcome to your new Wagtail site!", "Cases", "Edition 2024"]


@pytest.mark.parametrize(
    "apps",
    [[STORIES, MEMBERS], [NEWS, MEMBERS], [NEWS, STORIES]],
    ids=["without news", "without stories", "without members"],
)
def test_without_one_of_them(copied, apps):
    check(look(copied, apps))


def test_with_all_of_them_added_later(copied):
    check(look(copied, [NEWS, STORIES, MEMBERS]))
