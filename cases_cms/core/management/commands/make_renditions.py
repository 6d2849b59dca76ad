from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm

from cases_cms.core.renditions import make_all


class Command(BaseCommand):
    help = gettext_lazy("Makes what pages show of their pictures, in every format and width; what is there stays.")

    def handle(self, *args, verbosity=1, **options):
        def track(items):
            return tqdm(items, desc=_("pictures"), unit="", disable=None if verbosity else True)

        try:
            made, failed = make_all(track)
        except KeyboardInterrupt:
            self.stderr.write(_("Stopped; what is made stays. Start again to go on."))
            raise SystemExit(130) from None
        if verbosity:
            self.stdout.write(_("%(made)s made, %(failed)s failed.") % {"made": made, "failed": failed})
