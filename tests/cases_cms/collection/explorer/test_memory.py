"""An index is the catalogue as it is now, whatever has happened since; small changes are read alone."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases_cms.collection import catalogue
from cases_cms.collection.explorer import memory
from cases_cms.collection.explorer.index import Index, entries_of, read_rows
from cases_cms.collection.explorer.memory import index_of
from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.models import CatalogueChange, CatalogueEntry
from cases_cms.core import services
from tests.cases_cms.collection.explorer.test_counts import content
from tests.factories import make_case


@pytest.fixture
def loads(monkeypatch):
    """How often an index was read as a whole."""
    calls, load = [], memory._load
    monkeypatch.setattr(memory, "_load", lambda *args: calls.append(1) or load(*args))
    monkeypatch.setattr(memory, "_kept", type(memory._kept)())
    return calls


def key_of(site):
    return site.collection.translation_key


def fresh(site, language="en"):
    return Index(facet_kinds()).replaced((), read_rows(entries_of(key_of(site), language)))


def test_changes_are_followed_one_by_one(small_site, loads):
    def check(number):
        for language in ("en", "zh-hans"):
            index = index_of(key_of(small_site), language)
            assert content(index) == content(fresh(small_site, language))
            assert len(index) == number

    one = make_case(small_site.edition, title="Net", countries=["CN", "KE"])
    check(1)
    two = make_case(small_site.edition_before, title="Moon", countries=["BR", "CN"], outstanding=True)
    check(2)
    one.title, one.countries = "Web", ["FR", "TZ"]
    services.save_page(page=one, publish=True)
    check(2)
    services.unpublish_page(page=two)
    check(1)
    one.delete()
    check(0)
    assert len(loads) == 2


def test_nothing_is_asked_while_nothing_changes(small_site):
    make_case(small_site.edition)
    index = index_of(key_of(small_site), "en")
    with CaptureQueriesContext(connection) as queries:
        assert index_of(key_of(small_site), "en") is index
    assert len(queries) == 0


def test_what_is_rolled_back_was_never_there(small_site, loads):
    make_case(small_site.edition, title="Net")
    before = content(index_of(key_of(small_site), "en"))
    with transaction.atomic():
        make_case(small_site.edition, title="Secret")
        assert len(index_of(key_of(small_site), "en")) == 2
        transaction.set_rollback(True)
    memory.stamps.__globals__["forget_stamps"]()
    assert content(index_of(key_of(small_site), "en")) == before
    make_case(small_site.edition, title="Other")
    assert len(index_of(key_of(small_site), "en")) == 2
    assert content(index_of(key_of(small_site), "en")) == content(fresh(small_site))


def test_where_the_log_does_not_reach_back_all_is_read(small_site, loads, monkeypatch):
    monkeypatch.setattr(catalogue, "MAX_REMEMBERED", 1)
    make_case(small_site.edition, title="Net")
    index_of(key_of(small_site), "en")
    for number in range(3):
        make_case(small_site.edition, title=f"Case {number}")
    assert len(index_of(key_of(small_site), "en")) == 4
    assert len(loads) == 2
    assert CatalogueChange.objects.count() <= 4


def test_what_is_too_much_to_name_is_read_as_a_whole(small_site, loads, monkeypatch):
    make_case(small_site.edition, title="Net")
    index_of(key_of(small_site), "en")
    monkeypatch.setattr(catalogue, "MAX_NAMED", 1)
    make_case(small_site.edition, title="Moon")
    assert list(CatalogueChange.objects.order_by("pk").values_list("entry_id", flat=True))[-1] is None
    assert len(index_of(key_of(small_site), "en")) == 2
    assert len(loads) == 2


def test_a_draft_is_in_no_index(small_site):
    make_case(small_site.edition, title="Net", countries=["CN", "KE"])
    make_case(small_site.edition, title="Secret", countries=["FR", "CN"], publish=False)
    for language in ("en", "zh-hans"):
        index = index_of(key_of(small_site), language)
        assert sorted(index.axes["country"].codes) == ["CN", "KE"]
        assert index.keys.tolist() == [CatalogueEntry.objects.get(language=language).pk]
