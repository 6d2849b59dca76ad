"""System checks: what a host forgot, and what production must not hold."""

from django.conf import settings
from django.core.checks import Error, Info, Tags, Warning, register
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from cases_cms.core.conf import DEFAULTS, get_setting

ID = "cases_cms"


@register(Tags.compatibility)
def check_settings(app_configs, **kwargs):
    """The settings that the plugin cannot do without."""
    problems = []
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        problems.append(
            Error(_("WAGTAIL_I18N_ENABLED must be True."), hint=_("Set it in the settings."), id=f"{ID}.E001")
        )
    if getattr(settings, "WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True):
        problems.append(
            Error(
                _("Submitting a live page for translation would publish it untranslated."),
                hint=_("Set WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False."),
                id=f"{ID}.E002",
            )
        )
    if not getattr(settings, "USE_TZ", False):
        problems.append(
            Error(
                _("Deadlines are instants with a zone."),
                hint=_("Set USE_TZ = True."),
                id=f"{ID}.E003",
            )
        )
    unknown = set(getattr(settings, "CASES_CMS", {})) - set(DEFAULTS)
    problems.extend(
        Warning(
            _("CASES_CMS has no setting “%(name)s”.") % {"name": name},
            hint=_("Known: %(names)s.") % {"names": ", ".join(sorted(DEFAULTS))},
            id=f"{ID}.W001",
        )
        for name in sorted(unknown)
    )
    return problems


@register(Tags.security, deploy=True)
def check_demo_accounts(app_configs, **kwargs):
    """No account of the demonstration may get in where the public does."""
    problems = []
    if "cases_cms.core.auth.NoDemoAccountsBackend" not in settings.AUTHENTICATION_BACKENDS:
        problems.append(
            Warning(
                _("Accounts of the demonstration, whose passwords are public, could log in."),
                hint=_("Use cases_cms.core.auth.NoDemoAccountsBackend in AUTHENTICATION_BACKENDS."),
                id=f"{ID}.W002",
            )
        )
    from django.contrib.auth import get_user_model

    try:
        number = get_user_model().objects.filter(email__iendswith=f"@{get_setting('DEMO_EMAIL_DOMAIN')}").count()
    except (OperationalError, ProgrammingError):
        return problems  # no database yet
    if number:
        problems.append(
            Warning(
                _("The database holds %(number)s accounts of the demonstration.") % {"number": number},
                hint=_("Delete the accounts whose address ends in @%(domain)s.")
                % {"domain": get_setting("DEMO_EMAIL_DOMAIN")},
                id=f"{ID}.W003",
            )
        )
    return problems


@register(Tags.security, deploy=True)
def check_roles(app_configs, **kwargs):
    """Somebody other than an administrator can work: the roles have been written into the database."""
    from cases_cms.core.roles import Role

    try:
        is_set_up = Role.objects.exists()
    except (OperationalError, ProgrammingError):
        return []  # not migrated yet
    if is_set_up:
        return []
    return [
        Info(
            _("There are no groups of editors, translators, moderators and the secretariat yet."),
            hint=_("Run “manage.py setup_roles”."),
            id=f"{ID}.I001",
        )
    ]
