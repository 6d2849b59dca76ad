from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every other app of the plugin stands on; imports none of them."""

    name = "cases_cms.core"
    label = "cases_core"
    verbose_name = _("Practice cases: core")

    def ready(self):
        from cases_cms.core import checks  # noqa: F401  registers the system checks
