"""The site's search: what it finds, how it is grouped, and what must not be found."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.factories import (
    MemberOrganizationPageFactory,
    MembersIndexPageFactory,
    NewsIndexPageFactory,
    OrganizationFactory,
    OutstandingStoryPageFactory,
    StandardPageFactory,
    StoriesIndexPageFactory,
    make_case,
    make_news,
    translate,
)
from tests.fixtures import read_anew

MARKER = "quokka"
#: Of a page of hits of five kinds.
QUERIES = 15


def build_world(site):
    """A case, a story, a piece of news, a member and a page that hold the marker, each in both languages."""
    home = site.home
    case = make_case(site.edition, title="Masts for villages", background=f"<p>The {MARKER} & co.</p>")
    translate(case)
    indexes = [
        factory(parent=home) for factory in (StoriesIndexPageFactory, NewsIndexPageFactory, MembersIndexPageFactory)
    ]
    for index in indexes:
        translate(index)
    stories, news, members = indexes
    for page in (
        OutstandingStoryPageFactory(parent=stories, title=f"A {MARKER} tells", case=case),
        make_news(news, title="In Wuzhen", summary=f"A {MARKER} came."),
        MemberOrganizationPageFactory(parent=members, title=f"{MARKER} Ltd", organization=OrganizationFactory()),
        StandardPageFactory(parent=home, title="About", slug="about", summary=f"About the {MARKER}."),
    ):
        translate(page)
    return {"news": news, "case": case}


@pytest.fixture(scope="module", autouse=True)
def built_world(once):
    return once(build_world)


@pytest.fixture
def world(built_world, small_site):
    """The small site with ``news`` and ``case``."""
    vars(small_site).update(read_anew(built_world))
    return small_site


def look(client, query, language="en"):
    """The search page for ``query``, parsed; public pages set no cookie."""
    response = client.get(f"/{language}/search/?{query}")
    assert (response.status_code, dict(response.cookies)) == (200, {})
    return BeautifulSoup(response.content, "html.parser")


def texts(page, selector):
    return [" ".join(each.text.split()) for each in page.select(selector)]


def found(page):
    """``{kind: [title, …]}``."""
    return {
        section["aria-labelledby"].removeprefix("cc-found-"): texts(section, ".cc-hit__title")
        for section in page.select(".cc-found")
    }


def total(page):
    return int(page.select_one("[data-total]")["data-total"])


def test_hits_are_grouped_by_kind_with_true_counts(world, client):
    page = look(client, f"q={MARKER}")
    assert found(page) == {
        "cases": ["Masts for villages"],
        "stories": [f"A {MARKER} tells"],
        "news": ["In Wuzhen"],
        "members": [f"{MARKER} Ltd"],
        "pages": ["About"],
    }
    assert total(page) == 5
    assert texts(page, ".cc-kinds__link") == ["All 5", "Cases 1", "Stories 1", "News 1", "Members 1", "Pages 1"]


def test_the_matching_passage_is_marked_and_escaped(world, client):
    page = look(client, f"q={MARKER}&kind=cases")
    assert texts(page, ".cc-hit__text mark") == [MARKER]
    assert "& co." in page.select_one(".cc-hit__text").text
    assert texts(page, ".cc-hit__meta span:first-child")[0] == "2024 · Digital infrastructure"


def test_first_five_of_a_kind_then_all_of_it_by_pages(world, client, settings):
    index = world.news
    settings.CASES_CMS = {**settings.CASES_CMS, "PAGE_SIZE": 20}
    for number in range(22):
        make_news(index, title=f"{MARKER} news {number:02}")
    page = look(client, f"q={MARKER}")
    assert len(found(page)["news"]) == 5
    more = page.select(".cc-found__more a")
    assert [(" ".join(link.text.split()), link["href"]) for link in more] == [
        ("Filter these cases in the Collection", f"/en/collection/?q={MARKER}"),
        ("All 23 news items", f"?kind=news&q={MARKER}"),
    ]
    link = more[1]["href"]
    first, second = look(client, link[1:]), look(client, f"{link[1:]}&page=2")
    assert [len(found(each)["news"]) for each in (first, second)] == [20, 3]
    assert not set(found(first)["news"]) & set(found(second)["news"])
    assert second.select_one(".cc-hits")["start"] == "21"
    assert first.select_one("a[rel=next]")["href"] == f"?kind=news&page=2&q={MARKER}"
    assert client.get(f"/en/search/{link}&page=3").status_code == 404


def test_titles_come_first(world, client):
    for title, body in (("Other", f"{MARKER} " * 9), (f"The {MARKER} in the title", "")):
        make_case(world.edition, title=title, implementation=f"<p>{body}</p>")
    assert found(look(client, f"q={MARKER}"))["cases"][0] == f"The {MARKER} in the title"


def test_a_thing_is_found_once_and_by_the_text_of_another_language(world, client):
    case = make_case(world.edition, title="Wells", background="<p>Water.</p>")
    translate(case, background="<p>Only the translation has a wombat.</p>")
    page = look(client, "q=wombat")
    assert found(page) == {"cases": ["Wells"]}
    assert texts(page, ".cc-hit__note") == ["Found in the Simplified Chinese version"]
    assert page.select_one(".cc-hit__text")["lang"] == "zh-Hans"
    assert page.select_one(".cc-hit__title a")["href"] == "/en/collection/2024/wells/"


def test_what_has_no_page_in_the_readers_language_is_shown_in_the_one_it_has(world, client):
    make_case(world.edition, title="Numbat nets")
    page = look(client, "q=numbat", "zh-hans")
    assert found(page) == {"cases": ["Numbat nets"]}
    assert page.select_one(".cc-hit__title")["lang"] == "en"
    assert texts(page, ".cc-badge--language") == ["语言：英语"]
    assert texts(page, ".cc-hit__note") == []


# --- Chinese, typing errors -------------------------------------------------------------------


def test_chinese_is_found_wherever_it_stands(world, client):
    case = make_case(world.edition, title="Caves")
    translate(case, title="数字敦煌", background="<p>石窟的全部壁画都已数字化。</p>")
    for words in ("敦煌", "煌", "數字敦煌", "壁画都", "画", "敦煌 壁画", "“数字化”"):
        page = look(client, f"q={words}", "zh-hans")
        assert (words, found(page)) == (words, {"cases": ["数字敦煌"]})
        assert (words, page.select(".cc-hit mark") != []) == (words, True)
    assert found(look(client, "q=敦壁", "zh-hans")) == {}
    page = look(client, "q=壁画")
    assert found(page) == {"cases": ["Caves"]}
    assert texts(page, ".cc-hit__note") == ["Found in the Simplified Chinese version"]
    assert texts(page, ".cc-hit__text mark") == ["壁画"]


def test_a_typing_error_is_forgiven_and_said(world, client):
    page = look(client, "q=quoka")
    assert total(page) == 5
    assert texts(page, "#cc-results") == [f"Results for “{MARKER}”"]
    link = page.select_one(".cc-seek__corrected a")
    assert (" ".join(link.text.split()), link["href"]) == ("Search instead for “quoka”", "?exactly=1&q=quoka")
    assert page.select_one("#cc-seek")["value"] == "quoka"
    exact = look(client, "exactly=1&q=quoka")
    assert total(exact) == 0
    assert exact.select_one(".cc-languages__link")["href"] == "/en/search/?exactly=1&q=quoka"


def test_a_word_of_drafts_alone_is_no_correction(world, client):
    make_case(world.edition, title="Secretbilby", publish=False)
    page = look(client, "q=secretbilbi")
    assert total(page) == 0
    assert "secretbilby" not in page.text.lower()


def test_quotation_marks_hold_a_phrase_together(world, client):
    case = make_case(world.edition, title="Ropes", summary="For international development of villages.")
    for words in ("international development", "development international", '"international development"'):
        page = look(client, f"q={words}")
        assert (words, found(page)) == (words, {"cases": [case.title]})
    assert texts(page, ".cc-hit mark") == ["international development"]
    assert found(look(client, 'q="development international"')) == {}
    assert found(look(client, 'q="development of" international')) == {"cases": [case.title]}


def test_cases_are_found_as_in_the_collection(world, client):
    """By country, category and year, by an organization's name in another language."""
    organization = OrganizationFactory(name="Numbat Ltd")
    translate(organization, name="袋食蚁兽公司")
    make_case(world.edition, title="Nets", countries=["MG", "CN"], organizations=[organization])
    page = look(client, "q=袋食蚁兽")
    assert found(page) == {"cases": ["Nets"]}
    assert texts(page, ".cc-hit__note") == ["Organization: 袋食蚁兽公司"]
    page = look(client, "q=madagascar")
    assert found(page) == {"cases": ["Nets"]}
    assert texts(page, ".cc-hit__note") == ["Countries and regions: Madagascar"]
    assert len(found(look(client, "q=2024"))["cases"]) == 2


