import pytest
from django.contrib.auth import authenticate, get_user_model

from cases_cms.core.auth import is_demo_account

BACKEND = "cases_cms.core.auth.NoDemoAccountsBackend"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def make_user(email, username="wu", **values):
    return get_user_model().objects.create_user(username, email=email, password="a-password", **values)


@pytest.mark.parametrize(
    ("email", "is_demo"),
    [
        ("demo-admin@demo.invalid", True),
        ("DEMO@DEMO.INVALID", True),
        ("a@b@demo.invalid", True),
        ("wu@demo.invalid.example.org", False),
        ("wu@notdemo.invalid", False),
        ("demo.invalid@example.org", False),
        ("", False),
    ],
)
def test_demo_accounts_are_refused_and_others_are_not(db, settings, email, is_demo):
    user = make_user(email)
    assert is_demo_account(user) is is_demo
    settings.AUTHENTICATION_BACKENDS = [MODEL_BACKEND]
    assert authenticate(username="wu", password="a-password") == user
    settings.AUTHENTICATION_BACKENDS = [BACKEND]
    assert authenticate(username="wu", password="a-password") == (None if is_demo else user)
    assert authenticate(username="wu", password="wrong") is None


@pytest.mark.parametrize("opened_with", [MODEL_BACKEND, BACKEND])
def test_open_sessions_of_demo_accounts_end(db, settings, client, opened_with):
    settings.AUTHENTICATION_BACKENDS = [MODEL_BACKEND, BACKEND]
    client.force_login(make_user("wu@demo.invalid", is_superuser=True, is_staff=True), backend=opened_with)
    if opened_with == MODEL_BACKEND:
        assert client.get("/admin/").status_code == 200
    settings.AUTHENTICATION_BACKENDS = [BACKEND]
    response = client.get("/admin/")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")


def test_sessions_of_others_stay(db, settings, client):
    settings.AUTHENTICATION_BACKENDS = [BACKEND]
    client.force_login(make_user("wu@example.org", is_superuser=True), backend=BACKEND)
    assert client.get("/admin/").status_code == 200
