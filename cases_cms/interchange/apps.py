from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    """Spreadsheets in and out."""

    name = "cases_cms.interchange"
    label = "cases_interchange"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: spreadsheets")

    def ready(self):
        from cases_cms.core import roles
        from cases_cms.interchange.export_jobs import register_export  # it needs the models
        from cases_cms.interchange.import_jobs import register_import

        # Who makes cases by hand may bring a file of them; each page still asks for the right to make it.
        makers = (roles.RoleCode.EDITORS, roles.RoleCode.MODERATORS, roles.RoleCode.SECRETARIAT)
        roles.grant_model("cases_interchange.import", dict.fromkeys(makers, ("add", "view")))
        register_export()
        register_import()
