"""Headings to columns."""

import pytest
from django.conf import settings
from django.utils.translation import override

from cases_cms.core.countries import content_languages
from cases_cms.interchange.columns import COLUMNS, place_of, places
from cases_cms.interchange.matching import _bare, _names_of, count_known, match
from cases_cms.interchange.tables import Cell, column_letters, column_number


def matched(*headings):
    """Keys of the columns with these headings, None for one that is none."""
    found = match([Cell(text, f"{column_letters(number)}1") for number, text in enumerate(headings, start=1)])
    return [found.places[number].key if number in found.places else None for number in range(1, len(headings) + 1)]


@pytest.mark.parametrize("reader", [code for code, _name in settings.LANGUAGES])
def test_what_the_template_writes_is_understood_in_every_language(reader):
    all_places = places(content_languages())
    assert matched(*(place.heading(reader) for place in all_places)) == [place.key for place in all_places]
    assert matched(*(place.key for place in all_places)) == [place.key for place in all_places]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Title", "title.en"),
        ("标题", "title.zh-hans"),
        ("TITLE - EN", "title.en"),
        ("English title", "title.en"),
        ("Title (Chinese)", "title.zh-hans"),
        ("中文标题", "title.zh-hans"),
        ("标题（英文）", "title.en"),
        ("案例名称（中文）", "title.zh-hans"),
        ("標題（中文）", "title.zh-hans"),
        ("zh-CN: Title", "title.zh-hans"),
        ("Titre", None),
        ("Title (French)", "title.fr"),
        ("Practice name", "title.en"),
        ("类别", "category"),
        (" category: ", "category"),
        ("Countries/regions involved", "countries"),
        ("国家和地区", "countries"),
        ("编号", "id"),
        ("No.", "id"),
        ("Applying organization (Chinese)", "applicants.zh-hans"),
        ("Colour", None),
    ],
)
def test_headings_as_people_write_them(heading, key):
    assert matched(heading) == [key]


def test_a_long_text_is_no_heading():
    long = "Title " + "x" * 300
    assert matched(long) == [None]
    assert count_known([Cell("Title", "A1"), Cell("title.en", "B1"), Cell("Category", "C1"), Cell(long, "D1")]) == 2


def test_no_heading_means_two_columns():
    meant = {}
    for column in COLUMNS:
        names = {column.code, *column.also}
        for code, _name in settings.LANGUAGES:
            with override(code):
                names.add(str(column.label))
        bare = {_bare(name) for name in names}
        words = (
            {word for language in content_languages() for word in _names_of(language)} if column.per_language else ()
        )
        for name in (
            bare | {name + word for name in bare for word in words} | {word + name for name in bare for word in words}
        ):
            assert meant.setdefault(name, column.code) == column.code


def test_keys_name_places():
    for place in places(["en", "zh-hans"]):
        assert place_of(place.key) == place
    for key in ("title", "category.en", "nothing"):
        with pytest.raises(KeyError):
            place_of(key)


def test_letters_of_columns():
    assert [column_letters(number) for number in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert [column_number(f"{letters}7") for letters in ("A", "Z", "AA", "ZZ", "AAA")] == [1, 26, 27, 702, 703]
