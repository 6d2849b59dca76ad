"""``manage.py bench_board``: the translation board of 5,000 made-up things in six languages. For an empty database."""

import random
import statistics
import time
import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import GroupPagePermission, Locale, Page

from cases_cms.demo.management.commands.bench import _templates
from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell, BoardRow

LANGUAGES = [
    ("en", "English"),
    ("zh-hans", "Simplified Chinese"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("ru", "Russian"),
    ("ar", "Arabic"),
]
KINDS = ("cases_collection.casepage", "cases_news.newspage", "cases_stories.voicespage")
WORDS = ["mast", "cable", "village", "school", "library", "satellite", "network", "learner", "museum", "market"]
REQUESTS = {
    "first page": "",
    "page 60": "p=60",
    "an edition": "year=2024",
    "an edition, out of date, French": "year=2024&state=out_of_date&language=fr",
    "words in the title": "q=satellite",
    "a translator's, overdue": "translator=me&deadline=overdue",
    "written in Chinese, missing": "origin=zh-hans&state=missing",
    "nothing found": "q=nothingofthekind",
}


class Command(BaseCommand):
    help = gettext_lazy("Fills an empty database with made-up rows and measures the translation board on them.")

    def add_arguments(self, parser):
        parser.add_argument("--rows", type=int, default=5_000, help="Number of things (default 5000).")
        parser.add_argument("--rounds", type=int, default=10, help="Requests of each kind (default 10).")

    def handle(self, *args, rows, rounds, **options):
        if BoardRow.objects.exists():
            raise CommandError(_("The database holds a translation board; give an empty one."))
        with override_settings(
            TEMPLATES=_templates(), DEBUG=False, LANGUAGES=LANGUAGES, WAGTAIL_CONTENT_LANGUAGES=LANGUAGES
        ):
            people = self.make_people()
            self.fill(rows, people)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            self.stdout.write(
                f"\n{connection.vendor}, {rows} things, {BoardCell.objects.count()} cells, {len(LANGUAGES)} languages"
            )
            self.stdout.write(f"{'':<52}{'queries':>8}{'median ms':>11}{'p95 ms':>9}")
            for user in people:
                for label, query in REQUESTS.items():
                    self.measure(user, label, reverse("localization:board") + f"?{query}", rounds)
                self.measure(user, "the whole table (CSV)", reverse("localization:board_csv"), 3)

    def make_people(self):
        """An administrator, and a translator who works with all pages."""
        model = get_user_model()
        group = Group.objects.create(name="bench")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        group.permissions.add(Permission.objects.get(codename="change_organization"))
        change = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=change)
        translator = model.objects.create_user("bench-translator")
        translator.groups.add(group)
        return [model.objects.create_superuser("bench-admin"), translator]

    def fill(self, number, people):
        """Rows and cells of all states, in all languages."""
        rng = random.Random(7)  # noqa: S311  no secret
        for code, _name in LANGUAGES:
            Locale.objects.get_or_create(language_code=code)
        locales = list(Locale.objects.all())
        chinese = next(locale for locale in locales if locale.language_code == "zh-hans")
        english = next(locale for locale in locales if locale.language_code == "en")
        content_type, now = ContentType.objects.get_for_model(Page), timezone.now()
        rows = BoardRow.objects.bulk_create(
            [
                BoardRow(
                    content_type=content_type,
                    object_id=uuid.UUID(int=index + 1),
                    object_pk=str(index + 1),
                    locale=chinese if index % 10 == 0 else english,
                    kind=KINDS[index % 3],
                    title=f"{' '.join(rng.sample(WORDS, 3))} {index}",
                    year=2021 + index % 6 if index % 3 == 0 else None,
                    path=f"00010001{index % 40:04d}{index:08d}",
                    is_public=True,
                    text_hash="0" * 64,
                    segments=20,
                    words=400,
                )
                for index in range(number)
            ],
            batch_size=500,
        )
        BoardCell.objects.bulk_create(
            [
                BoardCell(
                    row=row,
                    locale=locale,
                    state=rng.choice(CellState.values),
                    segments=20,
                    translated=rng.randrange(20),
                    words_left=rng.randrange(400),
                    assignee=rng.choice([None, None, *people]),
                    deadline=rng.choice([None, now + timedelta(days=rng.randrange(-20, 40))]),
                )
                for row in rows
                for locale in locales
                if locale.pk != row.locale_id
            ],
            batch_size=1_000,
        )

    def measure(self, user, label, address, rounds):
        """One line: queries, median and 95th percentile of whole answers, template and middleware included."""
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        times = []
        for _round in range(rounds + 1):
            started = time.perf_counter()
            response = client.get(address)
            for _piece in response:
                pass
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise CommandError(f"{address}: {response.status_code}")
        with CaptureQueriesContext(connection) as queries:
            for _piece in client.get(address):
                pass
        times = sorted(times[1:])
        p95 = times[max(0, round(0.95 * len(times)) - 1)]
        name = f"{label}, {'translator' if not user.is_superuser else 'administrator'}"
        self.stdout.write(f"{name:<52}{len(queries):>8}{statistics.median(times):>11.0f}{p95:>9.0f}")