# --- What must not be found -----------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_drafts_are_not_found(world, client, language):
    make_case(world.edition, title="Secretbilby", publish=False)
    draft = make_case(world.edition, title="Public case")
    draft.title = "Secretbilby too"
    draft.save_revision()
    page = look(client, "q=secretbilby", language)
    assert total(page) == 0
    assert "Public case" not in page.text


def test_restricted_pages_and_what_is_below_them_are_not_found(world, client):
    for edition in world.edition.get_translations(inclusive=True):
        PageViewRestriction.objects.create(page=edition, restriction_type=PageViewRestriction.LOGIN)
    page = look(client, f"q={MARKER}")
    assert "cases" not in found(page)
    assert total(page) == 4
    PageViewRestriction.objects.all().delete()
    assert total(look(client, f"q={MARKER}")) == 5


def test_what_is_unpublished_is_found_no_more(world, client):
    for version in world.case.get_translations(inclusive=True):
        version.unpublish()
    assert "cases" not in found(look(client, f"q={MARKER}"))


def test_a_hidden_parent_hides_what_is_below_it(world, client):
    for index in world.news.get_translations(inclusive=True):
        index.unpublish()
    assert "news" not in found(look(client, f"q={MARKER}"))


def test_another_sites_pages_are_not_found(world, client):
    from wagtail.models import Page, Site

    from home.models import HomePage

    other = Page.get_first_root_node().add_child(instance=HomePage(title=f"{MARKER} home", slug="other"))
    Site.objects.create(hostname="other.example.org", root_page=other)
    assert total(look(client, f"q={MARKER}")) == 5


