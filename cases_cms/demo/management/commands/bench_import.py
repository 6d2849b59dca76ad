"""``manage.py bench_import``: tables of made-up cases in two languages, checked and imported. For an empty database.

For each size, in a new edition: the dry run, the import, and the dry run of the same file again, which changes nothing.
"""

import csv
import io
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core import services
from cases_cms.demo.synthetic import CATEGORIES, Synthesizer
from cases_cms.interchange.imports import Session
from cases_cms.interchange.planned import Action

SIZES = [60, 1_000]
#: Rows whose queries are counted, after those that are timed; their organizations are known by then.
COUNTED = 20
FIRST_YEAR = 2030
HEADINGS = ("Background", "International cooperation", "Implementation", "Benefits")


class Counter:
    """Counts queries, savepoints included; Django's own log of them ends after some thousands."""

    number = 0

    def __call__(self, execute, *args):
        self.number += 1
        return execute(*args)


class Command(BaseCommand):
    help = gettext_lazy("Measures the import of made-up cases, with their translations, into an empty database.")

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="Rows of a file (default 60 1000).")

    def handle(self, *args, sizes, **options):
        if CasePage.objects.exists():
            raise CommandError(_("The database holds cases; give an empty one."))
        self.synthesizer, self.number = Synthesizer(words=60, seed=6), 0
        self.synthesizer.build_site()
        self.stdout.write(f"\n{connection.vendor}")
        self.stdout.write(f"{'':<34}{'seconds':>9}{'CPU s':>9}{'CPU s a row':>13}{'queries':>9}{'a row':>8}")
        self.measure(2, said=False)  # what is loaded once
        for size in sizes:
            self.measure(size)

    def measure(self, size, *, said=True):
        edition, data = self.make_edition(), self.make_file(size)
        counted = self.make_edition(), self.make_file(COUNTED)
        for label, work in (
            ("dry run", self.plan),
            ("import", self.bring_in),
            ("the same file again", self.bring_in_again),
        ):
            started, cpu = time.perf_counter(), time.process_time()
            work(edition, data)
            seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
            queries = Counter()
            with connection.execute_wrapper(queries):
                work(*counted)
            if said:
                self.stdout.write(
                    f"{f'{size} rows, {label}':<34}{seconds:>9.1f}{cpu:>9.1f}{cpu / size:>13.3f}"
                    f"{queries.number:>9}{queries.number / COUNTED:>8.1f}"
                )

    # --- What is measured ---------------------------------------------------------------------

    @staticmethod
    def plan(edition, data):
        session = Session(edition_key=edition.translation_key, name="bench.csv", data=data)
        if session.plan.problems:
            raise CommandError(str([remark.message for row in session.plan.rows for remark in row.remarks]))
        return session

    def bring_in(self, edition, data, expected=Action.CREATE):
        with transaction.atomic():
            session = self.plan(edition, data)
            if {row.action for row in session.plan.rows} != {expected}:
                raise CommandError(str({row.action for row in session.plan.rows}))
            with session.writing():
                for row in session.plan.rows:
                    session.apply(row)

    def bring_in_again(self, edition, data):
        self.bring_in(edition, data, Action.LEFT)

    # --- What it is measured with ---------------------------------------------------------------

    def make_edition(self):
        """A new edition under embargo, in both languages."""
        synthesizer, year = self.synthesizer, FIRST_YEAR + self.number
        self.number += 1
        pages = []
        for parent, title, locale in zip(
            synthesizer.collections, (f"Edition {year}", f"{year}年"), synthesizer.locales, strict=True
        ):
            page = EditionPage(title=title, slug=str(year), year=year, locale=locale)
            if pages:
                page.translation_key = pages[0].translation_key
            pages.append(services.create_page(parent=Page.objects.get(pk=parent.pk), page=page))
        return pages[0]

    def make_file(self, size):
        """The bytes of a CSV file with ``size`` cases in both languages."""
        out = io.StringIO()
        rows = [self._row(place) for place in range(size)]
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()

    def _row(self, place):
        synthesizer = self.synthesizer
        sections = [synthesizer._texts(place) for _section in CasePage.SECTIONS]
        row = {
            "ID": f"B-{self.number}-{place}",
            "Category": list(CATEGORIES.values())[place % len(CATEGORIES)][0],
            "Outstanding case": "yes" if place % 5 == 0 else "no",
            "Countries and regions": "China; Kenya; Brazil",
            "Countries and regions reached": f"over {place + 2}",
            "Start of implementation": str(2015 + place % 10),
        }
        for number, language in enumerate(("en", "zh-hans")):
            title, summary, _text = sections[0][number]
            row |= {
                f"Title ({language})": f"{title} {self.number}",
                f"Summary ({language})": summary,
                # Every organization has three cases.
                f"Applying organizations ({language})": f"Institute {place // 3}"
                if number == 0
                else f"研究院{place // 3}",
                f"Key figures ({language})": f"{place + 2} | {summary[:12]}\n{place + 9} | {summary[3:12]}",
                f"Links ({language})": f"{title} | https://example.org/{language}/{place}",
            }
            for heading, both in zip(HEADINGS, sections, strict=False):
                text = both[number][2]
                row[f"{heading} ({language})"] = f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}"
        return row
