"""Writes requirements.lock: the version that .venv has of all that requirements-dev.txt brings in.

    make lock

pip reads it as constraints (-c), so it says nothing about where packages come from. What nothing requires,
pip included, stays out.
"""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
# The versions that CI installs, written by `make lock`. To move to newer ones:
#   .venv/bin/python -m pip install --upgrade -r requirements-dev.txt && make lock && make test
"""
NEVER = {"pip", "wheel"}


def requirements_in(name):
    """The requirements of a requirements file and of the files it names."""
    for line in (ROOT / name).read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("-r "):
            yield from requirements_in(line[3:].strip())
        elif line:
            yield Requirement(line)


def locked(requirements):
    """The installed distributions that `requirements` need, directly or not: name -> version."""
    versions, seen = {}, set()
    waiting = [(each, "") for each in requirements]  # with the extra that asks for it
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in NEVER or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        installed = distribution(name)
        if not requirement.specifier.contains(installed.version, prereleases=True):
            sys.exit(f"{installed.name} {installed.version} is installed, {requirement} is required.")
        versions[installed.metadata["Name"]] = installed.version
        for each in {"", *requirement.extras}:
            if (name, each) not in seen:
                seen.add((name, each))
                waiting += [(Requirement(text), each) for text in installed.requires or []]
    return versions


def compare_with_pyproject(requirements):
    """The plugin's bounds are written twice, for pip install and for this repository: they have to agree."""
    ours = {str(each) for each in requirements}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    differing = [each for each in project["dependencies"] if str(Requirement(each)) not in ours]
    if differing:
        sys.exit(f"pyproject.toml differs from requirements.txt: {', '.join(differing)}.")


def main():
    compare_with_pyproject(requirements_in("requirements.txt"))
    try:
        versions = locked(requirements_in("requirements-dev.txt"))
    except PackageNotFoundError as error:
        sys.exit(f"{error.name} is required but not installed: run make test first.")
    lines = [f"{name}=={versions[name]}" for name in sorted(versions, key=str.lower)]
    (ROOT / "requirements.lock").write_text(HEADER + "\n".join(lines) + "\n")
    print(f"requirements.lock: {len(lines)} packages.")


if __name__ == "__main__":
    main()
