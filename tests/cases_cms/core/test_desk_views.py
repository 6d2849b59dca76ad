import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cases_cms.core import services
from tests.factories import NewsIndexPageFactory, NewsPageFactory, make_case, translate


@pytest.fixture
def case(small_site):
    """A public case in both languages whose English has a newer draft."""
    case = make_case(small_site.edition, title="Digital Dunhuang", translated=True)
    case.title = "Digital Dunhuang, the draft"
    services.save_page(page=case)
    return case


@pytest.fixture
def writer(client, small_site):
    """Somebody who may edit below the Chinese home page only."""
    group = Group.objects.create(name="writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=small_site.in_zh(small_site.home), permission=permission)
    user = get_user_model().objects.create_user("writer", "writer@example.org", "secret")
    user.groups.add(group)
    client.force_login(user)
    return client


# --- Slugs ---------------------------------------------------------------------------------


def suggest(client, **values):
    return client.get(reverse("cases_cms_slug"), values)


def test_a_slug_is_suggested_for_a_title(admin_client, small_site):
    assert suggest(admin_client, title="重庆").json() == {"slug": "chong-qing"}
    assert suggest(admin_client, title=" ").json() == {"slug": ""}
    assert suggest(admin_client).json() == {"slug": ""}


def test_a_suggested_slug_is_free_below_the_parent(admin_client, small_site):
    index = NewsIndexPageFactory(parent=small_site.home)
    page = NewsPageFactory(parent=index, title="重庆")
    assert suggest(admin_client, title="重庆", parent=index.pk).json() == {"slug": "chong-qing-2"}
    assert suggest(admin_client, title="重庆", page=page.pk).json() == {"slug": "chong-qing"}


@pytest.mark.parametrize("parent", ["x", "-1", "9" * 30, "999999", "1 or 1", "²"])
def test_a_place_that_is_none_changes_nothing(admin_client, small_site, parent):
    assert suggest(admin_client, title="重庆", parent=parent).json() == {"slug": "chong-qing"}
    assert suggest(admin_client, title="重庆", page=parent).json() == {"slug": "chong-qing"}


def test_nobody_learns_what_lies_where_he_may_not_write(writer, small_site):
    index = NewsIndexPageFactory(parent=small_site.home)
    page = NewsPageFactory(parent=index, title="重庆")
    assert suggest(writer, title="重庆", parent=index.pk).json() == {"slug": "chong-qing"}
    assert suggest(writer, title="重庆", page=page.pk).json() == {"slug": "chong-qing"}


def test_visitors_are_led_to_the_login(client, small_site, case):
    for address in (
        reverse("cases_cms_slug"),
        reverse("cases_cms_side_by_side", args=[case.pk]),
        reverse("cases_cms_framed_draft", args=[case.pk]),
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("wagtailadmin_login"))


# --- Side by side --------------------------------------------------------------------------


def frames(response):
    """``{language: whether it has a frame}`` of the view of all languages."""
    return {entry["locale"].language_code: "frame_url" in entry for entry in response.context["languages"]}


def test_a_page_is_shown_in_all_languages_at_three_widths(admin_client, small_site, case):
    response = admin_client.get(reverse("cases_cms_side_by_side", args=[case.pk]))
    assert frames(response) == {"en": True, "zh-hans": True}
    html = response.content.decode()
    chinese = small_site.in_zh(case)
    for page in (case, chinese):
        assert html.count(f'src="{reverse("cases_cms_framed_draft", args=[page.pk])}"') == 3
    assert [f'width="{width}"' in html for width in (360, 768, 1440)] == [True, True, True]
    assert "live, with a newer draft" in html


def test_one_width_can_be_chosen(admin_client, small_site, case):
    address = reverse("cases_cms_side_by_side", args=[case.pk])
    html = admin_client.get(f"{address}?width=768").content.decode()
    assert (html.count("<iframe"), html.count('width="768"')) == (2, 2)
    assert admin_client.get(f"{address}?width=xyz").content.decode().count("<iframe") == 6


def test_the_page_that_was_asked_for_comes_first(admin_client, small_site, case):
    response = admin_client.get(reverse("cases_cms_side_by_side", args=[small_site.in_zh(case).pk]))
    assert list(frames(response)) == ["zh-hans", "en"]


def test_a_missing_language_is_said_and_can_be_made(admin_client, small_site):
    case = make_case(small_site.edition)
    response = admin_client.get(reverse("cases_cms_side_by_side", args=[case.pk]))
    assert frames(response) == {"en": True, "zh-hans": False}
    html = response.content.decode()
    assert "There is no page in this language yet (Simplified Chinese)." in html
    assert reverse("wagtail_localize:submit_page_translation", args=[case.pk]) in html


def test_the_frame_shows_the_draft_and_may_stand_in_the_admin(admin_client, small_site, case):
    response = admin_client.get(reverse("cases_cms_framed_draft", args=[case.pk]))
    assert "Digital Dunhuang, the draft" in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "frame-ancestors 'none'" not in policy
    public = admin_client.get(case.url)
    assert "Digital Dunhuang, the draft" not in public.content.decode()
    assert "frame-ancestors 'none'" in public["Content-Security-Policy"]


def test_drafts_are_for_those_who_may_edit_them(writer, small_site, case):
    chinese = small_site.in_zh(case)
    response = writer.get(reverse("cases_cms_side_by_side", args=[chinese.pk]))
    assert frames(response) == {"zh-hans": True, "en": False}
    html = response.content.decode()
    assert "You may not see drafts of this page in this language." in html
    assert reverse("cases_cms_framed_draft", args=[case.pk]) not in html
    for name in ("cases_cms_side_by_side", "cases_cms_framed_draft"):
        response = writer.get(reverse(name, args=[case.pk]))
        assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


@pytest.mark.parametrize("pk", [1, 999999])
def test_there_is_nothing_to_preview_without_a_page(admin_client, small_site, pk):
    assert admin_client.get(reverse("cases_cms_side_by_side", args=[pk]), follow=True).status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_queries_do_not_grow_with_drafts(admin_client, small_site, number, django_assert_num_queries):
    case = make_case(small_site.edition)
    translate(case)
    for _number in range(number):
        services.save_page(page=case)
    admin_client.get(reverse("cases_cms_side_by_side", args=[case.pk]))
    with django_assert_num_queries(SIDE_BY_SIDE_QUERIES):
        admin_client.get(reverse("cases_cms_side_by_side", args=[case.pk]))


#: Those of any page of the admin (session, person, roles) included.
SIDE_BY_SIDE_QUERIES = 11


def test_editor_and_listing_lead_there(admin_client, small_site, case):
    address = reverse("cases_cms_side_by_side", args=[case.pk])
    editor = admin_client.get(reverse("wagtailadmin_pages:edit", args=[case.pk]))
    listing = admin_client.get(reverse("wagtailadmin_explore", args=[small_site.edition.pk]))
    assert [address in response.content.decode() for response in (editor, listing)] == [True, True]


def test_the_preview_beside_the_editor_has_our_widths(small_site, case):
    assert [size["device_width"] for size in case.preview_sizes] == [360, 768, 1440]
