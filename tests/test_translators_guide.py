"""The translators' guide: each picture it names is there, small, described, and taken by the script."""

import re
from pathlib import Path

from tools.shooting.translators import FOLDER, SHOTS

DOCS = Path(__file__).resolve().parents[1] / "docs"
MAX_BYTES = 120_000


def pictures():
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", (DOCS / "translators.md").read_text(encoding="utf-8"))


def test_pictures_of_the_guide_the_script_and_the_folder_are_the_same():
    known = {f"images/translators/{shot.name}.webp" for shot in SHOTS}
    assert {path for _alt, path in pictures()} == known
    assert {path.relative_to(DOCS).as_posix() for path in FOLDER.iterdir()} == known


def test_pictures_are_small_and_described():
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > MAX_BYTES] == []
    assert [path for alt, path in pictures() if not alt.strip()] == []


def test_each_picture_has_a_name_of_its_own():
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
