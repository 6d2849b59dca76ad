"""``manage.py bench_release``: rehearses, releases and undoes a made-up edition, while others read. Empty databases."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.collection.models import CasePage
from cases_cms.demo.made_up_edition import EditionMaker
from cases_cms.release import releasing

#: How often the page of what is not ready is opened.
OPENINGS = 7


class Command(BaseCommand):
    help = gettext_lazy("Fills an empty database with a made-up edition and measures its release.")

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, default=60, help="Cases of the edition (default 60).")
        parser.add_argument("--stories", type=int, default=12, help="Stories among them (default 12).")
        parser.add_argument("--readers", type=int, default=1, help="Processes that read meanwhile (default 1).")

    def handle(self, *args, cases, stories, readers, **options):
        if CasePage.objects.exists():
            raise CommandError(_("The database holds cases; give an empty one."))
        with override_settings(CASES_CMS={**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}):
            started = time.monotonic()
            release = EditionMaker().build(cases=cases, stories=stories)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            self.stdout.write(
                f"\n{connection.vendor}, {cases} cases and {stories} stories in two languages "
                f"(built in {time.monotonic() - started:.0f} s)"
            )
            self.stdout.write(f"{'':<28}{'pages':>7}{'queries':>9}{'ms':>8}{'CPU ms':>8}")
            self.open_readiness(release)
            self.measure("rehearsal", lambda: releasing.rehearse(release=release, user=None))
            self.measure("rehearsal again", lambda: releasing.rehearse(release=release, user=None))
            self.measure("release", lambda: releasing.release_edition(release=release, user=None))
            self.measure("undo", lambda: releasing.undo(release=release, user=None, reason="bench"))
            if readers:
                self.read_meanwhile(release, readers)

    def open_readiness(self, release):
        """The page of what is not ready: its queries, and the median of as many openings."""
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(get_user_model().objects.create_superuser("bench"))
        address = reverse("release:readiness", args=[release.pk])
        client.get(address)  # caches, and what is compiled once
        times, cpu = [], time.process_time()
        for _number in range(OPENINGS):
            started = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            times.append((time.perf_counter() - started) * 1000)
            if response.status_code != 200:
                raise CommandError(f"{address}: {response.status_code}")
        cpu = (time.process_time() - cpu) * 1000 / OPENINGS
        self.stdout.write(
            f"{'readiness, opened':<28}{'':>7}{len(queries):>9}{statistics.median(times):>8.0f}{cpu:>8.0f}"
        )
        self.stdout.flush()

    def measure(self, label, work):
        started = time.process_time()
        run = work()
        cpu = (time.process_time() - started) * 1000
        self.stdout.write(f"{label:<28}{run.pages:>7}{run.queries:>9}{run.duration:>8}{cpu:>8.0f}")
        self.stdout.flush()

    def read_meanwhile(self, release, number):
        """The same while ``number`` processes read: what they waited for, and whether any answer was half."""
        with tempfile.TemporaryDirectory() as folder:
            stop = Path(folder) / "stop"
            outs = [Path(folder) / f"{place}.jsonl" for place in range(number)]
            environment = {**os.environ}  # manage.py has set DJANGO_SETTINGS_MODULE
            command = [sys.executable, "-m", "cases_cms.demo.reading", str(stop)]
            path = os.pathsep.join(["site", environment.get("PYTHONPATH", "")])
            environment["PYTHONPATH"] = path
            processes = [
                subprocess.Popen([*command, str(out)], env=environment, cwd=settings.BASE_DIR)  # noqa: S603  our own
                for out in outs
            ]
            time.sleep(8)
            self.measure("release, others reading", lambda: releasing.release_edition(release=release, user=None))
            time.sleep(2)
            self.measure("undo, others reading", lambda: releasing.undo(release=release, user=None, reason="bench"))
            time.sleep(2)
            stop.touch()
            if any(process.wait(60) for process in processes):
                raise CommandError("A reader got an error.")
            self.report([json.loads(line) for out in outs for line in out.read_text().splitlines()])

    def report(self, answers):
        found = defaultdict(list)
        for name, took, status, shown in answers:
            found[name].append((took, status, shown))
        self.stdout.write(
            f"\n{'readers':<20}{'answers':>8}{'median ms':>11}{'slowest ms':>12}  shown (status, cases, stories)"
        )
        for name, rows in found.items():
            times = [row[0] for row in rows[1:]] or [rows[0][0]]
            shown = sorted({row[1:] for row in rows})
            self.stdout.write(f"{name:<20}{len(rows):>8}{statistics.median(times):>11.0f}{max(times):>12.0f}  {shown}")
            if len(shown) > 2:
                raise CommandError(f"{name}: half an edition was shown")
