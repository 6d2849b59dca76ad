"""People of the workshop for tests."""

from wagtail.models import Locale

from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import Role, RoleCode
from cases_cms.localization.models import LanguageRole
from tests.admin.role_world import make_user


def make_worker(name, *codes, translates=(), reviews=()):
    """An account that plays the roles named, and has its languages; the site's roles are set up."""
    if not Role.objects.exists():
        setup_roles()
    user = make_user(name, *codes)
    for language in {*translates, *reviews}:
        LanguageRole.objects.create(
            user=user,
            locale=Locale.objects.get(language_code=language),
            translates=language in translates,
            reviews=language in reviews,
        )
    return user


def make_translator(name="tara", *languages):
    """Somebody who translates into ``languages`` (Chinese), and nothing else."""
    return make_worker(name, RoleCode.TRANSLATORS, translates=languages or ("zh-hans",))


def make_reviewer(name="rui", *languages):
    """Somebody who reviews translations into ``languages`` (Chinese), and nothing else."""
    return make_worker(name, RoleCode.TRANSLATORS, reviews=languages or ("zh-hans",))
