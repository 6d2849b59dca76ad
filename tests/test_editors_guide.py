"""The editors' guide: each picture it names is there, small, and taken by the script; both languages are alike."""

import re
from pathlib import Path

import pytest

from tools.shooting.shots import FOLDER, LANGUAGES, SHOTS

DOCS = Path(__file__).resolve().parents[1] / "docs"
GUIDES = {"en": "editors.md", "zh-hans": "editors.zh-hans.md"}
MAX_BYTES = 120_000
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def guide(language):
    return (DOCS / GUIDES[language]).read_text(encoding="utf-8")


def structure(text):
    """What a guide is made of without its words: levels of headings, numbers of lists, pictures, rows of tables."""
    parts = []
    for line in text.splitlines():
        if line.startswith("#"):
            parts.append(line.split()[0])
        elif found := PICTURE.search(line):
            parts.append(Path(found[2]).name)
        elif found := re.match(r"(\d+\.|-|\|) ", line):
            parts.append(found[1])
    return parts


def test_there_is_a_guide_for_each_language_of_the_pictures():
    assert list(GUIDES) == list(LANGUAGES)


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_of_the_guide_the_script_and_the_folder_are_the_same(language):
    named = {path for _alt, path in PICTURE.findall(guide(language))}
    known = {f"images/editors/{language}/{shot.name}.webp" for shot in SHOTS}
    there = {path.relative_to(DOCS).as_posix() for path in (FOLDER / language).iterdir()}
    assert named == known
    assert there == known


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_are_small_and_described(language):
    heavy = [path.name for path in (FOLDER / language).iterdir() if path.stat().st_size > MAX_BYTES]
    assert heavy == []
    assert [path for alt, path in PICTURE.findall(guide(language)) if not alt.strip()] == []


def test_each_picture_has_a_name_of_its_own():
    names = [shot.name for shot in SHOTS]
    assert sorted(set(names)) == sorted(names)


def test_both_guides_have_the_same_structure():
    assert structure(guide("zh-hans")) == structure(guide("en"))


@pytest.mark.parametrize("language", GUIDES)
def test_links_to_other_pages_lead_somewhere(language):
    targets = [target for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)\)", guide(language)) if "://" not in target]
    assert len(targets) == 2
    assert [target for target in targets if not (DOCS / target).is_file()] == []
