from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Member organizations."""

    name = "cases_cms.members"
    label = "cases_members"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: members")

    def ready(self):
        from cases_cms.core import roles
        from cases_cms.core.related import register_profiles
        from cases_cms.members import selectors
        from cases_cms.members.styleguide import register_examples

        roles.grant_pages(roles.CONTENT, "cases_members.memberorganizationpage")
        register_profiles(selectors.profiles_of)
        register_examples()
