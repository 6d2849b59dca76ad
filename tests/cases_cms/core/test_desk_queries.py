"""Every listing of the desk costs the same number of queries with one row and with thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases_cms.core.bulk_services import tag_pages
from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import RoleCode
from cases_cms.localization.models import LanguageRole
from tests.admin.role_world import make_user as play
from tests.desk import client_of, make_admin, make_user
from tests.factories import (
    EditionPageFactory,
    ImageFactory,
    JourneyPageFactory,
    JourneysIndexPageFactory,
    MemberOrganizationPageFactory,
    MembersIndexPageFactory,
    NewsIndexPageFactory,
    OrganizationFactory,
    OutstandingStoryPageFactory,
    StoriesIndexPageFactory,
    VoicesIndexPageFactory,
    VoicesPageFactory,
    make_case,
    make_news,
    translate,
)

MANY = 30


class Rows:
    """Makes rows of each listing, with all that a row can show."""

    def __init__(self, site):
        self.site, self.number = site, 0
        self.image = ImageFactory()
        self.organization = OrganizationFactory()
        translate(self.organization)
        self.case = make_case(site.edition, title="The case")

    def index(self, factory):
        index = factory(parent=self.site.home)
        translate(index)
        return index

    def cases(self, _index):
        return self.both(make_case(self.site.edition, cover=self.image, organizations=[self.organization]))

    def editions(self, _index):
        return self.both(EditionPageFactory(parent=self.site.collection, year=2030 + self.number, cover=self.image))

    def stories(self, index):
        return self.both(OutstandingStoryPageFactory(parent=index, case=self.case, cover=self.image))

    def voices(self, index):
        return self.both(
            VoicesPageFactory(parent=index, case=self.case, organization=self.organization, portrait=self.image)
        )

    def journeys(self, index):
        return self.both(
            JourneyPageFactory(parent=index, case=self.case, organization=self.organization, cover=self.image)
        )

    def news(self, index):
        return self.both(make_news(index, cases=[self.case], cover=self.image))

    def members(self, index):
        return self.both(MemberOrganizationPageFactory(parent=index, organization=self.organization, logo=self.image))

    def both(self, page):
        """``page``, and for every tenth one its translation."""
        if self.number % 10 == 1:
            translate(page)
        return page

    def add(self, name, index, number):
        """``number`` rows, tagged, every other one with an unpublished change."""
        pages = []
        for _row in range(number):
            self.number += 1
            page = getattr(self, name)(index)
            if self.number % 2:
                page.save_revision(clean=False)
            pages.append(page)
        tag_pages(pages=pages, add=["press", f"day {self.number}"])


LISTINGS = {
    "cases": ("practice-cases", None, 24, 32),
    "editions": ("practice-case-editions", None, 17, 25),
    "stories": ("practice-case-stories", StoriesIndexPageFactory, 19, 27),
    "voices": ("practice-case-voices", VoicesIndexPageFactory, 20, 28),
    "journeys": ("practice-case-journeys", JourneysIndexPageFactory, 20, 28),
    "news": ("practice-case-news", NewsIndexPageFactory, 20, 28),
    "members": ("practice-case-members", MembersIndexPageFactory, 18, 26),
}


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_costs_the_same_with_one_row_and_with_thirty(small_site, name):
    address, factory, for_admin, for_editor = LISTINGS[name]
    rows = Rows(small_site)
    index = rows.index(factory) if factory else None
    clients = [
        client_of(make_admin()),
        client_of(
            make_user(
                "editor",
                actions=["add", "change", "publish"],
                page=small_site.home,
                permissions=["wagtail_localize.submit_translation"],
            )
        ),
    ]

    def cost(client, part):
        client.get(reverse(f"{address}:{part}"))  # renditions are made, and caches filled
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(f"{address}:{part}"))
        assert response.status_code == 200
        return len(queries), len(response.context["object_list"])

    def costs():
        """Of the list itself, which has a literal cost, and of the whole page with all menus there are."""
        return [cost(client, part) for part in ("index_results", "index") for client in clients]

    rows.add(name, index, 1)
    one = costs()
    rows.add(name, index, MANY - 1)
    many = costs()
    assert [number for _queries, number in many] == [number + MANY - 1 for _queries, number in one]
    assert [queries for queries, _number in many] == [queries for queries, _number in one]
    assert [queries for queries, _number in many[:2]] == [for_admin, for_editor]


def test_who_may_edit_some_rows_only_costs_the_same(small_site):
    setup_roles()
    translator = play("translator", RoleCode.TRANSLATORS)
    LanguageRole.objects.create(user=translator, locale=small_site.zh)
    client = client_of(translator)

    def cost():
        client.get(reverse("practice-cases:index_results"))
        with CaptureQueriesContext(connection) as queries:
            rows = client.get(reverse("practice-cases:index_results")).context["object_list"]
        return len(rows), sum(bool(page.desk.edit_url) for page in rows), len(queries)

    make_case(small_site.edition, translated=True)
    make_case(small_site.edition)
    few = cost()
    for _number in range(9):
        make_case(small_site.edition, translated=True)
        make_case(small_site.edition)
    assert [few, cost()] == [(2, 1, 33), (20, 10, 33)]
