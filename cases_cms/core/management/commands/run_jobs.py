from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.services import delete_old_jobs, lives
from cases_cms.core.jobs.worker import end_on_signals, work


class Command(BaseCommand):
    help = gettext_lazy("Does the background work that waits; with --watch it goes on until it is stopped.")

    def add_arguments(self, parser):
        parser.add_argument("--watch", action="store_true", help="Wait for more work, as a service does.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between two looks (default 1).")
        parser.add_argument("--beside", type=int, metavar="PID", help="End when this process is gone.")
        parser.add_argument("--delete-after", type=int, metavar="DAYS", help="First delete what ended longer ago.")

    def handle(self, *args, watch, interval, beside=None, delete_after=None, verbosity=1, **options):
        def said(job, status):
            if verbosity:
                self.stdout.write(f"{job.pk}  {job.title}: {JobStatus(status).label}")
                self.stdout.flush()

        if delete_after is not None:
            number = delete_old_jobs(delete_after)
            if verbosity:
                self.stdout.write(_("Old jobs deleted: %(number)s") % {"number": number})
        end_on_signals()
        work(watch=watch, interval=max(0.1, interval), said=said, is_wanted=lambda: not beside or lives(beside))
