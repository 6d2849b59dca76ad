"""Compiles the message catalogues (.po) to what Django reads (.mo), without GNU gettext.

python tools/compile_messages.py
"""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGE = "zh_Hans"


def files(root, suffix):
    places = ("locale", "*/locale", "cases_cms/*/locale", "cases_cms/core/upstream/locale")
    return sorted(path for place in places for path in root.glob(f"{place}/{LANGUAGE}/LC_MESSAGES/*{suffix}"))


def catalogues(root):
    """The catalogues below `root`: the site's own and one for each app that has messages."""
    return files(root, ".po")


def compiled_files(root):
    return files(root, ".mo")


def main():
    for path in catalogues(ROOT):
        compiled, target = polib.pofile(str(path)).to_binary(), path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled:
            target.write_bytes(compiled)
            print(f"compiled {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
