"""What others hold cannot be written: 503, a page that keeps what was sent; never a server error."""

import sqlite3

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cases_cms.core.busy import is_busy
from cases_cms.core.views import server_error
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db


class Cause(Exception):
    """A driver's error, as far as it is looked at."""

    def __init__(self, **values):
        super().__init__("lock")
        self.__dict__.update(values)


def error(**values):
    found = OperationalError("database is locked")
    found.__cause__ = Cause(**values)
    return found


def test_what_is_busy(tmp_path):
    one, other = (sqlite3.connect(tmp_path / "db", isolation_level=None, timeout=0) for _number in range(2))
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as raised:
        other.execute("BEGIN IMMEDIATE")
    one.close()
    other.close()
    real = OperationalError(*raised.value.args)
    real.__cause__ = raised.value
    assert is_busy(real) is True
    for state in ("55P03", "40P01", "40001"):
        assert is_busy(error(sqlstate=state)) is True
    assert is_busy(error(sqlite_errorcode=sqlite3.SQLITE_CORRUPT)) is False
    assert is_busy(error(sqlstate="42P01")) is False
    assert is_busy(OperationalError("database is locked")) is False
    assert is_busy(ValueError()) is False


@pytest.fixture
def page(small_site):
    return CasePageFactory(parent=small_site.edition, publish=False)


@pytest.fixture
def busy(monkeypatch):
    def refuse(*args, **kwargs):
        raise error(sqlite_errorcode=sqlite3.SQLITE_BUSY)

    def hold():
        monkeypatch.setattr(Page, "save_revision", refuse)
        monkeypatch.setattr(SessionStore, "save", refuse)

    return hold


@pytest.fixture
def editor(admin_user):
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    return client


def copy_of(page):
    """An action that writes a revision, with a text in its form."""
    return reverse("wagtailadmin_pages:copy", args=[page.pk]), {
        "new_title": "“Masts” <b> & more\nlines",
        "new_slug": "masts-2",
        "new_parent_page": page.get_parent().pk,
    }


@pytest.mark.parametrize(
    ("language", "title", "button"),
    [("en", "The database is busy", "Send it again"), ("zh-hans", "数据库正忙", "再次提交")],
)
def test_a_form_can_be_sent_again(page, busy, editor, language, title, button):
    busy()
    address, form = copy_of(page)
    response = editor.post(address, form, headers={"Accept-Language": language})
    content = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "30", "no-store")
    assert (title in content, button in content, f'action="{address}"' in content) == (True, True, True)
    assert 'value="“Masts” &lt;b&gt; &amp; more\nlines"' in content
    assert "<b> & more" not in content


def test_scripts_get_json(page, busy, editor):
    busy()
    address, form = copy_of(page)
    response = editor.post(address, form, headers={"Accept": "application/json"})
    assert (response.status_code, response["Retry-After"], response["Content-Type"]) == (503, "30", "application/json")
    told = "Somebody else is writing just now, an import perhaps. What you sent was not saved; try again in a minute."
    assert response.json() == {"success": False, "error_code": "locked", "error_message": told, "detail": told}


def test_a_password_is_not_given_back(busy, django_user_model):
    django_user_model.objects.create_superuser("mira", "mira@example.org", "a secret for tests")
    busy()
    form = {"username": "mira", "password": "a secret for tests", "next": "/"}
    response = Client(raise_request_exception=False).post(reverse("wagtailadmin_login"), form)
    content = response.content.decode()
    assert (response.status_code, "Go back in your browser" in content) == (503, True)
    assert ("a secret for tests" in content, "Send it again" in content) == (False, False)


def test_a_session_that_cannot_be_written_is_no_server_error(rf):
    try:
        raise error(sqlite_errorcode=sqlite3.SQLITE_BUSY)
    except OperationalError:  # as Django calls the view while it handles an error
        response = server_error(rf.post("/en/"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Please try again in a minute" in response.content.decode()
    try:
        raise ValueError
    except ValueError:
        assert server_error(rf.get("/en/")).status_code == 500


def test_visitors_read_as_ever(small_site, busy, client):
    busy()
    assert client.get(small_site.edition.url).status_code == 200


@pytest.mark.postgresql
def test_postgresql_waits_for_a_while(page, editor):
    address, form = copy_of(page)
    editor.post(address, form)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("20s",)
