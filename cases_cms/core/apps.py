from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """What every other app of the plugin stands on; imports none of them."""

    name = "cases_cms.core"
    label = "cases_core"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: core")

    def ready(self):
        from django.db.models.signals import post_delete, post_migrate, post_save
        from wagtail.models import Locale
        from wagtail.permissions import register_permission_policy

        from cases_cms.core import (  # noqa: F401  register the system checks
            checks,
            host_checks,
            reference_entries,
            role_services,
            turns,
        )
        from cases_cms.core.country_services import after_migrate
        from cases_cms.core.languages import forget_locales
        from cases_cms.core.models import BasePage
        from cases_cms.core.page_index import ensure_page_indexes
        from cases_cms.core.permissions import RolePagePermissionPolicy
        from cases_cms.core.styleguide.examples import register_examples
        from cases_cms.core.tags import forget_tags
        from cases_cms.core.upstream.images import guard_renditions_on_demand
        from cases_cms.core.upstream.segments import skip_empty_blocks

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="cases_cms_ensure_countries")
        post_migrate.connect(ensure_page_indexes, sender=self, dispatch_uid="cases_cms_ensure_page_indexes")
        register_permission_policy(BasePage, RolePagePermissionPolicy())
        skip_empty_blocks()
        guard_renditions_on_demand()
        role_services.connect()
        turns.connect()
        reference_entries.connect()
        for signal in (post_save, post_delete):
            signal.connect(forget_locales, sender=Locale, dispatch_uid="cases_cms_forget_locales")
        post_delete.connect(forget_tags, dispatch_uid="cases_cms_forget_tags")
        register_examples()
