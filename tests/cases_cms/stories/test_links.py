"""Case, story, voice, journey, news and organization are linked both ways, and no page breaks with what it links to."""

from copy import copy

import pytest
from django.db.models import ProtectedError
from django.utils import translation
from wagtail.models import PageViewRestriction

from cases_cms.collection.models import EditionPage, EditionRecipient
from cases_cms.core import services
from tests.factories import (
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
from tests.fixtures import SOURCE, context_of, load_small_site, text_of


class Around:
    """A case in both languages, and a page of each kind about its English page, translated too."""

    def __init__(self, site):
        self.site = site
        self.organization = OrganizationFactory(name="Wu Networks")
        translate(self.organization, name="吴氏网络")
        self.case = make_case(
            site.edition, title="Net", slug="net", translated=True, organizations=[self.organization], outstanding=True
        )
        home = site.home
        self.indexes = {
            "stories": StoriesIndexPageFactory(parent=home),
            "voices": VoicesIndexPageFactory(parent=home),
            "journeys": JourneysIndexPageFactory(parent=home),
            "news": NewsIndexPageFactory(parent=home),
            "members": MembersIndexPageFactory(parent=home),
        }
        for page in self.indexes.values():
            translate(page)
        about = {"case": self.case}
        self.pages = {
            "stories": OutstandingStoryPageFactory(parent=self.indexes["stories"], title="Story", **about),
            "voices": VoicesPageFactory(
                parent=self.indexes["voices"], title="Voice", organization=self.organization, **about
            ),
            "journeys": JourneyPageFactory(
                parent=self.indexes["journeys"], title="Journey", organization=self.organization, **about
            ),
            "news": make_news(self.indexes["news"], title="News", cases=[self.case]),
            "members": MemberOrganizationPageFactory(
                parent=self.indexes["members"], title="Member", organization=self.organization
            ),
        }
        for page in self.pages.values():
            translate(page)

    def again(self, site):
        """The same with objects read anew, for a test that changes them."""
        fresh = copy(self)
        fresh.site = site
        fresh.organization, fresh.case = map(read_anew, (self.organization, self.case))
        fresh.indexes = {kind: read_anew(page) for kind, page in self.indexes.items()}
        fresh.pages = {kind: read_anew(page) for kind, page in self.pages.items()}
        return fresh

    def all_pages(self):
        pages = [self.site.home, self.site.collection, self.site.edition, self.site.infrastructure]
        pages += [*self.indexes.values(), *self.pages.values()]
        return [*pages, *(self.site.in_zh(page) for page in pages)]


def read_anew(item):
    return type(item).objects.get(pk=item.pk)


@pytest.fixture(scope="module")
def around_data(small_site_data, django_db_blocker):
    """Made once for all tests of this module, in the small site's transaction."""
    with django_db_blocker.unblock(), translation.override(SOURCE):
        return Around(load_small_site())


@pytest.fixture
def around(around_data, small_site):
    return around_data.again(small_site)


def related(page):
    """``{kind: [titles]}`` of what a page shows below."""
    return {section.code: [item.title for item in section.items] for section in context_of(page)["related"]}


ALL = {"stories": ["Story"], "voices": ["Voice"], "journeys": ["Journey"], "news": ["News"]}
ALL_ZH = {kind: [f"译{title}" for title in titles] for kind, titles in ALL.items()}


def test_case_shows_all_that_is_about_it_in_both_languages(around):
    assert related(around.case) == ALL
    assert related(around.site.in_zh(around.case)) == ALL_ZH


def test_case_names_its_organizations_with_their_pages(around):
    ((_role, lines),) = context_of(around.case)["organizations"]
    ((organization, profile, _item),) = lines
    assert (organization.name, profile.title) == ("Wu Networks", "Member")
    ((_role, lines),) = context_of(around.site.in_zh(around.case))["organizations"]
    ((organization, profile, _item),) = lines
    assert (organization.name, profile.title) == ("吴氏网络", "译Member")


@pytest.mark.parametrize("kind", ["stories", "voices", "journeys", "news", "members"])
def test_page_shows_its_case_and_what_else_belongs_to_it(around, kind):
    page = around.pages[kind]
    assert [card.title for card in context_of(page)["case_cards"]] == ["Net"]
    assert related(page) == {name: titles for name, titles in ALL.items() if name != kind}
    zh = around.site.in_zh(page)
    assert [card.title for card in context_of(zh)["case_cards"]] == ["译Net"]
    assert related(zh) == {name: titles for name, titles in ALL_ZH.items() if name != kind}


@pytest.mark.parametrize("kind", list(ALL))
def test_link_made_to_the_chinese_page_holds_in_english(around, kind):
    zh_case = around.site.in_zh(around.case)
    case = make_case(around.site.edition, title="Other", slug="other", translated=True)
    assert related(case) == {}
    for page in (around.pages[kind], around.site.in_zh(around.pages[kind])):
        if kind == "news":
            page.related_cases = [type(page.related_cases.first())(case_key=around.site.in_zh(case).translation_key)]
        else:
            page.case_key = around.site.in_zh(case).translation_key
        services.save_page(page=page, publish=True)
    assert related(case) == {kind: ALL[kind]}
    assert related(around.site.in_zh(case)) == {kind: ALL_ZH[kind]}
    assert kind not in related(zh_case)


@pytest.mark.parametrize("kind", list(ALL))
def test_page_without_a_translation_is_shown_in_the_language_it_has(around, kind):
    around.site.in_zh(around.pages[kind]).delete()
    assert related(around.site.in_zh(around.case)) == {**ALL_ZH, kind: ALL[kind]}
    assert related(around.case) == ALL


def draft(page, site):
    services.unpublish_page(page=page)


def restricted(page, site):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def index_unpublished(page, site):
    services.unpublish_page(page=page.get_parent())


def index_restricted(page, site):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


@pytest.mark.parametrize("hide", [draft, restricted, index_unpublished, index_restricted])
@pytest.mark.parametrize("kind", list(ALL))
def test_what_is_hidden_shows_nowhere(around, kind, hide):
    for page in (around.pages[kind], around.site.in_zh(around.pages[kind])):
        hide(page, around.site)
    rest = {name: titles for name, titles in ALL.items() if name != kind}
    assert related(around.case) == rest
    for other, page in around.pages.items():
        if other != kind:
            assert kind not in related(page)


@pytest.mark.parametrize("hide", [draft, restricted, index_unpublished, index_restricted])
def test_member_that_is_hidden_is_not_linked(around, hide):
    for page in (around.pages["members"], around.site.in_zh(around.pages["members"])):
        hide(page, around.site)
    ((_role, lines),) = context_of(around.case)["organizations"]
    assert [(organization.name, profile) for organization, profile, _item in lines] == [("Wu Networks", None)]


def test_alias_of_a_page_about_a_case_shows_once(around):
    around.site.in_zh(around.pages["stories"]).delete()
    around.pages["stories"].copy_for_translation(around.site.zh, alias=True)
    assert related(around.site.in_zh(around.case))["stories"] == ["Story"]


# --- A case that is gone ---------------------------------------------------------------------------------


def delete_case(around):
    around.case.delete()


def delete_all(around):
    around.site.in_zh(around.case).delete()
    around.case.delete()


def unpublish_all(around):
    services.unpublish_page(page=around.site.in_zh(around.case))
    services.unpublish_page(page=around.case)


def move(around):
    around.case.move(around.site.edition_before, pos="last-child")


def unpublish_editions(around):
    services.unpublish_page(page=around.site.in_zh(around.site.edition))
    services.unpublish_page(page=around.site.edition)


def delete_editions(around):
    around.site.in_zh(around.site.edition).delete()
    EditionPage.objects.get(pk=around.site.edition.pk).delete()


def restrict_all(around):
    restricted(around.case, around.site)
    restricted(around.site.in_zh(around.case), around.site)


@pytest.mark.parametrize(
    ("change", "is_gone"),
    [
        (delete_case, False),
        (delete_all, True),
        (unpublish_all, True),
        (move, False),
        (unpublish_editions, True),
        (delete_editions, True),
        (restrict_all, True),
    ],
)
def test_no_page_breaks_with_its_case(around, client, change, is_gone):
    pages = around.all_pages()
    change(around)
    for page in pages:
        page = type(page).objects.filter(pk=page.pk, live=True).first()
        if page is None:
            continue
        text = text_of(client, page)
        if is_gone:
            assert "/collection/2024/net/" not in text
            assert "A network for villages." not in text
            context = context_of(page)
            assert context.get("case_cards", []) == []
            assert [card.title for card in context.get("cards", [])] == []


def test_organization_that_is_used_is_not_deleted(around):
    with pytest.raises(ProtectedError):
        around.organization.delete()


# --- Members ------------------------------------------------------------------------------------------------


def test_member_shows_its_awards(around):
    edition = around.site.edition
    edition.recipients = [EditionRecipient(organization=around.organization)]
    services.save_page(page=edition, publish=True)
    translate(EditionPage.objects.get(pk=edition.pk))
    member = around.pages["members"]
    assert [page.title for page in context_of(member)["awards"]] == ["Edition 2024"]
    zh = around.site.in_zh(member)
    assert [page.title for page in context_of(zh)["awards"]] == ["译Edition 2024"]
    assert [name.name for name, _profile, _item in context_of(edition)["recipients"]] == ["Wu Networks"]
    services.unpublish_page(page=edition)
    services.unpublish_page(page=around.site.in_zh(edition))
    assert list(context_of(member)["awards"]) == []


def test_member_has_its_country_and_website_from_its_organization(around):
    around.organization.website = "https://example.org"
    around.organization.country = "KE"
    around.organization.save()
    member = type(around.pages["members"]).objects.get(pk=around.pages["members"].pk)
    assert (member.country, member.country_name, member.website) == ("KE", "Kenya", "https://example.org")
