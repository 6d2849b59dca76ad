"""The registries of what hosts add; a host that uses all of them is tested in tests/example."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cases_cms.collection import extensions
from cases_cms.collection.extensions import CaseFacet, CaseSection
from cases_cms.collection.filters import CatalogueFilterSet
from cases_cms.core.blocks import BodyBlock


@pytest.fixture(autouse=True)
def registries(monkeypatch):
    monkeypatch.setattr(extensions, "_sections", {})
    monkeypatch.setattr(extensions, "_facets", {})


def facet(name, order=100):
    return CaseFacet(name, name.title(), lambda collection, request: [], lambda page_ids: {}, order)


@pytest.mark.parametrize(
    "name",
    [*("category", "country", "year", "outstanding", "organization", "language"), "exactly", "order", "page", "q"]
    + ["shortlist", "sort", "view"],
)
def test_a_facet_cannot_take_a_parameter_of_the_plugins(name):
    with pytest.raises(ImproperlyConfigured, match=f"“{name}”"):
        extensions.register_case_facet(facet(name))
    assert extensions.case_facets() == []


def test_the_plugins_parameters_are_these():
    assert list(CatalogueFilterSet({}).filters) == [
        "q",
        *("category", "country", "year", "outstanding", "organization", "language"),
    ]


def test_a_facet_of_the_host_has_a_filter_of_its_own():
    extensions.register_case_facet(facet("stage"))
    assert "stage" in CatalogueFilterSet({}).filters


@pytest.mark.parametrize("name", ["", "Stage", "case stage", "a=b", "find-country", "étape"])
def test_a_name_that_addresses_cannot_hold_is_refused(name):
    with pytest.raises(ImproperlyConfigured, match="cannot be a parameter"):
        extensions.register_case_facet(facet(name))


def test_facets_come_in_order_and_are_replaced_by_name():
    for name, order in (("late", 200), ("early", 50), ("late", 10)):
        extensions.register_case_facet(facet(name, order))
    assert [(item.name, item.order) for item in extensions.case_facets()] == [("late", 10), ("early", 50)]


def test_sections_show_what_has_something_to_show_in_order():
    for code, value, order in (("b", "B", 20), ("none", None, 15), ("empty", [], 16), ("a", "A", 10)):
        extensions.register_case_section(CaseSection(code, f"{code}.html", lambda case, request, v=value: v, order))
    assert extensions.case_sections(None) == [
        {"code": "a", "template": "a.html", "value": "A"},
        {"code": "b", "template": "b.html", "value": "B"},
    ]


def test_a_block_of_the_host_that_is_not_there_is_named(settings):
    settings.CASES_CMS = {"BLOCKS": {"map": "nowhere.blocks.MapBlock"}}
    with pytest.raises(ImproperlyConfigured, match=r'CASES_CMS\["BLOCKS"\]\["map"\]: .*nowhere'):
        BodyBlock()


def test_a_block_of_the_host_stands_beside_and_may_replace_ours(settings):
    names = list(BodyBlock().child_blocks)
    settings.CASES_CMS = {"BLOCKS": {"quote": "wagtail.blocks.TextBlock", "note": "wagtail.blocks.CharBlock"}}
    block = BodyBlock()
    assert list(block.child_blocks) == [*names, "note"]
    assert type(block.child_blocks["quote"]).__name__ == "TextBlock"
