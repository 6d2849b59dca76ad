"""manage.py send_translation_digest: mail to everybody who translates or reviews what waits for them; once a day."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from cases_cms.localization import mails
from cases_cms.localization.queue import digest_of
from cases_cms.localization.team_services import take_day


class Command(BaseCommand):
    help = "Mails what waits for each translator and reviewer, in their language: once a day, nothing if empty."

    def handle(self, *args, **options):
        sent = 0
        people = get_user_model().objects.filter(is_active=True, language_roles__isnull=False).exclude(email="")
        for person in people.distinct().order_by("pk"):
            lists = digest_of(person)
            if any(cells for _code, cells, _total in lists) and take_day(person):
                mails.digest(person, lists)
                sent += 1
        self.stdout.write(f"{sent}")
