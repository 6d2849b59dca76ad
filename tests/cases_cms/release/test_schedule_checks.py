"""Whose ``publish_scheduled`` answers."""

import pytest
from django.apps import apps
from django.core.management import get_commands

from cases_cms.release.schedule_checks import check_order


@pytest.fixture
def commands_anew():
    """Django remembers where its commands are."""
    get_commands.cache_clear()
    yield
    get_commands.cache_clear()


def order(monkeypatch, *, first):
    """INSTALLED_APPS as they are, but that ``first`` stands before all others."""
    configs = sorted(apps.get_app_configs(), key=lambda config: config.name != first)
    monkeypatch.setattr(apps, "get_app_configs", lambda: configs)


@pytest.mark.usefixtures("commands_anew")
def test_ours_stands_before_wagtails_here():
    assert get_commands()["publish_scheduled"] == "cases_cms.release"
    assert check_order(None) == []


@pytest.mark.usefixtures("commands_anew")
def test_wagtails_in_front_of_ours_is_named(monkeypatch):
    order(monkeypatch, first="wagtail")
    (warning,) = check_order(None)
    assert warning.id == "cases_cms.W036"
    assert warning.hint == "Put “cases_cms.release” before “wagtail” in INSTALLED_APPS."
