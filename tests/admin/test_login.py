"""The form to log in to the admin."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "label", "other"),
    [
        ("en", "Password", "密码"),
        ("zh-hans", "密码", "Password"),
        ("fr", "Password", "Mot de passe"),
        ("ar,zh;q=0.5", "密码", "كلمة"),
    ],
)
def test_the_password_is_asked_for_in_the_readers_language(client, language, label, other):
    field = client.get(reverse("wagtailadmin_login"), headers={"accept-language": language}).context["form"]["password"]
    assert label in field.label_tag()
    assert other not in field.label_tag()


def test_who_asks_for_a_language_of_visitors_gets_one_of_the_admins(client):
    response = client.get(reverse("wagtailadmin_login"), headers={"accept-language": "ar"})
    html = response.content.decode()
    assert response["Content-Language"] == "en"
    assert 'lang="en" dir="ltr"' in html
    with translation.override("ar"):
        assert gettext("Password") not in html
