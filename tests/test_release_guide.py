"""The guide to the release: pictures, structure and names of the interface, the same in both languages."""

import re

import pytest

from tests.guides import DOCS, MAX_BYTES, PICTURE, guide, interface, quoted_names, structure
from tools.shooting.releases import FOLDER, SHOTS

GUIDES = {"en": "release.md", "zh-hans": "release.zh-hans.md"}
#: No names, but words that matter.
OTHERS = {"en": {"not released"}, "zh-hans": set()}


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_of_the_guide_the_script_and_the_folder_are_the_same(language):
    named = [path for _alt, path in PICTURE.findall(guide(GUIDES[language]))]
    assert named == [f"images/release/{language}/{shot.name}.webp" for shot in SHOTS]
    assert {path.relative_to(DOCS).as_posix() for path in (FOLDER / language).iterdir()} == set(named)


@pytest.mark.parametrize("language", GUIDES)
def test_pictures_are_small_and_described(language):
    assert [path.name for path in (FOLDER / language).iterdir() if path.stat().st_size > MAX_BYTES] == []
    assert [path for alt, path in PICTURE.findall(guide(GUIDES[language])) if not alt.strip()] == []


def test_both_guides_have_the_same_structure():
    assert structure(guide(GUIDES["zh-hans"])) == structure(guide(GUIDES["en"]))


@pytest.mark.parametrize("language", GUIDES)
def test_what_it_calls_things_is_what_the_interface_calls_them(language):
    names = quoted_names(guide(GUIDES[language]))
    assert len(names) > 25
    assert set(interface(language)(names)) == OTHERS[language]


def test_a_name_that_the_interface_does_not_have_is_found():
    text = "*Release → Editions*, *发布 → 各届*, **bold**, *Let it out*, *放行*"
    names = quoted_names(text)
    assert interface("en")(names) == ["Let it out", "发布", "各届", "放行"]
    assert interface("zh-hans")(names) == ["Editions", "Let it out", "Release", "放行"]


@pytest.mark.parametrize("language", GUIDES)
def test_links_lead_somewhere(language):
    text = guide(GUIDES[language])
    targets = re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", text)
    assert len(targets) > 8
    missing = [each for each in targets if not each.startswith("#") and not (DOCS / each.partition("#")[0]).is_file()]
    assert missing == []
    # The heading names it in English, an anchor in Chinese.
    assert "#for-the-host" in targets
    assert ("## For the host" in text) or ('<a id="for-the-host"></a>' in text)
