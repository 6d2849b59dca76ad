from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


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
        from cases_cms.search.pages import register_pages

        roles.grant_pages(roles.CONTENT, "cases_members.memberorganizationpage")
        register_profiles(selectors.profiles_of)
        register_pages(
            "members",
            _("Members"),
            ngettext_lazy("%(number)d member", "%(number)d members", "number"),
            ["cases_members.MemberOrganizationPage"],
            describe=selectors.describe_members,
            order=60,
        )
        register_examples()
