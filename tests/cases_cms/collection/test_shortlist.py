"""The shortlist: what an address of any content names, and the links that change it."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from cases_cms.collection.shortlist import MAXIMUM, parse, read_shortlist
from tests.factories import make_case
from tests.fixtures import context_of, read_anew, text_of

CODES = [f"2024.case-{number}" for number in range(6)]
JUNK = ["", ".", "2024", "2024.", ".case", "24.case", "99999.case", "2024.a b", "2024.a/b", "2024.a\x00b", "２０２４.a"]


def test_at_most_four_in_their_order():
    reading = parse([*reversed(CODES)])
    assert reading.codes == ("2024.case-5", "2024.case-4", "2024.case-3", "2024.case-2")
    assert reading.surplus == ("2024.case-1", "2024.case-0")
    assert (reading.unknown, reading.repeated) == ((), ())


def test_named_twice_it_counts_once():
    reading = parse([CODES[0], CODES[1], CODES[0], CODES[0]])
    assert (reading.codes, reading.repeated) == ((CODES[0], CODES[1]), (CODES[0],))


@pytest.mark.parametrize("value", JUNK)
def test_no_code(value):
    assert parse([value]).codes == ()


def test_what_is_said_of_junk_is_short():
    reading = parse(["<script>" + "x" * 500, *(f"junk {number}" for number in range(100))])
    assert (len(reading.unknown), len(reading.unknown[0])) == (5, 60)


def test_unknown_ones_take_no_place():
    reading = parse(CODES, lambda code: code not in CODES[:2])
    assert (reading.codes, reading.unknown, reading.surplus) == (tuple(CODES[2:]), tuple(CODES[:2]), ())


# --- On pages --------------------------------------------------------------------------------


def build_cases(site):
    """Five public cases, each with its code."""
    return [
        make_case(site.edition, title=f"Case {number}", slug=f"case-{number}", translated=True) for number in range(5)
    ]


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


@pytest.fixture
def read(small_site):
    """``read(query)``: the Shortlist of a request for the collection."""

    def build(query):
        request = RequestFactory().get(f"{small_site.collection.url}?{query}", headers={"host": "localhost"})
        return read_shortlist(request, small_site.collection)

    return build


def test_links_keep_the_whole_address(cases, read):
    shortlist = read("category=infrastructure&page=2&q=a+b&shortlist=2024.case-1")
    add = shortlist.button("2024.case-0")
    assert (add.state, add.query) == (
        "add",
        "category=infrastructure&page=2&q=a+b&shortlist=2024.case-0&shortlist=2024.case-1",
    )
    remove = shortlist.button("2024.case-1")
    assert (remove.state, remove.query) == ("remove", "category=infrastructure&page=2&q=a+b")
    assert [(item.title, item.query) for item in shortlist.chosen] == [("Case 1", remove.query)]
    assert shortlist.clear_query == remove.query


def test_at_four_nothing_more_can_be_added(cases, read):
    shortlist = read("&".join(f"shortlist=2024.case-{number}" for number in range(4)))
    assert (len(shortlist.codes), shortlist.is_full, shortlist.button("2024.case-4").state) == (MAXIMUM, True, "full")
    assert shortlist.compare_url.endswith(
        "/collection/compare/?case=2024.case-0&case=2024.case-1&case=2024.case-2&case=2024.case-3"
    )


def test_titles_are_in_the_visitors_language(cases, small_site):
    page = small_site.in_zh(small_site.collection)
    shortlist = context_of(page, "shortlist=2024.case-1")["shortlist"]
    assert [(item.title, str(item.lang)) for item in shortlist.chosen] == [("译Case 1", "")]


def test_a_title_in_another_language_says_so(small_site):
    make_case(small_site.edition, title="Only English", slug="only")
    shortlist = context_of(small_site.in_zh(small_site.collection), "shortlist=2024.only")["shortlist"]
    assert [(item.title, str(item.lang)) for item in shortlist.chosen] == [("Only English", ' lang="en"')]


def test_what_is_not_public_is_as_if_it_did_not_exist(cases, small_site, client):
    make_case(small_site.edition, title="SECRET", slug="secret", publish=False)
    pages = [
        text_of(client, small_site.collection, f"shortlist=2024.case-1&shortlist=2024.{slug}")
        for slug in ("secret", "nobody")
    ]
    assert pages[0].replace("2024.secret", "2024.nobody") == pages[1]
    assert "SECRET" not in pages[0]
    assert pages[0].count("cc-shortlist__item") == 1


def test_the_case_page_keeps_the_list(cases, client):
    html = text_of(client, cases[0], "shortlist=2024.case-1")
    query = QueryDict(mutable=True)
    query.setlist("shortlist", ["2024.case-0", "2024.case-1"])
    assert f'href="?{query.urlencode().replace("&", "&amp;")}#cc-shortlist-2024.case-0"' in html
    assert 'href="/zh-hans/collection/2024/case-0/?shortlist=2024.case-1"' in html
    assert f'<link rel="canonical" href="{cases[0].full_url}">' in " ".join(html.split())


def test_without_a_list_there_is_no_bar(cases, client):
    assert 'class="cc-shortlist"' not in text_of(client, cases[0])


def test_junk_is_passed_over(cases, read):
    assert read("shortlist=%00&shortlist=2024.&shortlist=%ff&shortlist=2024.case-1").codes == ("2024.case-1",)
