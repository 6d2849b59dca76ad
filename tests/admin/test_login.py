"""The form to log in to the admin."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "label", "other"), [("en", "Password", "密码"), ("zh-hans", "密码", "Password")])
def test_the_password_is_asked_for_in_the_readers_language(client, language, label, other):
    field = client.get(reverse("wagtailadmin_login"), headers={"accept-language": language}).context["form"]["password"]
    assert label in field.label_tag()
    assert other not in field.label_tag()
