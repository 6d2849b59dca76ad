"""Panels of edit forms."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def title_input(client, page):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    return html[html.index('name="title"') :].partition(">")[0]


def test_a_title_leads_no_address_where_the_form_has_none(admin_client, small_site):
    """An empty selector is an error for Wagtail's script."""
    assert "data-w-sync" not in title_input(admin_client, small_site.edition)
    assert "w-sync" not in title_input(admin_client, small_site.edition)
    assert 'data-w-sync-target-value="#id_slug"' in title_input(admin_client, small_site.collection)
