"""Which bulk actions a listing shows to whom."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases_cms.collection.models import CasePage
from cases_cms.demo.accounts import ACCOUNTS

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

ALL = [
    "cases_cms_category",
    "cases_cms_outstanding",
    "cases_cms_approve_for_release",
    "cases_cms_export",
    "cases_cms_translate",
    "cases_cms_tags",
    "delete",
    "publish",
    "unpublish",
]
SHOWN = {
    "demo-admin": ALL,
    "demo-secretariat": ALL,
    "demo-moderator": [name for name in ALL if name != "cases_cms_translate"],
    "demo-editor": ["cases_cms_category", "cases_cms_outstanding", "cases_cms_export", "cases_cms_tags", "delete"],
    "demo-translator": ["cases_cms_translate"],
}


def as_user(name):
    client = Client()
    account = next(account for account in ACCOUNTS if account.username == name)
    assert client.login(username=account.username, password=account.password)
    return client


@pytest.mark.parametrize("name", SHOWN)
def test_a_role_sees_the_actions_it_may_use(demo, name):
    html = as_user(name).get(reverse("practice-cases:index")).content.decode()
    assert sorted(re.findall(r'href="/admin/bulk/cases_collection/casepage/(\w+)/"', html)) == sorted(SHOWN[name])


def test_without_a_way_back_an_action_ends_in_its_listing(demo):
    """Not in itself, again and again."""
    client = as_user("demo-admin")
    url = reverse("wagtail_bulk_action", args=["cases_collection", "casepage", "cases_cms_outstanding"])
    assert client.get(url).headers["Location"] == reverse("practice-cases:index")
    case = CasePage.objects.filter(locale__language_code="en", outstanding=False).first()
    response = client.post(f"{url}?id={case.pk}", {"outstanding": "1", "value": "1"})
    assert response.status_code in (200, 302)
    assert response.headers.get("Location") != url
