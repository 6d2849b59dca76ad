"""``manage.py check_board``: prove the translation board equal to what it is about; exit status 1 if it is not."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.localization.board_check import find_differences


class Command(BaseCommand):
    help = gettext_lazy("Compares the translation board with pages, snippets and their translations.")

    def handle(self, *args, verbosity=1, **options):
        differences = find_differences()
        for title, language, field, stored, expected in differences:
            self.stderr.write(
                _("%(title)s (%(language)s): %(field)s is %(stored)s, expected %(expected)s")
                % {
                    "title": title,
                    "language": language or "–",
                    "field": field,
                    "stored": repr(stored)[:120],
                    "expected": repr(expected)[:120],
                }
            )
        if differences:
            raise CommandError(
                _("The translation board differs in %(count)s places; run rebuild_board.") % {"count": len(differences)}
            )
        if verbosity:
            self.stdout.write(_("The translation board is as it should be."))
