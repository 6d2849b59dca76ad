"""Wagtail's command, in front of which what came under embargo is taken from the schedule."""

from wagtail.management.commands import publish_scheduled

from cases_cms.release.embargo import refusal
from cases_cms.release.guards import clear_schedules, scheduled_under_embargo


class Command(publish_scheduled.Command):
    """Publishes what is due; one page under embargo among it keeps no other from being published."""

    def handle(self, *args, **options):
        found = scheduled_under_embargo() if options["dryrun"] else clear_schedules()
        for page, _revision, embargo in found:
            self.stderr.write(f"{page.get_admin_display_title()}: {refusal(embargo)}")
        super().handle(*args, **options)
