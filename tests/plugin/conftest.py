"""The wheel, built once for the tests that look into it or install it."""

import shutil
import subprocess
import sys

import pytest

from tests.plugin.documented import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The plugin's wheel, built without a network from a copy of the sources."""
    source, folder = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    shutil.copy(ROOT / "pyproject.toml", source)
    shutil.copytree(ROOT / "cases_cms", source / "cases_cms", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("docs", "home", "site", "tests"):  # of these only the readme may get in
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--no-index", "--wheel-dir", folder, source], check=True)
    (built,) = folder.glob("*.whl")
    return built
