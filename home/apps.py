from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page and the standard pages of the reference site."""

    name = "home"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Home")

    def ready(self):
        from cases_cms.core import roles
        from cases_cms.core.publisher import register_publisher
        from home import signal_handlers  # noqa: F401  connects the receivers
        from home.identity import publisher
        from home.styleguide import register_examples

        roles.grant_pages(roles.CONTENT, "home.standardpage")
        roles.grant_model("home.sitesettings", {roles.RoleCode.SECRETARIAT: ("change",)})
        register_publisher(publisher)
        register_examples()
