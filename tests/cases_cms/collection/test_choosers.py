import json

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from cases_cms.collection.choosers import case_chooser
from cases_cms.collection.fields import CaseKeyFormField
from cases_cms.collection.models import Organization
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import read_anew


def build_cases(site):
    """One case in both languages, one in English only, one of the year before."""
    return {
        "both": make_case(site.edition, title="Digital Dunhuang", translated=True),
        "english": make_case(site.edition, title="Rural Star"),
        "draft": make_case(site.edition_before, title="Taste of China", publish=False),
    }


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


def chosen_from(client, name, **query):
    """Titles that a chooser's window offers."""
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return [str(item) for item in response.context["results"]]


def case_titles(client, **query):
    return chosen_from(client, "cases_case_chooser:choose_results", **query)


def test_cases_in_the_language_of_the_page_only(admin_client, cases):
    assert case_titles(admin_client, locale="en") == ["Digital Dunhuang", "Rural Star", "Taste of China"]
    assert case_titles(admin_client, locale="zh-hans") == ["译Digital Dunhuang"]


def test_cases_that_are_not_translated_can_be_asked_for(admin_client, cases):
    assert case_titles(admin_client, locale="zh-hans", scope="other") == ["Rural Star", "Taste of China"]


def test_a_case_is_found_by_words_of_any_of_its_languages(admin_client, cases):
    assert case_titles(admin_client, locale="zh-hans", q="dunh") == ["译Digital Dunhuang"]
    assert case_titles(admin_client, locale="en", q="译Digital") == ["Digital Dunhuang"]
    assert case_titles(admin_client, locale="en", q="译") == ["Digital Dunhuang"]
    assert case_titles(admin_client, locale="en", q="digital star") == []


def refuse_nul(execute, sql, params, many, context):
    """SQLite takes the character that PostgreSQL refuses."""
    assert [value for value in params or () if isinstance(value, str) and "\x00" in value] == []
    return execute(sql, params, many, context)


@pytest.mark.parametrize("locale", ["", "xx", "zh-hans'", "\x00", "en\x00"])
def test_without_a_language_the_person_s_own(admin_client, cases, locale):
    with connection.execute_wrapper(refuse_nul):
        assert case_titles(admin_client, locale=locale) == ["Digital Dunhuang", "Rural Star", "Taste of China"]


def test_the_window_shows_edition_and_category(admin_client, cases):
    response = admin_client.get(reverse("cases_case_chooser:choose"), {"locale": "zh-hans"})
    html = json.loads(response.content)["html"]
    assert ["2024" in html, "译Digital infrastructure" in html, "Rural Star" in html] == [True, True, False]


@pytest.mark.parametrize("number", [1, 6])
def test_the_window_costs_the_same_for_any_number(admin_client, small_site, number, django_assert_num_queries):
    for _number in range(number):
        make_case(small_site.edition)
    address = reverse("cases_case_chooser:choose_results")
    admin_client.get(address, {"locale": "en"})
    with django_assert_num_queries(CHOOSER_QUERIES):
        admin_client.get(address, {"locale": "en"})


CHOOSER_QUERIES = 7


def test_what_was_chosen_is_named_with_its_edition(admin_client, cases):
    address = reverse("cases_case_chooser:chosen", args=[cases["both"].pk])
    result = json.loads(admin_client.get(address).content)["result"]
    assert (result["id"], result["title"]) == (str(cases["both"].pk), "Digital Dunhuang (2024)")


@pytest.mark.parametrize("pk", ["x", "999999", "9" * 30])
def test_what_is_no_case_is_not_found(admin_client, small_site, pk):
    organization = Organization.snippet_viewset.chooser_viewset.get_url_name("chosen")
    for name in ("cases_case_chooser:chosen", organization):
        assert admin_client.get(reverse(name, args=[pk]), follow=True).status_code == 404


