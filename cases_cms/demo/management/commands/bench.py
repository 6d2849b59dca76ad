"""``manage.py bench``: queries and milliseconds of public pages beside the simplest Wagtail page, in one run."""

import statistics
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, reset_queries, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cases_cms.collection.models import CasePage, CollectionPage, EditionPage
from cases_cms.news.models import NewsIndexPage, NewsPage
from home.models import HomePage

SIMPLEST = "<!doctype html><title>{{ page.title }}</title><h1>{{ page.title }}</h1>"


def _templates():
    """The site's templates, and one more for a plain Wagtail page."""
    configuration = [{**engine, "OPTIONS": dict(engine["OPTIONS"])} for engine in settings.TEMPLATES]
    options = configuration[0]["OPTIONS"]
    configuration[0]["APP_DIRS"] = False
    options["loaders"] = [
        (
            "django.template.loaders.cached.Loader",
            [
                ("django.template.loaders.locmem.Loader", {"wagtailcore/page.html": SIMPLEST}),
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
        )
    ]
    return configuration


class Command(BaseCommand):
    help = gettext_lazy(
        "Measures public pages beside the simplest Wagtail page: queries, median and 95th percentile of milliseconds."
    )

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=100, help="Requests of each page (default 100).")

    def handle(self, *args, rounds, **options):
        if rounds < 1:
            raise CommandError(_("Give at least one round."))
        if not HomePage.objects.exists():
            raise CommandError(_("There is nothing to measure yet: run “make demo” first."))
        with override_settings(TEMPLATES=_templates(), DEBUG=False), transaction.atomic():
            self.measure(rounds)
            transaction.set_rollback(True)

    def addresses(self):
        """``[(label, address)]``: the simplest page first."""
        home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).live().first()
        simplest = home.add_child(instance=Page(title="Simplest page", slug="simplest-page-of-all"))
        collection = CollectionPage.objects.child_of(home).live().first()
        case = CasePage.objects.descendant_of(collection).live().order_by("path").first()
        edition = EditionPage.objects.child_of(collection).live().get(pk=case.get_parent().pk)
        news = NewsIndexPage.objects.child_of(home).live().first()
        filtered = f"{collection.url}?category={case.category}&country={case.countries[0]}&q=a"
        item = NewsPage.objects.child_of(news).live().order_by("path").first()
        return [
            ("simplest Wagtail page", simplest.url),
            ("home", home.url),
            ("collection", collection.url),
            ("collection, filtered", filtered),
            ("case", case.url),
            ("edition", edition.url),
            ("news", news.url),
            ("news item", item.url),
        ]

    def measure(self, rounds):
        client = Client(headers={"host": "127.0.0.1"})
        addresses = self.addresses()
        counts, times = {}, {label: [] for label, _address in addresses}
        for label, address in addresses:
            for _warm_up in range(3):
                response = client.get(address)
                if response.status_code != 200:
                    raise CommandError(f"{address}: {response.status_code}")
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts[label] = len(queries)
            reset_queries()
        for _round in range(rounds):
            for label, address in addresses:
                started = time.perf_counter()
                client.get(address)
                times[label].append((time.perf_counter() - started) * 1000)
        base = statistics.median(times[addresses[0][0]])
        self.stdout.write(
            f"{connection.vendor}, {CasePage.objects.live().count()} case pages, {rounds} requests a page, one client"
        )
        self.stdout.write(f"{'page':<24}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'ratio':>8}")
        for label, _address in addresses:
            median = statistics.median(times[label])
            p95 = sorted(times[label])[max(0, round(0.95 * rounds) - 1)]
            self.stdout.write(f"{label:<24}{counts[label]:>8}{median:>11.1f}{p95:>9.1f}{median / base:>7.1f}×")
