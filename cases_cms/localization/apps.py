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
        from cases_cms.core.alt_texts import register_alt_texts
        from cases_cms.core.turns import takes_turns
        from cases_cms.localization import board_signals, image_signals, source_signals  # noqa: F401  connect
        from cases_cms.localization.bulk_setup import set_up_bulk
        from cases_cms.localization.glossary_setup import set_up_glossary
        from cases_cms.localization.images import described_in
        from cases_cms.localization.rights import may_translate, may_work
        from cases_cms.localization.things import snippet_models

        for model in snippet_models():
            takes_turns(model)  # saving one refreshes the board
        permissions.limit_translators(may_translate)
        permissions.limit_hand_over(may_work)
        secretariat = roles.RoleCode.SECRETARIAT
        roles.grant_model("cases_localization.languagerole", {secretariat: ("add", "change", "delete")})
        roles.grant_model("cases_localization.translationsettings", {secretariat: ("change",)})
        set_up_bulk()
        set_up_glossary()
        register_alt_texts(described_in)
        roles.grant_model(
            "cases_localization.imagetext",
            {
                roles.RoleCode.EDITORS: ("change",),
                roles.RoleCode.TRANSLATORS: ("change",),  # of translations only, as organizations
                roles.RoleCode.MODERATORS: ("change",),
                secretariat: ("change",),
            },
        )
