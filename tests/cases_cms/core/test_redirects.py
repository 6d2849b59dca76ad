"""Old addresses lead on, but to nothing that nobody is shown."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from tests.factories import VoicesIndexPageFactory, VoicesPageFactory

pytestmark = pytest.mark.django_db

OLD = "/en/old-address/"


@pytest.fixture
def page(small_site):
    voices = VoicesIndexPageFactory(parent=small_site.home)
    return Page.objects.get(pk=VoicesPageFactory(parent=voices, title="Voice").pk).specific


def redirect_to(page):
    Redirect.objects.create(old_path=OLD.rstrip("/"), redirect_page=page)


def test_to_a_page(page, client):
    redirect_to(page)
    response = client.get(OLD)
    assert (response.status_code, response["Location"]) == (301, page.url)


def test_to_a_copy_that_follows_another_page(page, client):
    alias = page.create_alias(update_slug="copy")
    redirect_to(alias)
    response = client.get(OLD)
    assert (response.status_code, response["Location"]) == (301, alias.url)


def test_to_a_page_with_a_password(page, client):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    redirect_to(page)
    assert client.get(OLD).status_code == 301


def test_to_no_draft_nor_below_one(page, client):
    redirect_to(page)
    Page.objects.filter(pk=page.get_parent().pk).update(live=False)
    assert client.get(OLD).status_code == 404
    Page.objects.filter(pk=page.get_parent().pk).update(live=True)
    Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get(OLD).status_code == 404
