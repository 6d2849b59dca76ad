import pytest
from django.http import QueryDict

from cases_cms.core.facets import Chip, chips_of, explore, facets_of, mark_filtered
from cases_cms.core.models import PageFrame
from cases_cms.core.selection import read_selection

VOCABULARY = {
    "year": ("Edition", [("2024", "2024"), ("2023", "2023")]),
    "category": ("Category", [("education", "Education and skills")]),
}


def explored(rf, query, **options):
    return explore(VOCABULARY, rf.get(f"/?{query}"), **options)


def test_options_toggle_themselves_and_keep_the_rest():
    known = {"year": {"2023", "2024"}, "category": {"education"}, "q": None}
    selection = read_selection(QueryDict("year=2023&q=net"), known)
    facets = facets_of(VOCABULARY, selection)
    assert [
        (facet.name, facet.label, [(item.value, item.label, item.selected, item.query) for item in facet.options])
        for facet in facets
    ] == [
        (
            "year",
            "Edition",
            [("2024", "2024", False, "year=2023&year=2024&q=net"), ("2023", "2023", True, "q=net")],
        ),
        (
            "category",
            "Category",
            [("education", "Education and skills", False, "category=education&year=2023&q=net")],
        ),
    ]
    assert [option.value for option in facets[0].selected] == ["2023"]
    assert facets[1].selected == []


def test_each_chip_takes_its_value_away(rf):
    result = explored(rf, "year=2024&category=education&q=net", words=True)
    assert chips_of(result["facets"], result["selection"]) == result["chips"]
    assert result["chips"] == [
        Chip("Edition", "2024", "category=education&q=net"),
        Chip("Category", "Education and skills", "year=2024&q=net"),
        Chip("Words", "net", "category=education&year=2024"),
    ]


def test_what_is_unknown_is_named_by_its_facet_and_selects_nothing(rf):
    result = explored(rf, "year=1999&category=%3Cscript%3E&other=1", words=True)
    assert result["ignored"] == [("Edition", "1999"), ("Category", "<script>")]
    assert result["chips"] == []
    assert result["selection"].is_active is False


def test_words_are_read_on_request_only(rf):
    assert explored(rf, "q=net")["selection"].words == ""
    assert explored(rf, "q=net", words=True)["selection"].words == "net"


@pytest.mark.parametrize(
    ("query", "robots"), [("", ""), ("year=1999", ""), ("year=2024", "noindex, follow"), ("q=x", "noindex, follow")]
)
def test_filtered_lists_are_not_for_search_engines(rf, query, robots):
    frame = PageFrame("", "", "", [], None, [])
    selection = explored(rf, query, words=True)["selection"]
    mark_filtered(frame, selection)
    assert (frame.robots, frame.query) == (robots, selection.query)
