"""A list costs the same number of queries with one row and with three, covers and renditions included."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import HomePage
from tests.factories import (
    ImageFactory,
    JourneyPageFactory,
    JourneysIndexPageFactory,
    MemberOrganizationPageFactory,
    MembersIndexPageFactory,
    NewsIndexPageFactory,
    OrganizationFactory,
    OutstandingStoryPageFactory,
    StandardPageFactory,
    StoriesIndexPageFactory,
    VoicesIndexPageFactory,
    VoicesPageFactory,
    make_case,
    make_news,
    translate,
)
from tests.fixtures import text_of
from tests.home.test_models import fill


class Lists:
    """The small site with its indexes; ``add`` makes one row more in every list."""

    def __init__(self, site):
        self.site = site
        self.number = 0
        home = site.home
        self.stories = StoriesIndexPageFactory(parent=home)
        self.voices = VoicesIndexPageFactory(parent=home)
        self.journeys = JourneysIndexPageFactory(parent=home)
        self.news = NewsIndexPageFactory(parent=home)
        self.members = MembersIndexPageFactory(parent=home)
        self.about = StandardPageFactory(parent=home, title="About", slug="about")
        for page in (self.stories, self.voices, self.journeys, self.news, self.members, self.about):
            translate(page)
        self.case = None
        # Every case has one near to it, with a cover.
        make_case(
            site.edition_before, title="Near", countries=["CN", "KE"], translated=True, full=True, cover=ImageFactory()
        )
        fill(home)
        translate(HomePage.objects.get(pk=home.pk))

    def add(self):
        number = self.number = self.number + 1
        cover = {"cover": ImageFactory()}
        organization = OrganizationFactory(country=["CN", "KE", "BR"][number % 3])
        translate(organization)
        case = make_case(
            self.site.edition,
            title=f"Case {number}",
            outstanding=True,
            countries=["CN", "KE"],
            organizations=[organization],
            translated=True,
            full=True,
            **cover,
        )
        self.case = self.case or case
        about = {"case": self.case, **cover}
        pages = [
            OutstandingStoryPageFactory(parent=self.stories, **about),
            JourneyPageFactory(parent=self.journeys, organization=organization, **about),
            VoicesPageFactory(parent=self.voices, case=self.case, organization=organization, portrait=cover["cover"]),
            MemberOrganizationPageFactory(
                parent=self.members, organization=organization, logo=cover["cover"], kind="senior"
            ),
        ]
        for page in pages:
            translate(page)
        make_news(self.news, cases=[self.case], date=datetime.date(2024, 1, number), translated=True, **cover)
        StandardPageFactory(parent=self.about)
        self.about.refresh_from_db()


LISTS = {
    "home": (lambda lists: lists.site.home, ""),
    "collection": (lambda lists: lists.site.collection, ""),
    "collection, filtered": (
        lambda lists: lists.site.collection,
        "category=infrastructure&country=KE&outstanding=yes&q=case&year=2024",
    ),
    "category": (lambda lists: lists.site.infrastructure, ""),
    "edition": (lambda lists: lists.site.edition, ""),
    "case": (lambda lists: lists.case, ""),
    "stories": (lambda lists: lists.stories, ""),
    "voices": (lambda lists: lists.voices, ""),
    "journeys": (lambda lists: lists.journeys, ""),
    "news": (lambda lists: lists.news, ""),
    "news, filtered": (lambda lists: lists.news, "kind=wic&year=2024"),
    "members": (lambda lists: lists.members, ""),
    "members, filtered": (lambda lists: lists.members, "kind=senior"),
    "standard page": (lambda lists: lists.about, ""),
}


@pytest.fixture
def lists(small_site):
    return Lists(small_site)


def cost(call):
    """Number of queries of ``call`` once renditions and caches are warm, and what they are."""
    call()
    with CaptureQueriesContext(connection) as queries:
        call()
    return [query["sql"] for query in queries.captured_queries]


def test_lists_cost_the_same_with_one_row_and_with_three(lists, client):
    def costs():
        result = {}
        for name, (find, query) in LISTS.items():
            for page in (find(lists), lists.site.in_zh(find(lists))):
                key = f"{name} ({page.locale.language_code})"
                result[key] = len(cost(lambda page=page, query=query: text_of(client, page, query)))
        result["sitemap"] = len(cost(lambda: client.get("/sitemap.xml")))
        return result

    lists.add()
    one = costs()
    lists.add()
    lists.add()
    three = costs()
    assert three == one


def test_news_cost_the_same_with_one_case_and_with_three(lists, client):
    lists.add()
    cases = [make_case(lists.site.edition, title=f"Other {number}") for number in range(3)]
    one = make_news(lists.news, cases=cases[:1])
    three = make_news(lists.news, cases=cases)
    costs = [len(cost(lambda page=page: text_of(client, page))) for page in (one, three)]
    assert costs[0] == costs[1]