def test_of_several_what_is_no_number_is_left_out(admin_client, cases):
    both, english = cases["both"].pk, cases["english"].pk
    ids = ["abc", "", "²", "9" * 23, "\x00", str(both), str(english)]
    chosen = {"cases_case_chooser:chosen_multiple": [str(both), str(english)]}
    tencent = OrganizationFactory(name="Tencent")
    chosen[Organization.snippet_viewset.chooser_viewset.get_url_name("chosen_multiple")] = [str(tencent.pk)]
    for name, expected in chosen.items():
        response = admin_client.get(reverse(name), {"id": [*ids[:5], *expected]})
        assert sorted(item["id"] for item in json.loads(response.content)["result"]) == sorted(expected)
        assert json.loads(admin_client.get(reverse(name), {"id": ids[:5]}).content)["result"] == []


def test_drafts_are_named_to_those_who_work_there_only(client, cases, django_user_model):
    guest = django_user_model.objects.create_user("guest", email="guest@example.org")
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(guest)
    assert case_titles(client, locale="en") == ["Digital Dunhuang", "Rural Star"]
    draft = cases["draft"].pk
    assert client.get(reverse("cases_case_chooser:chosen", args=[draft]), follow=True).status_code == 404
    several = client.get(reverse("cases_case_chooser:chosen_multiple"), {"id": [draft]})
    assert json.loads(several.content)["result"] == []


def test_organizations_in_the_language_of_the_page_only(admin_client, small_site):
    tencent = OrganizationFactory(name="Tencent", code="tencent")
    translate(tencent, name="腾讯")
    OrganizationFactory(name="Huawei", code="huawei")
    name = Organization.snippet_viewset.chooser_viewset.get_url_name("choose_results")
    assert chosen_from(admin_client, name, locale="en") == ["Huawei", "Tencent"]
    assert chosen_from(admin_client, name, locale="zh-hans") == ["腾讯"]
    assert chosen_from(admin_client, name, locale="en", q="腾") == ["Tencent"]
    assert chosen_from(admin_client, name, locale="zh-hans", q="TENC") == ["腾讯"]
    assert chosen_from(admin_client, name, locale="zh-hans", q="Huawei") == []


def test_page_links_are_offered_in_the_language_of_the_page(admin_client, small_site):
    address = reverse("wagtailadmin_choose_page_search")
    query = {"page_type": "cases_collection.editionpage", "q": "2024"}
    both = admin_client.get(address, query).context["pages"]
    chinese = admin_client.get(address, {**query, "locale": "zh-hans"}).context["pages"]
    with connection.execute_wrapper(refuse_nul):
        unknown = admin_client.get(address, {**query, "locale": "\x00"}).context["pages"]
    assert {page.pk for page in unknown} == {page.pk for page in both}
    assert {page.locale.language_code for page in both} == {"en", "zh-hans"}
    assert {page.locale.language_code for page in chinese} == {"zh-hans"}


@pytest.mark.parametrize("pk", ["abc", "²", "9" * 23, "9" * 5000, "999999"])
def test_what_is_no_organization_cannot_be_translated(admin_client, small_site, pk):
    address = reverse("wagtail_localize:submit_snippet_translation", args=["cases_collection", "organization", pk])
    assert admin_client.get(address, follow=True).status_code == 404


# --- The field ------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["x", "-1", "0", "9" * 30, "²", "1"])
def test_a_value_that_is_no_case_is_refused(small_site, value):
    errors = []
    try:
        CaseKeyFormField(required=False).clean(value)
    except Exception as error:
        errors = error.messages
    assert errors == ["Choose a case; this one is gone, or is no case."]


def test_a_case_is_named_in_the_language_of_the_page(cases, small_site):
    field = CaseKeyFormField()
    field.learn_page(small_site.in_zh(small_site.home))
    assert field.prepare_value(cases["both"].translation_key) == small_site.in_zh(cases["both"]).pk
    assert field.prepare_value(cases["english"].translation_key) == cases["english"].pk
    assert field.clean(str(cases["english"].pk)) == cases["english"].translation_key


def test_the_field_shows_title_and_edition(cases):
    html = case_chooser.widget_class().render("case_key", cases["both"].pk, attrs={"id": "id_case_key"})
    assert "Digital Dunhuang (2024)" in html
