"""Settings → Countries and regions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cases_cms.core.countries import country_name
from cases_cms.core.country_models import Country

pytestmark = pytest.mark.django_db


@pytest.fixture
def turkey():
    return Country.objects.get(code="TR")


def names_shown(response):
    return [country.code for country in response.context["object_list"]]


def test_they_are_listed_in_order_in_both_languages(admin_client):
    response = admin_client.get(reverse("countries:index"))
    assert names_shown(response)[:3] == ["AF", "AX", "AL"]
    html = response.content.decode()
    assert "阿富汗" in html
    assert "/countries/new/" not in html
    assert "/countries/delete/" not in html


@pytest.mark.parametrize(("query", "codes"), [("肯尼亚", ["KE"]), ("kenya", ["KE"]), ("HK", ["HK"]), ("nowhere", [])])
def test_search(admin_client, query, codes):
    assert names_shown(admin_client.get(reverse("countries:index"), {"q": query})) == codes


def test_filter(admin_client, turkey):
    turkey.is_offered = False
    turkey.save()
    assert names_shown(admin_client.get(reverse("countries:index"), {"is_offered": "false"})) == ["TR"]


def test_the_list_costs_the_same_with_one_row_and_with_fifty(admin_client):
    address = reverse("countries:index")
    admin_client.get(address)
    counts = []
    for query in ({"q": "肯尼亚"}, {}):
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(address, query)
        counts.append(len(queries))
    assert counts == [10, 10]


def test_editing_is_seen_at_once_and_logged(admin_client, turkey):
    address = reverse("countries:edit", args=[turkey.pk])
    html = admin_client.get(address).content.decode()
    assert ('name="name_en"' in html, 'name="name_zh_hans"' in html) == (True, True)
    assert "Leave empty for “Türkiye”." in html
    response = admin_client.post(
        address, {"name_en": "Turkey", "name_zh_hans": "", "position": "3", "is_offered": "on"}
    )
    assert response.status_code == 302
    turkey.refresh_from_db()
    assert (turkey.names, turkey.position, turkey.is_offered) == ({"en": "Turkey"}, 3, True)
    assert country_name("TR", "en") == "Turkey"
    assert ModelLogEntry.objects.for_instance(turkey).values_list("action", flat=True).get() == "wagtail.edit"
    html = admin_client.get(reverse("countries:index"), {"q": "TR"}).content.decode()
    assert "Turkey (otherwise: Türkiye)" in html


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name_en": "Kenya"}, "“Kenya” is the name of KE already, in English."),
        ({"name_zh_hans": "肯尼亚"}, "“肯尼亚” is the name of KE already, in Simplified Chinese."),
        ({"position": "-1"}, None),
        ({"position": "first"}, None),
        ({"position": "99999999999"}, None),
        ({"name_en": "x" * 81}, None),
        ({"name_en": "\x00"}, None),
    ],
)
def test_bad_input_is_refused_with_a_message(admin_client, turkey, changes, error):
    data = {"name_en": "", "name_zh_hans": "", "position": "", "is_offered": "on", **changes}
    response = admin_client.post(reverse("countries:edit", args=[turkey.pk]), data)
    assert response.status_code == 200
    messages = [message for messages in response.context["form"].errors.values() for message in messages]
    assert len(messages) == 1
    assert error in (None, *messages)
    turkey.refresh_from_db()
    assert (turkey.names, turkey.position) == ({}, None)


@pytest.fixture
def desk(django_user_model, client):
    """A person who may use the admin."""
    group = Group.objects.create(name="Desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = django_user_model.objects.create_user("wu", "wu@example.org", "x")
    user.groups.add(group)
    client.force_login(user)
    return group


def test_who_has_the_right_sees_them(desk, client, turkey):
    addresses = [reverse("countries:index"), reverse("countries:edit", args=[turkey.pk])]
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    assert "Countries and regions" not in client.get("/admin/").content.decode()
    desk.permissions.add(Permission.objects.get(codename="change_country"))
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    assert "Countries and regions" in client.get("/admin/").content.decode()


def test_nobody_adds_or_deletes_any(admin_client, turkey):
    for address in (reverse("countries:add"), reverse("countries:delete", args=[turkey.pk])):
        assert admin_client.post(address).status_code == 302
    assert Country.objects.filter(code="TR").count() == 1
    assert sorted(Permission.objects.filter(codename__endswith="_country").values_list("codename", flat=True)) == [
        "change_country",
        "view_country",
    ]
