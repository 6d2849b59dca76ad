from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectionConfig(AppConfig):
    """The Collection, its editions, categories and cases, and the catalogue that every public list reads."""

    name = "cases_cms.collection"
    label = "cases_collection"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: collection")

    def ready(self):
        from cases_cms.collection import signal_handlers  # noqa: F401  connects the receivers
        from cases_cms.collection.site_search import register_with_search
        from cases_cms.collection.styleguide.examples import register_examples
        from cases_cms.core import roles

        roles.grant_pages(roles.CONTENT, "cases_collection.casepage")
        roles.grant_model(
            "cases_collection.organization",
            {
                roles.RoleCode.EDITORS: ("add", "change"),
                roles.RoleCode.TRANSLATORS: ("change",),  # of translations only: see core.wagtail_hooks
                roles.RoleCode.MODERATORS: ("add", "change"),
                roles.RoleCode.SECRETARIAT: ("add", "change", "delete"),
            },
        )
        register_examples()
        register_with_search()
