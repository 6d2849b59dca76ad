"""Tests marked ``xdist_group`` share a demo, a browser or a wheel: each group has to run in one process."""

import os
import subprocess
import sys

from tests.conftest import pytest_make_parametrize_id

MODULE = """
import os
import pytest

@pytest.mark.xdist_group("{group}")
@pytest.mark.parametrize("number", range(4))
def test(number):
    with open(os.environ["PLACES"], "a") as places:
        places.write("{group} " + os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_a_group_runs_in_one_process(tmp_path):
    for name in ("first", "second"):
        for module in ("a", "b"):
            (tmp_path / f"test_{name}_{module}.py").write_text(MODULE.format(group=name))
    places = tmp_path / "places"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:django", "-n", "2", "--dist", "loadgroup", "--rootdir", "."],
        cwd=tmp_path,
        env=inherited | {"PLACES": str(places)},
        check=True,
    )
    ran = places.read_text().splitlines()
    assert len(ran) == 16
    assert len(set(ran)) == 2, "each group in one process, whichever"


def test_each_process_gives_a_test_the_same_name():
    for value in ("word " * 30, b"PK" * 51):
        assert pytest_make_parametrize_id(value, "value") == "value"
    for value in ("a" * 100, b"PK", 5, None):
        assert pytest_make_parametrize_id(value, "value") is None
