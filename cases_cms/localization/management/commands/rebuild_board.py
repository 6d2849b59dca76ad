"""``manage.py rebuild_board``: build the translation board anew from pages, snippets and their translations."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from cases_cms.localization import images, rows


class Command(BaseCommand):
    help = gettext_lazy("Builds the translation board anew; can be interrupted and run again.")

    def handle(self, *args, verbosity=1, **options):
        images.follow_all()
        number = rows.rebuild(progress=lambda chunks: tqdm(chunks, unit="×200", disable=verbosity == 0 or None))
        if verbosity:
            self.stdout.write(_("The translation board has %(count)s rows.") % {"count": number})
