"""The desk's listings of cases and editions, and what is done to several cases at once."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage
from cases_cms.core.tags import EditorTag, tags_of
from tests.desk import bulk_url, client_of, make_admin, make_user, messages_of, rows_of
from tests.factories import (
    CategoryPageFactory,
    CollectionPageFactory,
    OrganizationFactory,
    StandardPageFactory,
    make_case,
)
from tests.fixtures import read_anew

CASE = "cases_collection.casepage"


@pytest.fixture
def admin(small_site):
    """A client of an administrator, in English."""
    return client_of(make_admin())


def fresh(page):
    """``page`` as it is in the database."""
    return CasePage.objects.get(pk=page.pk)


# --- Listing --------------------------------------------------------------------------------


def build_cases(site):
    """Three cases that differ in everything."""
    return [
        make_case(
            site.edition, title="Beta", category="education", countries=["CN", "KE", "BR", "FR"], outstanding=True
        ),
        make_case(site.edition_before, title="Alpha", category="infrastructure", countries=["CN", "KE"]),
        make_case(
            site.edition, title="Gamma", category="infrastructure", countries=["FR", "BR", "KE"], translated=True
        ),
    ]


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


@pytest.mark.parametrize(
    ("ordering", "titles"),
    [
        ("title", ["Alpha", "Beta", "Gamma"]),
        ("-title", ["Gamma", "Beta", "Alpha"]),
        ("edition", ["Alpha", "Beta", "Gamma"]),
        ("-edition", ["Beta", "Gamma", "Alpha"]),
        ("category", ["Alpha", "Gamma", "Beta"]),
        ("-category", ["Beta", "Alpha", "Gamma"]),
        ("countries", ["Alpha", "Gamma", "Beta"]),
        ("-countries", ["Beta", "Gamma", "Alpha"]),
        ("outstanding", ["Alpha", "Gamma", "Beta"]),
        ("-outstanding", ["Beta", "Alpha", "Gamma"]),
        ("-languages", ["Gamma", "Alpha", "Beta"]),
        ("state", ["Alpha", "Beta", "Gamma"]),
        ("latest_revision_created_at", ["Beta", "Alpha", "Gamma"]),
        ("-latest_revision_created_at", ["Gamma", "Alpha", "Beta"]),
    ],
)
def test_cases_are_sorted(cases, admin, ordering, titles):
    assert rows_of(admin, "practice-cases", f"ordering={ordering}") == titles


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("edition=2023", ["Alpha"]),
        ("edition=2023&edition=2024", ["Alpha", "Beta", "Gamma"]),
        ("category=education", ["Beta"]),
        ("country=FR", ["Beta", "Gamma"]),
        ("country=FR&category=infrastructure", ["Gamma"]),
        ("outstanding=yes", ["Beta"]),
        ("outstanding=no", ["Alpha", "Gamma"]),
        ("languages=zh-hans:live", ["Gamma"]),
    ],
)
def test_cases_are_filtered(cases, admin, query, titles):
    assert rows_of(admin, "practice-cases", f"ordering=title&{query}") == titles


def test_a_case_is_found_by_its_organization_in_any_language(small_site, admin):
    organization = OrganizationFactory(name="Harbour Institute")
    make_case(small_site.edition, title="Net", organizations=[organization])
    make_case(small_site.edition, title="Other")
    assert rows_of(admin, "practice-cases", "q=harbour") == ["Net"]


def test_a_row_says_what_the_case_is(cases, small_site):
    html = client_of(make_admin("other"), "zh-hans").get(reverse("practice-cases:index")).content.decode()
    assert "译Digital infrastructure" in html
    assert "肯尼亚" in html
    assert "cc-desk-swatch--1" in html


def test_a_case_of_a_category_that_is_gone_shows_its_code(cases, admin):
    CasePage.objects.filter(pk=cases[0].pk).update(category="gone", countries=[])
    html = admin.get(reverse("practice-cases:index")).content.decode()
    assert "<span>gone</span>" in html


def test_editions_count_their_cases(cases, small_site, admin):
    make_case(small_site.edition, publish=False)
    response = admin.get(reverse("practice-case-editions:index"))
    assert [(page.year, page.desk.live_cases, page.desk.draft_cases) for page in response.context["object_list"]] == [
        (2024, 2, 1),
        (2023, 1, 0),
    ]
    assert "and 1 draft" in response.content.decode()


# --- Bulk actions: what they do ---------------------------------------------------------------


def test_setting_the_category_says_what_it_did(small_site, cases):
    locked = make_case(small_site.edition, title="Locked")
    holder = make_admin("holder")
    CasePage.objects.filter(pk=locked.pk).update(locked=True, locked_by=holder, locked_at=timezone.now())
    gone = make_case(small_site.edition)
    gone_id = gone.pk
    gone.delete()
    user = make_user("moderator", actions=["change", "publish"], page=small_site.edition)
    url = bulk_url(CASE, "cases_cms_category", [*cases, locked, gone_id])
    response = client_of(user).post(url, {"category": "education"}, follow=True)
    said = messages_of(response)
    assert said[0] == (
        "1 case is now in the category “Education and skills”; 1 left as it was; 1 you may not change; "
        "1 could not be changed; 1 no longer exists."
    )
    assert said[1].startswith("“Locked” stays as it was: ")
    assert len(said) == 2
    assert [fresh(case).category for case in [*cases, locked]] == [
        "education",
        "infrastructure",
        "education",
        "infrastructure",
    ]
    assert catalogue.find_differences() == []


def test_an_editor_without_the_right_to_publish_makes_drafts(small_site, cases):
    user = make_user("editor", actions=["change"], page=small_site.home)
    url = bulk_url(CASE, "cases_cms_outstanding", cases)
    response = client_of(user).post(url, {"outstanding": "yes"}, follow=True)
    assert messages_of(response) == ["2 changed as drafts, to be published by somebody who may; 1 left as it was."]
    assert [fresh(case).outstanding for case in cases] == [True, False, False]


def test_an_outstanding_case_no_longer_is_one(cases, admin):
    response = admin.post(bulk_url(CASE, "cases_cms_outstanding", cases), {"outstanding": "no"}, follow=True)
    assert messages_of(response) == ["1 case is no longer an outstanding one; 2 left as they were."]


def test_tags_are_added_and_removed(cases, admin):
    url = bulk_url(CASE, "cases_cms_tags", cases)
    response = admin.post(url, {"add": "press kit, 展览、booth"}, follow=True)
    assert messages_of(response) == ["3 pages have new tags."]
    assert sorted(tag.name for tag in EditorTag.objects.all()) == ["booth", "press kit", "展览"]
    html = admin.get(url).content.decode()
    assert "In use: booth, press kit, 展览" in html
    response = admin.post(url, {"remove": ["booth", "展览"]}, follow=True)
    assert [tag.name for tag in tags_of([cases[0].translation_key])[cases[0].translation_key]] == ["press kit"]


@pytest.mark.parametrize("data", [{}, {"add": " , "}, {"add": "x" * 101}, {"remove": "none"}])
def test_tags_that_are_none_are_said_to_be(cases, admin, data):
    response = admin.post(bulk_url(CASE, "cases_cms_tags", cases), data)
    assert response.status_code == 200
    assert response.context["form"].errors != {}
    assert EditorTag.objects.count() == 0


def test_cases_are_submitted_for_translation(small_site, cases, admin):
    url = bulk_url(CASE, "cases_cms_translate", cases)
    response = admin.post(url, {"locales": [small_site.zh.pk]}, follow=True)
    assert messages_of(response) == ["2 pages submitted for translation into Simplified Chinese; 1 left as it was."]
    assert CasePage.objects.filter(locale=small_site.zh).count() == 3


@pytest.mark.parametrize("key", ["9" * 30, "9" * 18, "x"])
def test_a_language_that_is_none_is_an_error_of_the_form(small_site, cases, admin, key):
    response = admin.post(bulk_url(CASE, "cases_cms_translate", cases), {"locales": [small_site.zh.pk, key]})
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["locales"])
    assert CasePage.objects.filter(locale=small_site.zh).count() == 1


@pytest.mark.parametrize("parent", ["abc", "", "9" * 30, "987654321"])
def test_all_below_no_page_is_nothing(cases, admin, parent):
    url = bulk_url("wagtailcore.page", "cases_cms_tags", ["all"], f"&childOf={parent}")
    assert messages_of(admin.post(url, {"add": "press"}, follow=True)) == ["Nothing is selected."]
    assert EditorTag.objects.count() == 0


def test_any_page_of_the_explorer_is_tagged_and_submitted(small_site, admin):
    about = StandardPageFactory(parent=small_site.home, title="About")
    url = bulk_url("wagtailcore.page", "cases_cms_tags", [about])
    assert messages_of(admin.post(url, {"add": "press"}, follow=True)) == ["1 page has new tags."]
    url = bulk_url("wagtailcore.page", "cases_cms_translate", [about])
    response = admin.post(url, {"locales": [small_site.zh.pk]}, follow=True)
    assert messages_of(response) == ["1 page submitted for translation into Simplified Chinese."]
    html = admin.get(reverse("wagtailadmin_explore", args=[small_site.home.pk])).content.decode()
    assert "cases_cms_tags" in html
    assert "cases_cms_category" not in html


def test_an_alias_in_the_explorer_stays_as_it_was(small_site, admin):
    case = make_case(small_site.edition, title="Net")
    alias = case.create_alias(parent=small_site.edition_before, update_slug="net-alias")
    response = admin.post(bulk_url(CASE, "cases_cms_outstanding", [alias]), {"outstanding": "yes"}, follow=True)
    assert messages_of(response) == [
        "1 could not be changed.",
        "“Net” stays as it was: It is a copy that follows another page; change that one.",
    ]


def test_a_broken_rule_leaves_a_message_and_no_half_written_state(small_site, admin):
    broken = make_case(small_site.edition, title="Broken", translated=True)
    CasePage.objects.filter(pk=broken.pk).update(countries=["CN"])
    revisions = broken.revisions.count()
    response = admin.post(bulk_url(CASE, "cases_cms_category", [broken]), {"category": "education"}, follow=True)
    assert messages_of(response)[0] == "1 could not be changed."
    assert (fresh(broken).category, broken.revisions.count()) == ("infrastructure", revisions)


# --- Bulk actions: which pages, and who -------------------------------------------------------------


def test_the_categories_offered_are_those_of_the_collection(small_site, cases, admin):
    other = CollectionPageFactory(parent=small_site.home, slug="other")
    CategoryPageFactory(parent=other, title="Far", code="far")
    url = bulk_url(CASE, "cases_cms_category", cases)
    form = admin.get(url).context["form"]
    assert form.fields["category"].choices == [
        ("infrastructure", "Digital infrastructure"),
        ("education", "Education and skills"),
    ]
    for code in ("far", "astrology", ""):
        response = admin.post(url, {"category": code})
        assert response.status_code == 200
        assert list(response.context["form"].errors) == ["category"]
    assert [fresh(case).category for case in cases] == ["education", "infrastructure", "infrastructure"]


@pytest.mark.parametrize("action", ["cases_cms_category", "cases_cms_tags", "publish", "delete"])
@pytest.mark.parametrize("ids", [[], ["", "x", "-1", "9" * 30]])
def test_nothing_selected_is_said(cases, admin, action, ids):
    for method in (admin.get, admin.post):
        response = method(bulk_url(CASE, action, ids), follow=True)
        assert messages_of(response) == ["Nothing is selected."]
    assert CasePage.objects.count() == 4


def test_a_page_that_is_gone_is_said_to_be(small_site, cases, admin):
    gone = cases.pop()
    gone_id = gone.pk
    gone.delete()
    url = bulk_url(CASE, "cases_cms_outstanding", [gone_id])
    assert admin.get(url).status_code == 200
    response = admin.post(url, {"outstanding": "yes"}, follow=True)
    assert messages_of(response) == ["1 no longer exists."]


def test_pages_out_of_reach_are_not_named(small_site, cases):
    user = make_user("editor", actions=["change"], page=small_site.edition_before)
    client = client_of(user)
    html = client.get(bulk_url(CASE, "cases_cms_outstanding", cases)).content.decode()
    assert "Alpha" in html
    assert "Beta" not in html
    response = client.post(bulk_url(CASE, "cases_cms_outstanding", cases[:1]), {"outstanding": "no"}, follow=True)
    assert messages_of(response) == ["1 you may not change."]
    assert fresh(cases[0]).outstanding is True


def test_who_may_only_add_sees_which_pages_it_may_not_change(small_site, cases):
    client = client_of(make_user("adder", actions=["add"], page=small_site.edition_before))
    url = bulk_url(CASE, "cases_cms_outstanding", [cases[1]])
    assert "You may not change this page:" in client.get(url).content.decode()
    response = client.post(url, {"outstanding": "yes"}, follow=True)
    assert messages_of(response) == ["1 you may not change."]


def test_submitting_takes_its_permission(small_site, cases):
    client = client_of(make_user("editor", actions=["change"], page=small_site.home))
    url = bulk_url(CASE, "cases_cms_translate", cases)
    response = client.post(url, {"locales": [small_site.zh.pk]}, follow=True)
    assert messages_of(response) == ["3 you may not change."]
    assert CasePage.objects.filter(locale=small_site.zh).count() == 1


def test_all_are_those_of_the_filtered_listing(small_site, cases, admin):
    url = bulk_url(CASE, "cases_cms_outstanding", ["all"], "&category=infrastructure&edition=2024")
    response = admin.post(url, {"outstanding": "yes"}, follow=True)
    assert messages_of(response) == ["1 case is now an outstanding one."]
    assert [fresh(case).outstanding for case in cases] == [True, False, True]


def test_deleting_all_of_a_filtered_listing_spares_the_rest_of_the_site(small_site, cases, admin):
    before = Page.objects.count()
    admin.post(bulk_url(CASE, "delete", ["all"], "&q=alpha"))
    assert Page.objects.count() == before - 1
    assert CasePage.objects.filter(title="Alpha").count() == 0


def test_publishing_and_unpublishing_from_the_listing(small_site, cases, admin):
    admin.post(bulk_url(CASE, "unpublish", cases))
    assert CasePage.objects.filter(live=True, locale=small_site.en).count() == 0
    admin.post(bulk_url(CASE, "publish", ["all"]))
    assert CasePage.objects.filter(live=True, locale=small_site.en).count() == 3
    assert catalogue.find_differences() == []


def test_the_listing_offers_the_actions_of_cases(cases, admin):
    html = admin.get(reverse("practice-cases:index")).content.decode()
    offered = ["category", "outstanding", "translate", "tags"]
    assert all(f"/admin/bulk/cases_collection/casepage/cases_cms_{action}/" in html for action in offered)
    for action in ("publish", "unpublish", "delete"):
        assert f"/admin/bulk/cases_collection/casepage/{action}/" in html
    assert "/admin/bulk/wagtailcore/" not in html
    html = admin.get(reverse("practice-case-editions:index")).content.decode()
    assert "cases_cms_tags" in html
    assert "cases_cms_category" not in html
