from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demonstration content and accounts; never installed in production."""

    name = "cases_cms.demo"
    label = "cases_demo"
    verbose_name = _("Practice cases: demonstration")
