"""Compiles the message catalogues (.po) to what Django reads (.mo), without GNU gettext.

python tools/compile_messages.py
"""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
# The admin's second language: every text. The others: the texts that visitors meet (public_messages).
CHINESE = "zh_Hans"
PLACES = ["locale", "*/locale", "cases_cms/*/locale", "cases_cms/core/upstream/locale"]


def language_of(path):
    return path.parents[1].name


def languages(root):
    """The languages that have catalogues: those of the site's own."""
    return sorted(path.name for path in root.glob("locale/*") if path.is_dir())


def files(root, suffix, language="*"):
    return sorted({path for place in PLACES for path in root.glob(f"{place}/{language}/LC_MESSAGES/*{suffix}")})


def catalogues(root, language="*"):
    """The catalogues below `root`: the site's own and one for each app that has messages."""
    return files(root, ".po", language)


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
