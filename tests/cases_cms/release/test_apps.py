"""What the release needs of a host."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured


def test_without_the_workshop_it_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(apps, "is_installed", lambda name: name != "cases_cms.localization")
    with pytest.raises(ImproperlyConfigured, match=r"needs “cases_cms\.localization”"):
        apps.get_app_config("cases_release").ready()