# --- The page itself ------------------------------------------------------------------------


def test_search_engines_are_told_and_languages_keep_the_query(world, client):
    page = look(client, f"q={MARKER}&kind=news")
    assert page.select_one("meta[name=robots]")["content"] == "noindex, follow"
    assert page.select_one("link[rel=canonical]")["href"] == "http://testserver/en/search/"
    assert [(link["hreflang"], link["href"]) for link in page.select("head link[hreflang]")] == [
        ("en", "http://testserver/en/search/"),
        ("zh-Hans", "http://testserver/zh-hans/search/"),
        ("x-default", "http://testserver/en/search/"),
    ]
    assert [link["href"] for link in page.select(".cc-languages__link")] == [
        f"/en/search/?kind=news&q={MARKER}",
        f"/zh-hans/search/?kind=news&q={MARKER}",
    ]


def test_without_words_it_helps_to_start(world, client):
    page = look(client, "")
    assert [(link.text, link["href"]) for link in page.select(".cc-starts a")] == [
        ("Digital infrastructure", "/en/collection/?category=infrastructure"),
        ("Education and skills", "/en/collection/?category=education"),
    ]
    assert texts(page, ".cc-seek__offer span")[:2] == ["1 case", "1 story"]


def test_nothing_found_says_what_to_do(world, client):
    page = look(client, "q=xyzzyplugh")
    assert total(page) == 0
    assert "Nothing was found for “xyzzyplugh”" in page.text
    assert len(page.select(".cc-advice li")) == 3
    assert len(page.select(".cc-starts a")) == 2


def test_an_unknown_kind_is_said_and_ignored(world, client):
    page = look(client, f"q={MARKER}&kind=none")
    assert total(page) == 5
    assert "none" in page.select_one(".cc-notice").text


JUNK = [
    "q=%00",
    "q=%FF%FE",
    "q=" + "a" * 10_000,
    "q=" + "%E6%95%B0" * 3_000,
    "q=" + "a+" * 5_000,
    "q=%22",
    "q=%22%22%22",
    "q=(",
    "q=AND",
    "q=NOT+OR+NEAR(",
    "q=title:x",
    "q=*",
    "q='%3B--",
    "q=%5C",
    "q=%F0%9F%A6%98",
    "q=a&q=b",
    "q=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=x&page=-1",
    "q=x&exactly=%00&kind=%00",
    "in=%00&q=x",
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whatever_is_sent_is_answered(world, client, language):
    for query in JUNK:
        for address in ("", "suggestions/"):
            response = client.get(f"/{language}/search/{address}?{query}")
            assert (query, address, response.status_code) == (query, address, 200)
            assert b"<script>alert" not in response.content


def test_there_is_no_page_out_of_range(world, client):
    assert client.get(f"/en/search/?q={MARKER}&kind=news&page=99999999999999999999").status_code == 404


def test_it_is_read_only(world, client):
    assert client.post("/en/search/", {"q": MARKER}).status_code == 405


def test_it_costs_the_same_with_one_hit_and_with_many(world, client):
    def cost():
        client.get(f"/en/search/?q={MARKER}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/search/?q={MARKER}")
        return len(queries)

    before = cost()
    for number in range(6):
        translate(make_case(world.edition, title=f"{MARKER} {number}"))
        translate(make_news(world.news, title=f"{MARKER} {number}"))
    assert (before, cost()) == (QUERIES, QUERIES)


def test_what_has_expired_is_found_no_more(world, client):
    """Once the scheduled command has been, which takes it off the site."""
    past = timezone.now() - datetime.timedelta(hours=1)
    for version in world.case.get_translations(inclusive=True):
        type(version).objects.filter(pk=version.pk).update(expire_at=past)
    call_command("publish_scheduled", verbosity=0)
    page = look(client, f"q={MARKER}")
    assert ("cases" in found(page), total(page)) == (False, 4)


def test_alias_copies_are_not_found(world, client):
    """A copy of a page in another language's tree is no page of that language."""
    page = StandardPageFactory(parent=world.home, title="Potoroo")
    page.copy_for_translation(world.zh, alias=True)
    assert total(look(client, "q=potoroo")) == 1
    assert [link["href"] for link in look(client, "q=potoroo", "zh-hans").select(".cc-hit__title a")] == [page.url]
