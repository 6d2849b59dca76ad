"""``manage.py check_catalogue``: prove the catalogue equal to the pages; exit status 1 if it is not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.collection import catalogue


class Command(BaseCommand):
    help = gettext_lazy("Compares the catalogue with the pages and lists each difference.")

    def handle(self, *args, verbosity=1, **options):
        differences = catalogue.find_differences()
        for (case_key, language), field, stored, expected in differences:
            self.stderr.write(
                _("%(case)s (%(language)s): %(field)s is %(stored)s, expected %(expected)s")
                % {
                    "case": case_key,
                    "language": language,
                    "field": field,
                    "stored": repr(stored)[:120],
                    "expected": repr(expected)[:120],
                }
            )
        if differences:
            raise CommandError(
                _("The catalogue differs from the pages in %(count)s places; run rebuild_catalogue.")
                % {"count": len(differences)}
            )
        if verbosity:
            self.stdout.write(_("The catalogue equals the pages."))
