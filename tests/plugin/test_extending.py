"""docs/extending.md shows the code of the app in tests/example, and that app does what the page says."""

import os
import re
import subprocess
import sys

import pytest

from tests.plugin.documented import ROOT

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("extending")]

EXAMPLE = ROOT / "tests" / "example"
SHOWN = [
    "apps.py",
    "blocks.py",
    "models.py",
    "selectors.py",
    "static/cases_cms/css/theme/example_host.css",
    "templates/cases_cms/components/empty.html",
    "templates/example_host/stage.html",
]


def blocks_by_file():
    """``{path below example_host: code}``: each block of the page with the file it is said to be."""
    text = (ROOT / "docs" / "extending.md").read_text()
    pattern = r"`example_host/([^`]+\.(?:py|css|html))`[^`]*?:\n\n```\w+\n(.*?)```"
    return {match[1]: match[2] for match in re.finditer(pattern, text, re.DOTALL)}


def test_these_files_are_shown():
    assert sorted(blocks_by_file()) == SHOWN


@pytest.mark.parametrize("name", SHOWN)
def test_the_code_shown_is_the_code_tested(name):
    assert blocks_by_file()[name] == (EXAMPLE / "example_host" / name).read_text()


def test_the_setting_shown_is_the_setting_tested():
    shown = '"BLOCKS": {"lesson": "example_host.blocks.LessonBlock"}'
    assert shown in (ROOT / "docs" / "extending.md").read_text()
    assert shown in (EXAMPLE / "example_settings.py").read_text()


def test_the_example_works():
    """Runs its tests in a process of their own, with its settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environment |= {"DJANGO_SETTINGS_MODULE": "example_settings", "PYTHONPATH": str(EXAMPLE)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(EXAMPLE)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert re.search(r"\b22 passed", done.stdout), done.stdout[-400:]
