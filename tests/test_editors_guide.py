"""The editors' guide: each picture it names is there, small, and taken by the script; both languages are alike."""

import re

import pytest

from tests.guides import DOCS, MAX_BYTES, PICTURE, guide, interface, quoted_names, structure
from tools.shooting.shots import FOLDER, LANGUAGES, SHOTS

GUIDES = {"en": "editors.md", "zh-hans": "editors.zh-hans.md"}
#: Drawn by scripts of Wagtail's and wagtail-localize's, or no names but words that matter.
OTHERS = {
    "en": {
        *("Cancel workflow", "···", "简体中文", "Editor", "Moderator", "Secretariat, translator, reviewer:"),
        *("say what it shows", "under embargo"),
    },
    "zh-hans": {"秘书处、译者、审校：", "解决", "···", "说明图片内容"},
}


def test_there_is_a_guide_for_each_language_of_the_pictures():
    assert list(GUIDES) == list(LANGUAGES)


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_of_the_guide_the_script_and_the_folder_are_the_same(language):
    named = {path for _alt, path in PICTURE.findall(guide(GUIDES[language]))}
    known = {f"images/editors/{language}/{shot.name}.webp" for shot in SHOTS}
    there = {path.relative_to(DOCS).as_posix() for path in (FOLDER / language).iterdir()}
    assert named == known
    assert there == known


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_are_small_and_described(language):
    heavy = [path.name for path in (FOLDER / language).iterdir() if path.stat().st_size > MAX_BYTES]
    assert heavy == []
    assert [path for alt, path in PICTURE.findall(guide(GUIDES[language])) if not alt.strip()] == []


def test_each_picture_has_a_name_of_its_own():
    names = [shot.name for shot in SHOTS]
    assert sorted(set(names)) == sorted(names)


def test_both_guides_have_the_same_structure():
    assert structure(guide(GUIDES["zh-hans"])) == structure(guide(GUIDES["en"]))


@pytest.mark.parametrize("language", GUIDES)
def test_links_to_other_pages_lead_somewhere(language):
    targets = [
        target for target in re.findall(r"(?<!!)\[[^\]]+\]\(([^)#]+)\)", guide(GUIDES[language])) if "://" not in target
    ]
    assert len(targets) == 3
    assert [target for target in targets if not (DOCS / target).is_file()] == []


@pytest.mark.parametrize("language", GUIDES)
def test_what_it_calls_things_is_what_the_interface_calls_them(language):
    names = quoted_names(guide(GUIDES[language]), marks=("*", "**"))
    assert len(names) > 40
    assert set(interface(language)(names)) == OTHERS[language]
