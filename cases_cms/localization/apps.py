from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LocalizationConfig(AppConfig):
    """The translators' workshop."""

    name = "cases_cms.localization"
    label = "cases_localization"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: translations")

    def ready(self):
        from cases_cms.core import permissions, roles
        from cases_cms.localization import board_signals, source_signals  # noqa: F401  connect the receivers
        from cases_cms.localization.glossary_setup import set_up_glossary
        from cases_cms.localization.rights import may_translate

        permissions.limit_translators(may_translate)
        secretariat = roles.RoleCode.SECRETARIAT
        roles.grant_model("cases_localization.languagerole", {secretariat: ("add", "change", "delete")})
        roles.grant_model("cases_localization.translationsettings", {secretariat: ("change",)})
        set_up_glossary()
