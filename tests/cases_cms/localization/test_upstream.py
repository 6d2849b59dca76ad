"""wagtail-localize's addresses for a thing that is handed over, and not made yet: it has no drafts."""

from http import HTTPStatus

import pytest
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation

from cases_cms.localization import sources
from tests.cases_cms.localization.people import make_worker
from tests.cases_cms.localization.test_flow_rights import client_of
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(small_site):
    organization = OrganizationFactory(name="A maker", code="maker")
    return sources.hand_over(instance=organization, locales=[small_site.zh], user=None)[0]


@pytest.fixture
def client():
    root = make_worker("root")
    root.is_superuser = True
    root.save()
    return client_of(root)


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("stop_translation", "post"),
        ("preview_translation", "get"),
        ("download_pofile", "get"),
        ("machine_translate", "post"),
    ],
)
def test_what_needs_the_translation_is_not_there(translation, client, name, method):
    response = getattr(client, method)(reverse(f"wagtail_localize:{name}", args=[translation.pk]), follow=True)
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_its_texts_are_written(translation, client):
    segment = StringSegment.objects.filter(source=translation.source).first()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    response = client.put(address, data="value=x", content_type="application/x-www-form-urlencoded")
    assert response.status_code == HTTPStatus.CREATED
    assert StringTranslation.objects.get(translation_of=segment.string).data == "x"


def test_its_source_is_updated(translation, client):
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    page = client.get(address)
    assert (page.status_code, page.context["translations"]) == (HTTPStatus.OK, [])
    assert client.post(f"{address}?next=/admin/").status_code == HTTPStatus.FOUND
