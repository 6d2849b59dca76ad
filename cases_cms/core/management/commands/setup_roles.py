"""``manage.py setup_roles``: the groups of the desk, with exactly the rights of the table."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import Role


class Command(BaseCommand):
    help = gettext_lazy("Creates or repairs the groups of editors, translators, moderators and the secretariat.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset", action="store_true", help="Also take from these groups what the table does not give them."
        )

    def handle(self, *args, reset, verbosity=1, **options):
        changes = setup_roles(reset=reset)
        if not verbosity:
            return
        for change in changes:
            self.stdout.write(f"  {change}")
        for role in Role.objects.select_related("group"):
            self.stdout.write(f"  {role.code:<12} {role} ({role.group.name})")
        if not changes:
            self.stdout.write("  " + _("Nothing had to be changed."))
