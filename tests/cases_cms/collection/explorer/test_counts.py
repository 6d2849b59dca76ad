"""Every count of the explorer is what one gets by choosing the value; SQL says the same."""

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases_cms.collection import facets
from cases_cms.collection.catalogue import say_changed
from cases_cms.collection.explorer import context
from cases_cms.collection.explorer.context import Explorer
from cases_cms.collection.explorer.index import BEFORE_TITLE, Index
from cases_cms.collection.explorer.memory import index_of
from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.filters import CatalogueFilterSet
from cases_cms.collection.models import CatalogueEntry, CatalogueValue
from cases_cms.collection.selectors import CategoryLabel
from tests.cases_cms.collection.explorer import naive
from tests.factories import make_case

pytestmark = pytest.mark.django_db  # names of countries come from there

relaxed = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=80
)


def labels(locale, request=None):
    return {code: CategoryLabel(code, code, "", 1, 1, "", "en") for code in naive.CATEGORIES}


def index_from(rows):
    return Index(facet_kinds()).replaced((), [case.row for case in rows])


@pytest.fixture
def explore(monkeypatch):
    """``explore(rows, query)``: the Explorer of made-up cases."""
    collection = SimpleNamespace(translation_key=None, locale=SimpleNamespace(pk=1, language_code="en"))
    monkeypatch.setattr(facets, "categories", labels)

    def build(rows, query=""):
        monkeypatch.setattr(context, "index_of", lambda key, language: index_from(rows))
        return Explorer(collection, RequestFactory().get(f"/?{query}"))

    return build


def query_of(chosen):
    query = QueryDict(mutable=True)
    for name, values in chosen.items():
        query.setlist(name, values)
    return query.urlencode()


@relaxed
@given(rows=naive.cases(), chosen=naive.selections())
def test_every_count_is_what_one_gets_by_choosing_it(explore, rows, chosen):
    explorer = explore(rows, query_of(chosen))
    chosen = naive.known(rows, chosen)
    assert explorer.selection.values == chosen
    assert explorer.keys().tolist() == naive.keys(rows, chosen)
    assert explorer.total == len(naive.keys(rows, chosen))
    for facet in explorer.context()["facets"]:
        held = {code for case in rows for code in case.codes[facet.name]}
        assert {value.value for value in facet.values} == held
        for value in facet.values:
            assert value.count == naive.count(rows, chosen, facet.name, value.value)
            assert value.selected == (value.value in chosen[facet.name])
            assert value.is_empty == (value.count == 0 and not value.selected)
            after = explore(rows, value.query)
            if not chosen[facet.name]:
                assert after.total == value.count
            assert set(after.selection.values[facet.name]) == {*chosen[facet.name]} ^ {value.value}
            assert after.selection.query == value.query


@relaxed
@given(rows=naive.cases(), chosen=naive.selections())
def test_offers_are_what_taking_one_filter_away_gives(explore, rows, chosen):
    explorer = explore(rows, query_of(chosen))
    chosen = naive.known(rows, chosen)
    offers = explorer.offers(explorer.context()["facets"])
    expected = {}
    if not explorer.total:
        for name, values in chosen.items():
            number = len(naive.keys(rows, {**chosen, name: []}))
            if values and number:
                expected[query_of(dict(sorted({**chosen, name: []}.items())))] = number
    assert {offer.query: offer.total for offer in offers} == expected
    assert [offer.total for offer in offers] == sorted(expected.values(), reverse=True)


@relaxed
@given(rows=naive.cases(), chosen=naive.selections(), sort=st.sampled_from(["newest", "title", "countries"]))
def test_order(explore, rows, chosen, sort):
    found = explore(rows, f"{query_of(chosen)}&sort={sort}").keys().tolist()
    wanted = naive.keys(rows, naive.known(rows, chosen))
    by_key = {case.key: case for case in rows}
    if sort == "title":
        wanted = sorted(wanted, key=lambda key: (by_key[key].title, str(by_key[key].case_key)))
    elif sort == "countries":
        wanted = sorted(wanted, key=lambda key: -len(by_key[key].codes["country"]))
    assert found == wanted


