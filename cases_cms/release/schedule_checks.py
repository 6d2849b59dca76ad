"""System check: Wagtail's schedule is not asked past the embargo."""

from django.core.checks import Warning, register
from django.core.management import get_commands
from django.utils.translation import gettext as _


@register()
def check_order(app_configs, **kwargs):
    """Of two commands of the same name, Django takes that of the app that stands first."""
    if get_commands().get("publish_scheduled") != "wagtail":
        return []
    return [
        Warning(
            _("“manage.py publish_scheduled” is Wagtail's: one page under embargo keeps all that are due after it."),
            hint=_("Put “cases_cms.release” before “wagtail” in INSTALLED_APPS."),
            id="cases_cms.W036",
        )
    ]
