import pytest

from cases_cms.core import services
from cases_cms.members.models import MemberOrganizationPage
from tests.factories import (
    MemberOrganizationPageFactory,
    MembersIndexPageFactory,
    OrganizationFactory,
    translate,
)
from tests.fixtures import context_of


@pytest.fixture
def index(small_site):
    """Members of three kinds and three countries, one of them a draft."""
    page = MembersIndexPageFactory(parent=small_site.home)
    translate(page)
    for title, kind, country, publish in (
        ("Beta", "senior", "KE", True),
        ("Alpha", "senior", "CN", True),
        ("Gamma", "initiating", "CN", True),
        ("Delta", "individual", "", True),
        ("Secret", "member", "FR", False),
    ):
        member = MemberOrganizationPageFactory(
            parent=page,
            title=title,
            kind=kind,
            organization=OrganizationFactory(country=country),
            publish=publish,
        )
        if title == "Alpha":
            translate(member)
    return page


def groups(page, query=""):
    return [(str(label), [item.title for item in items]) for label, items in context_of(page, query)["groups"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "",
            [
                ("Initiating members", ["Gamma"]),
                ("Senior members", ["Alpha", "Beta"]),
                ("Individual members", ["Delta"]),
            ],
        ),
        ("kind=senior", [("Senior members", ["Alpha", "Beta"])]),
        ("country=CN", [("Initiating members", ["Gamma"]), ("Senior members", ["Alpha"])]),
        ("country=CN&country=KE&kind=senior", [("Senior members", ["Alpha", "Beta"])]),
        ("kind=individual&country=CN", []),
    ],
)
def test_list_by_kind_and_country(index, query, found):
    assert groups(index, query) == found
    assert context_of(index, query)["total"] == sum(len(items) for _label, items in found)


def test_countries_of_drafts_are_not_offered(index):
    context = context_of(index, "country=FR")
    facets = {facet.name: [option.value for option in facet.options] for facet in context["facets"]}
    assert facets["country"] == ["CN", "KE"]
    assert context["ignored"] == [("Countries and regions", "FR")]
    assert "Secret" not in str(groups(index))


def test_chinese_list(index, small_site):
    members = [title for _label, items in groups(small_site.in_zh(index)) for title in items]
    assert sorted(members) == ["Beta", "Delta", "Gamma", "译Alpha"]


def test_member_taken_off_is_gone(index):
    services.unpublish_page(page=index.get_children().get(title="Gamma").specific)
    assert groups(index, "country=CN") == [("Senior members", ["Alpha"])]


def test_a_member_belongs_to_no_edition(index):
    member = MemberOrganizationPage.objects.get(title="Alpha", locale__language_code="en")
    assert list(MemberOrganizationPage.about_cases([str(member.translation_key)])) == []
    assert MemberOrganizationPage.case_keys_in(member.serializable_data()) == []
