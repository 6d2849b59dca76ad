from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    """The translators' workshop."""

    name = "cases_cms.localization"
    label = "cases_localization"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: translations")

    def ready(self):
        from cases_cms.localization import board_signals, source_signals  # noqa: F401  connect the receivers
        from cases_cms.localization.glossary_setup import set_up_glossary

        set_up_glossary()
