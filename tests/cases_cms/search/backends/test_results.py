"""Wagtail's interface to results, on real pages."""

import pytest
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import MATCH_ALL, Not, PlainText

from cases_cms.collection.models import CasePage, Organization
from cases_cms.search.scores import scores
from tests.factories import OrganizationFactory, make_case


@pytest.fixture
def cases(small_site):
    make = lambda title, **fields: make_case(small_site.edition, title=title, **fields)  # noqa: E731
    return [
        make("数字鸿沟之一", summary="甲"),
        make("数字鸿沟之二", summary="乙 and governance"),
        make("Governance of the net", summary="数字鸿沟"),
        make("Unpublished 鸿沟", publish=False),
    ]


def titles(results):
    return [page.title for page in results]


def test_slices_counts_and_scores(cases):
    results = CasePage.objects.live().search("鸿沟")
    every = titles(results)
    assert sorted(every[:2]) == ["数字鸿沟之一", "数字鸿沟之二"]
    assert every[2:] == ["Governance of the net"]
    assert results.count() == 3
    assert titles(CasePage.objects.live().search("鸿沟")[1:]) == every[1:]
    assert titles(CasePage.objects.live().search("鸿沟")[1:2]) == every[1:2]
    assert CasePage.objects.live().search("鸿沟")[2].title == "Governance of the net"
    assert CasePage.objects.live().search("鸿沟")[1:3].count() == 2
    found = results.scores()
    assert [pk for pk, _score in found] == [page.pk for page in results]
    assert [score > 1000 for _pk, score in found] == [True, True, False]
    assert results[1:2].scores() == found[1:2]
    assert scores(results) == found
    assert scores(results, limit=1) == found[:1]


def test_scores_are_annotated(cases):
    best = CasePage.objects.search("governance").annotate_score("relevance")[0]
    assert best.title == "Governance of the net"
    assert best.relevance > 1000
    assert [page.relevance for page in CasePage.objects.search(MATCH_ALL).annotate_score("relevance")] == [0.0] * 4


def test_results_are_a_queryset_that_goes_on(cases):
    queryset = CasePage.objects.search("鸿沟").get_queryset()
    assert queryset.count() == 4
    assert queryset.filter(live=True).count() == 3
    assert Page.objects.filter(pk__in=queryset.values("pk")).count() == 4
    assert Page.objects.filter(pk__in=CasePage.objects.search("鸿沟")[:2].get_queryset().values("pk")).count() == 2
    assert sorted(queryset.values_list("title", flat=True)) == sorted(titles(cases[i] for i in (0, 1, 2, 3)))


def test_pages_of_any_type_are_found_as_what_they_are(cases):
    results = Page.objects.live().specific().search("governance")
    assert [(type(page), page.title) for page in results] == [
        (CasePage, "Governance of the net"),
        (CasePage, "数字鸿沟之二"),
    ]


def test_another_order_and_none(cases):
    by_title = CasePage.objects.order_by("title").search("鸿沟", order_by_relevance=False)
    assert titles(by_title) == ["Governance of the net", "Unpublished 鸿沟", "数字鸿沟之一", "数字鸿沟之二"]
    unordered = CasePage.objects.order_by().search("鸿沟", order_by_relevance=False)
    assert [page.pk for page in unordered] == sorted((page.pk for page in cases), reverse=True)


def test_fields(cases):
    in_titles = titles(CasePage.objects.search("鸿沟", fields=["title"]))
    assert sorted(in_titles) == ["Unpublished 鸿沟", "数字鸿沟之一", "数字鸿沟之二"]
    assert titles(CasePage.objects.search("鸿沟", fields=["summary"])) == ["Governance of the net"]
    assert titles(CasePage.objects.search("甲 鸿沟", fields=["title", "summary"])) == ["数字鸿沟之一"]
    assert titles(CasePage.objects.search("甲 鸿沟", fields=["summary"])) == []
    without = CasePage.objects.search(Not(PlainText("鸿沟")), fields=["summary"])
    assert sorted(titles(without)) == ["Unpublished 鸿沟", "数字鸿沟之一", "数字鸿沟之二"]
    assert [pk for pk, _score in CasePage.objects.search("鸿沟", fields=["summary"]).scores()] == [cases[2].pk]
    assert list(CasePage.objects.search("鸿沟", fields=[])) == []


def test_negations(cases):
    assert titles(CasePage.objects.live().search(Not(PlainText("governance")))) == ["数字鸿沟之一"]
    assert titles(CasePage.objects.search(Not(MATCH_ALL))) == []
    assert CasePage.objects.search(MATCH_ALL).count() == 4
    assert [score for _pk, score in CasePage.objects.search(Not(PlainText("甲"))).scores()] == [0.0] * 3


def test_facets(cases, small_site):
    assert CasePage.objects.search("鸿沟").facet("live") == {True: 3, False: 1}


def test_while_typing(cases):
    assert sorted(titles(Page.objects.autocomplete("数"))) == ["数字鸿沟之一", "数字鸿沟之二"]
    assert titles(Page.objects.autocomplete("gover")) == ["Governance of the net"]
    assert titles(Page.objects.autocomplete("gover", fields=["title"])) == ["Governance of the net"]


def test_a_thing_without_a_title_is_found_by_its_name(db):
    OrganizationFactory(name="香港城市大学", code="cityu")
    OrganizationFactory(name="Another", code="cityu-press")
    results = get_search_backend().search("城市", Organization)
    assert [organization.name for organization in results] == ["香港城市大学"]
    assert results.scores()[0][1] > 1000


def test_what_is_deleted_is_found_no_more(cases):
    cases[0].delete()
    assert titles(CasePage.objects.live().search("鸿沟")) == ["数字鸿沟之二", "Governance of the net"]
    assert len(CasePage.objects.search("鸿沟").scores()) == 3


@pytest.mark.parametrize("ask", [list, lambda results: results.count(), lambda results: results.scores()])
def test_one_query_whatever_is_found(cases, small_site, django_assert_num_queries, ask):
    def search(words):
        return CasePage.objects.live().search(words)

    ask(search("甲"))  # content types are remembered
    with django_assert_num_queries(1):
        ask(search("甲"))
    with django_assert_num_queries(1):
        ask(search("数字鸿沟"))
