"""Editions under embargo and the people of their release, for tests."""

import datetime

from django.utils import timezone

from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import Role, RoleCode
from cases_cms.release.models import EditionRelease
from tests.admin.role_world import make_user
from tests.factories import EditionPageFactory


def make_secretary(name="sam", *codes):
    """Somebody of the secretariat, or with the roles ``codes``; the site's roles are set up."""
    if not Role.objects.exists():
        setup_roles()
    return make_user(name, *(codes or (RoleCode.SECRETARIAT,)))


def make_embargoed(site, year=2026):
    """An edition under embargo, a draft in English."""
    return EditionPageFactory(parent=site.collection, year=year, released=False)


def release_of(edition):
    """The row of an edition."""
    return EditionRelease.objects.get(edition_key=edition.translation_key)


def in_days(days=2):
    """A whole second, some days from now."""
    return (timezone.now() + datetime.timedelta(days=days)).replace(microsecond=0)