def content(index):
    """All that an index says."""
    axes = {}
    for name, axis in index.axes.items():
        axes[name] = {code: index.keys[axis.mask([code])].tolist() for code in axis.codes}
        assert axes[name].keys() == axis.number.keys()
        assert dict(zip(axis.codes, axis.totals.tolist(), strict=True)) == {
            code: len(keys) for code, keys in axes[name].items()
        }
    orders = {sort: index.order(sort) for sort in ("title", "countries")}
    return (index.keys.tolist(), axes, {sort: index.keys[order].tolist() for sort, order in orders.items()})


@relaxed
@given(
    steps=st.lists(st.tuples(naive.cases(max_size=5), st.sets(st.integers(1, 500), max_size=4)), max_size=5),
    before=naive.cases(),
)
def test_an_index_brought_up_to_date_equals_a_new_one(steps, before):
    present = {case.key: case for case in before}
    index = index_from(before)
    for added, gone in steps:
        index = index.replaced([*gone, *(case.key for case in added)], [case.row for case in added])
        present = {key: case for key, case in present.items() if key not in gone} | {case.key: case for case in added}
        assert content(index) == content(index_from(present.values()))


@given(rows=naive.cases())
def test_figures_of_charts(rows):
    expected = {}
    for case in rows:
        pair = ("".join(case.codes["category"]), int(case.codes["year"][0]))
        count, outstanding = expected.get(pair, (0, 0))
        expected[pair] = (count + 1, outstanding + (case.codes["outstanding"] == ["yes"]))
    assert index_from(rows).case_counts == expected


# --- Beside the database ---------------------------------------------------------------------


@pytest.fixture
def entry(small_site):
    """An entry whose page all made-up ones show."""
    make_case(small_site.edition, title="Net")
    return CatalogueEntry.objects.get(language="en")


def store(rows, like):
    """Catalogue entries of made-up cases; ``{key: primary key}``."""
    CatalogueEntry.objects.all().delete()
    stored = {}
    for case in rows:
        entry = CatalogueEntry.objects.create(
            case_key=case.case_key,
            language="en",
            page_id=like.page_id,
            page_language="en",
            collection_key=like.collection_key,
            year=int(case.codes["year"][0]),
            category="".join(case.codes["category"]),
            outstanding=case.codes["outstanding"] == ["yes"],
            title=case.title,
            title_key=case.title,
            facet_values={name: case.codes[name] for name in ("country", "organization", "language")},
        )
        for name, codes in entry.facet_values.items():
            CatalogueValue.objects.bulk_create(CatalogueValue(entry=entry, facet=name, value=code) for code in codes)
        stored[case.key] = entry.pk
    say_changed()
    return stored


@settings(relaxed, max_examples=25)
@given(rows=naive.cases(max_size=8), chosen=naive.selections())
def test_the_database_finds_the_same(entry, rows, chosen):
    stored = store(rows, entry)
    entries = CatalogueEntry.objects.in_collection(entry.collection_key).in_language("en")
    found = CatalogueFilterSet(chosen, queryset=entries).qs
    expected = [stored[key] for key in naive.keys(rows, chosen)]
    assert list(found.newest_first().values_list("pk", flat=True)) == expected
    index = index_of(entry.collection_key, "en")
    masks = [index.axes[name].mask(values) for name, values in chosen.items() if values]
    assert [key for place, key in enumerate(index.keys.tolist()) if all(mask[place] for mask in masks)] == expected


def test_what_stands_before_the_title_in_an_order():
    assert len(naive.Case(1, "", {"year": ["2024"], "outstanding": ["no"]}).row.order.split("\0")[0]) == BEFORE_TITLE
