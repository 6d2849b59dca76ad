"""``manage.py rebuild_catalogue``: build the catalogue anew from the pages."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from cases_cms.collection import catalogue


class Command(BaseCommand):
    help = gettext_lazy("Builds the catalogue anew from the pages; can be interrupted and run again.")

    def handle(self, *args, verbosity=1, **options):
        cases, changed = catalogue.rebuild(
            progress=lambda chunks: tqdm(chunks, unit="×200", disable=verbosity == 0 or None)
        )
        if verbosity:
            self.stdout.write(_("%(cases)s cases, %(changed)s rows changed.") % {"cases": cases, "changed": changed})
