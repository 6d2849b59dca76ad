import pytest
from django.contrib.auth import get_user_model
from django.core.checks import Error, Info, Warning, run_checks
from django.db import OperationalError

from cases_cms.core.checks import check_demo_accounts, check_roles, check_settings
from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import Role


def ids(problems):
    return [problem.id for problem in problems]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("WAGTAIL_I18N_ENABLED", True, []),
        ("WAGTAIL_I18N_ENABLED", False, ["cases_cms.E001"]),
        ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True, ["cases_cms.E002"]),
        ("USE_TZ", False, ["cases_cms.E003"]),
        ("CASES_CMS", {"PAGE_SISE": 1, "FIRST_YAER": 2}, ["cases_cms.W001", "cases_cms.W001"]),
        ("CASES_CMS", {}, []),
    ],
)
def test_settings(settings, name, value, expected):
    setattr(settings, name, value)
    assert ids(check_settings(None)) == expected


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("WAGTAIL_I18N_ENABLED", "cases_cms.E001"),
        ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", "cases_cms.E002"),
    ],
)
def test_settings_forgotten(settings, name, id_):
    delattr(settings, name)
    problems = check_settings(None)
    assert ids(problems) == [id_]
    assert type(problems[0]) is Error


def test_unknown_setting_is_named_with_those_known(settings):
    settings.CASES_CMS = {"PAGE_SISE": 1}
    (problem,) = check_settings(None)
    assert type(problem) is Warning
    assert problem.msg == "CASES_CMS has no setting “PAGE_SISE”."
    assert "PAGE_SIZE" in problem.hint


def make_demo_user():
    get_user_model().objects.create_user("demo-admin", email="demo-admin@DEMO.invalid")


def test_demo_accounts(db, settings):
    get_user_model().objects.create_user("wu", email="wu@example.org")
    settings.AUTHENTICATION_BACKENDS = ["cases_cms.core.auth.NoDemoAccountsBackend"]
    assert check_demo_accounts(None) == []
    make_demo_user()
    (problem,) = check_demo_accounts(None)
    assert (problem.id, problem.msg) == ("cases_cms.W003", "The database holds 1 accounts of the demonstration.")
    assert problem.hint == "Delete the accounts whose address ends in @demo.invalid."
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert ids(check_demo_accounts(None)) == ["cases_cms.W002", "cases_cms.W003"]


def test_demo_accounts_are_looked_for_on_deployment_only(db, settings):
    make_demo_user()
    settings.AUTHENTICATION_BACKENDS = ["cases_cms.core.auth.NoDemoAccountsBackend"]
    assert "cases_cms.W003" not in ids(run_checks(include_deployment_checks=False))
    assert "cases_cms.W003" in ids(run_checks(include_deployment_checks=True))


def test_no_database_yet(monkeypatch, settings):
    settings.AUTHENTICATION_BACKENDS = ["cases_cms.core.auth.NoDemoAccountsBackend"]

    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(get_user_model().objects, "filter", fail)
    assert check_demo_accounts(None) == []


def test_roles_that_were_not_set_up(db):
    assert "cases_cms.I001" not in ids(run_checks(include_deployment_checks=False))
    (problem,) = [item for item in run_checks(include_deployment_checks=True) if item.id == "cases_cms.I001"]
    assert type(problem) is Info
    assert problem.hint == "Run “manage.py setup_roles”."
    setup_roles()
    assert check_roles(None) == []


def test_roles_before_the_first_migration(monkeypatch):
    def fail():
        raise OperationalError

    monkeypatch.setattr(Role.objects, "exists", fail)
    assert check_roles(None) == []
