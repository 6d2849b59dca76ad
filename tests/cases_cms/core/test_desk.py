"""The menu, and what all listings of the desk have in common."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.models import PageViewRestriction

from cases_cms.collection.models import CasePage
from cases_cms.core.bulk_services import tag_pages
from cases_cms.core.desk.bulk import page_ids
from cases_cms.core.desk.languages import LanguageState, page_languages
from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import RoleCode
from cases_cms.localization.models import LanguageRole
from tests.admin.role_world import make_user as play
from tests.desk import client_of, make_admin, make_user, rows_of
from tests.factories import (
    MembersIndexPageFactory,
    NewsIndexPageFactory,
    StoriesIndexPageFactory,
    make_case,
    make_news,
)

ITEMS = [
    "practice-cases",
    "practice-case-editions",
    "organizations",
    "practice-case-stories",
    "practice-case-voices",
    "practice-case-journeys",
    "practice-case-news",
    "practice-case-members",
]
LISTINGS = [name for name in ITEMS if name != "organizations"]


def menu_of(user):
    """Names of the items of "Practice cases" that ``user`` sees, in order; None where there is no such menu."""
    request = RequestFactory().get("/admin/")
    request.user = user
    for item in admin_menu.menu_items_for_request(request):
        if item.name == "practice-cases":
            items = item.menu.menu_items_for_request(request)
            return [each.name for each in sorted(items, key=lambda each: each.order)]
    return None


# --- The menu -----------------------------------------------------------------------------------


def test_an_administrator_sees_all_items(small_site):
    assert menu_of(make_admin()) == ITEMS


def test_who_may_work_on_a_part_sees_its_items_only(small_site):
    news = NewsIndexPageFactory(parent=small_site.home)
    StoriesIndexPageFactory(parent=small_site.home)
    assert menu_of(make_user("reporter", actions=["add"], page=news)) == ["practice-case-news"]
    assert menu_of(make_user("editor", actions=["change"], page=small_site.edition)) == [
        "practice-cases",
        "practice-case-editions",
    ]


def test_who_may_do_nothing_sees_no_menu(small_site):
    assert menu_of(make_user("nobody")) is None


def test_organizations_are_no_item_of_their_own(small_site):
    request = RequestFactory().get("/admin/")
    request.user = make_admin()
    assert "organizations" not in [item.name for item in admin_menu.menu_items_for_request(request)]
    assert "organizations" in menu_of(make_user("clerk", permissions=["cases_collection.view_organization"]))


@pytest.mark.parametrize("name", LISTINGS)
def test_a_listing_is_closed_to_who_may_do_nothing_there(small_site, name):
    index = MembersIndexPageFactory(parent=small_site.home)
    user = make_user("stranger", actions=["change"], page=index)
    response = client_of(user).get(reverse(f"{name}:index"))
    assert (response.status_code, response.headers.get("Location")) == (
        (200, None) if name == "practice-case-members" else (302, "/admin/")
    )


# --- Which rows -----------------------------------------------------------------------------------


@pytest.fixture
def admin(small_site):
    """A client of an administrator, in English."""
    return client_of(make_admin())


def test_a_case_is_one_row_in_the_language_of_the_reader(small_site, admin):
    make_case(small_site.edition, title="Both", translated=True)
    make_case(small_site.edition, title="English")
    chinese = CasePage(title="中文", slug="zhongwen", locale=small_site.zh, live=False)
    small_site.in_zh(small_site.edition).add_child(instance=chinese)
    assert rows_of(admin, "practice-cases", "ordering=title") == ["Both", "English", "中文"]
    in_chinese = client_of(make_admin("other"), "zh-hans")
    assert rows_of(in_chinese, "practice-cases", "ordering=title") == ["English", "中文", "译Both"]
    assert rows_of(admin, "practice-cases", "ordering=title&locale=zh-hans") == ["中文", "译Both"]
    assert rows_of(admin, "practice-cases", "ordering=title&locale=en") == ["Both", "English"]


def test_a_row_is_what_the_reader_may_work_on(small_site):
    case = make_case(small_site.edition, title="Net", translated=True)
    make_case(small_site.edition_before, title="Other")
    user = make_user("translator", actions=["change"], page=small_site.in_zh(small_site.edition))
    response = client_of(user).get(reverse("practice-cases:index"))
    assert [page.title for page in response.context["object_list"]] == ["译Net"]
    states = {language.code: language.edit_url for language in response.context["object_list"][0].desk.languages}
    assert states == {"en": "", "zh-hans": reverse("wagtailadmin_pages:edit", args=[small_site.in_zh(case).pk])}
    assert reverse("wagtailadmin_pages:edit", args=[case.pk]) not in response.content.decode()


def test_a_row_leads_to_what_a_role_may_edit(small_site):
    setup_roles()
    told = make_case(small_site.edition, title="Told", translated=True)
    untold = make_case(small_site.edition, title="Untold")
    chinese = small_site.in_zh(told)

    def links(role):
        user = play(role, role)
        LanguageRole.objects.create(user=user, locale=small_site.zh)
        client = client_of(user)
        response = client.get(reverse("practice-cases:index"), {"ordering": "title"})
        html = response.content.decode()
        pages = {"told": told, "chinese": chinese, "untold": untold, "edition": small_site.edition}
        return [label for label, page in pages.items() if reverse("wagtailadmin_pages:edit", args=[page.pk]) in html], [
            page.desk.edit_url for page in response.context["object_list"]
        ]

    edit = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in (told, untold, chinese)]
    assert links(RoleCode.EDITORS) == (["told", "chinese", "untold"], edit[:2])
    assert links(RoleCode.TRANSLATORS) == (["chinese"], [edit[2], ""])


def test_an_alias_is_no_row_and_no_language(small_site, admin):
    case = make_case(small_site.edition, title="Net")
    case.copy_for_translation(small_site.zh, alias=True)
    case.create_alias(parent=small_site.edition_before, update_slug="net-alias")
    assert rows_of(admin, "practice-cases") == ["Net"]
    states = [
        (language.code, language.state) for language in page_languages([case.translation_key])[case.translation_key]
    ]
    assert states == [("en", LanguageState.LIVE), ("zh-hans", LanguageState.MISSING)]


def test_a_restricted_page_is_still_a_row(small_site, admin):
    case = make_case(small_site.edition, title="Net")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert rows_of(admin, "practice-cases") == ["Net"]


def test_words_are_sought_in_the_titles_of_all_languages(small_site, admin):
    make_case(small_site.edition, title="Village net", translated=True)
    make_case(small_site.edition, title="School net")
    assert rows_of(admin, "practice-cases", "q=village NET") == ["Village net"]
    assert rows_of(admin, "practice-cases", "q=译Vill") == ["Village net"]
    assert rows_of(admin, "practice-cases", "q=harbour") == []
    assert rows_of(admin, "practice-cases", "q=net&ordering=title") == ["School net", "Village net"]


def test_languages_states_and_tags_are_filtered(small_site, admin):
    done = make_case(small_site.edition, title="Done", translated=True)
    make_case(small_site.edition, title="Untranslated")
    make_case(small_site.edition, title="Draft", publish=False)
    changed = make_case(small_site.edition, title="Changed", translated=True)
    CasePage.objects.filter(pk=changed.pk).update(has_unpublished_changes=True)
    tag_pages(pages=[done], add=["press"])

    def rows(query):
        return rows_of(admin, "practice-cases", f"ordering=title&{query}")

    assert rows("languages=zh-hans:missing") == ["Draft", "Untranslated"]
    assert rows("languages=zh-hans:live") == ["Changed", "Done"]
    assert rows("languages=zh-hans:missing&languages=en:live") == ["Untranslated"]
    assert rows("languages=zh-hans:live&languages=zh-hans:missing") == ["Changed", "Done", "Draft", "Untranslated"]
    assert rows("state=draft") == ["Draft"]
    assert rows("state=changed&state=draft") == ["Changed", "Draft"]
    assert rows("state=live") == ["Done", "Untranslated"]
    assert rows("state=scheduled") == []
    assert rows("state=moderation") == []
    assert rows("tag=press") == ["Done"]
    html = admin.get(reverse("practice-cases:index"), {"tag": "press"}).content.decode()
    assert "<li>press</li>" in html


@pytest.mark.parametrize(
    "query",
    [
        "ordering=password", "ordering=", "p=0", "p=soon", "p=999", "state=nonsense", "languages=xx", "tag=none",
        "languages=zh-hans:astral", "latest_revision_created_at_from=soon", "locale=", "q=%00", "q=" + "x" * 5000,
        "tag=%00", "edition=%00", "edition=99999999999999999999", "country=xx", "category=%27",
        "outstanding=maybe", "export=pdf", "latest_revision_created_at_from=0001-01-01",
        "latest_revision_created_at_to=9999-12-31",
    ],
)  # fmt: skip
def test_a_query_string_that_makes_no_sense_still_gives_the_list(small_site, admin, query):
    make_case(small_site.edition, title="Net", translated=True)
    for part in ("index", "index_results"):
        assert admin.get(f"{reverse(f'practice-cases:{part}')}?{query}").status_code == 200


def test_an_empty_listing_says_so(small_site, admin):
    html = admin.get(reverse("practice-cases:index")).content.decode()
    assert "There are no cases to display" in html


def test_keys_are_read_as_numbers_only():
    values = ["7", "07", "8x", "", "-1", "²", "９", "1" * 19, "all"]
    assert page_ids(values) == {7}


# --- Spreadsheets ---------------------------------------------------------------------------------


def test_the_list_as_a_spreadsheet(small_site, admin):
    make_case(small_site.edition, title="Net", translated=True, outstanding=True)
    response = admin.get(reverse("practice-cases:index"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0] == "Title,Language,Edition,Category,Countries and regions,Outstanding,Languages,Tags,State,Updated"
    assert lines[1].startswith(
        'Net,English,2024,Digital infrastructure,"China, Kenya",True,English: live; Simplified Chinese: live,,live,'
    )
    response = admin.get(reverse("practice-cases:index"), {"export": "xlsx"})
    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_news_of_no_case_is_a_row_too(small_site, admin):
    make_news(NewsIndexPageFactory(parent=small_site.home), title="Poster")
    assert rows_of(admin, "practice-case-news") == ["Poster"]
