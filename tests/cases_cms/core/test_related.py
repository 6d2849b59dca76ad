from types import SimpleNamespace

import pytest

from cases_cms.core import related
from cases_cms.core.related import RelatedProvider, RelatedSection, organization_profiles, related_sections


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(related, "_providers", {})
    monkeypatch.setattr(related, "_profile_finders", [])


def provider(code, items, order=100, calls=None):
    def select(case_keys, locale, request=None):
        if calls is not None:
            calls.append((code, case_keys, locale))
        return items

    return RelatedProvider(code, code.title(), select, f"{code}.html", order)


ONE, TWO = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


def test_sections_come_in_order_and_the_empty_ones_do_not():
    calls = []
    related.register(provider("news", [TWO], 20, calls))
    related.register(provider("stories", [ONE, TWO], 10, calls))
    related.register(provider("voices", [], 5, calls))
    assert related_sections(["key"], locale="zh") == [
        RelatedSection("stories", "Stories", "stories.html", [ONE, TWO]),
        RelatedSection("news", "News", "news.html", [TWO]),
    ]
    assert calls == [("voices", ["key"], "zh"), ("stories", ["key"], "zh"), ("news", ["key"], "zh")]


def test_the_page_itself_is_left_out():
    related.register(provider("stories", [ONE, TWO]))
    related.register(provider("news", [ONE]))
    assert [section.items for section in related_sections(["key"], locale="en", exclude=ONE)] == [[TWO]]


def test_nobody_is_asked_about_no_cases():
    calls = []
    related.register(provider("stories", [ONE], calls=calls))
    assert related_sections([], locale="en") == []
    assert calls == []


def test_a_code_is_registered_once():
    related.register(provider("stories", [ONE]))
    related.register(provider("stories", [TWO]))
    assert [section.items for section in related_sections(["key"], locale="en")] == [[TWO]]


def test_profiles():
    def finder(keys, locale, request=None):
        return {key: f"{key} in {locale}" for key in keys}

    related.register_profiles(finder)
    related.register_profiles(finder)
    assert related._profile_finders == [finder]
    assert organization_profiles(["a", "b"], locale="zh") == {"a": "a in zh", "b": "b in zh"}
    assert organization_profiles([], locale="zh") == {}
