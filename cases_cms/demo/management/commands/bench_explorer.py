"""``manage.py bench_explorer``: facets, pages and searches of 1,000 to 100,000 made-up cases. For an empty database."""

import io
import random
import statistics
import time
from functools import partial
from types import SimpleNamespace

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, reset_queries
from django.http import QueryDict
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm
from wagtail.models import Page

from cases_cms.collection import catalogue
from cases_cms.collection.cards import with_cards
from cases_cms.collection.explorer import memory
from cases_cms.collection.explorer.context import Explorer
from cases_cms.collection.explorer.index import Index, entries_of, read_rows
from cases_cms.collection.facets import facet_kinds
from cases_cms.collection.models import CasePage, CatalogueEntry
from cases_cms.core.memory import finish_request, start_request
from cases_cms.demo.management.commands.bench import _templates
from cases_cms.demo.synthetic import CATEGORIES, EN, YEARS, Synthesizer

ROWS = 20
SELECTIONS = 12


def _ms(call):
    """``(milliseconds, result)``."""
    started = time.perf_counter()
    result = call()
    return (time.perf_counter() - started) * 1000, result


def _both_ms(call):
    """Milliseconds on the clock, and of this process's own work, which other programs disturb less."""
    started = time.process_time()
    taken = _ms(call)[0]
    return taken, (time.process_time() - started) * 1000


class Command(BaseCommand):
    help = gettext_lazy("Fills an empty database with made-up cases and measures the explorer on them.")

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000], help="Numbers of cases.")
        parser.add_argument("--rounds", type=int, default=40, help="Requests of each kind (default 40).")
        parser.add_argument("--words", type=int, default=60, help="Words of a case's text (default 60).")
        parser.add_argument("--profile", help="Write a profile of this kind of request instead, as text.")

    def handle(self, *args, sizes, rounds, words, profile=None, verbosity=1, **options):
        if CasePage.objects.exists():
            raise CommandError(_("The database holds cases; give an empty one."))
        with override_settings(TEMPLATES=_templates(), DEBUG=False):
            builder = Synthesizer(words=words)
            builder.build_site()
            builder.homes[0].add_child(instance=Page(title="Simplest page", slug="simplest-page-of-all"))
            for size in sorted(sizes):
                progress = partial(tqdm, unit="×2000", desc=str(size), disable=verbosity == 0 or None)
                seconds, organizations = _ms(partial(builder.fill, size, progress))
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                self.stdout.write(
                    f"\n{connection.vendor}, {size} cases ({CatalogueEntry.objects.count()} rows, {organizations}"
                    f" organizations, {words} words a text), written in {seconds / 1000:.0f} s"
                )
                if profile:
                    self.profile(builder, profile)
                else:
                    self.measure(builder, rounds)

    # --- What is asked ------------------------------------------------------------------------

    def queries(self, builder):
        """``{kind: [(language number, query)]}``, each in several variants, so that nothing is answered from memory."""
        rng = random.Random(7)  # noqa: S311  no secret
        filtered, english, chinese = [], [], []
        for number in range(SELECTIONS):
            query = QueryDict(mutable=True)
            query["category"] = rng.choice(list(CATEGORIES))
            query.setlist("country", sorted(rng.sample(builder.countries[:12], 2)))
            query.setlist("year", sorted({str(rng.choice(YEARS[:4])), str(rng.choice(YEARS[:4]))}))
            filtered.append((len(filtered) % 2, query.urlencode()))
            # One usual word, one of some hundred, a character or two words that stand behind each other.
            (one, other), (own, following) = (
                (words[number % 12], words[rng.randrange(20, 400)]) for words in builder.vocabulary
            )
            english.append((0, QueryDict(f"q={rng.choice([one, other, f'{one} {other}'])}").urlencode()))
            chinese.append((1, QueryDict(f"q={rng.choice([own, own[0], following])}").urlencode()))
        return {"filtered": filtered, "unfiltered": [(0, ""), (1, "")], "english": english, "chinese": chinese}

    def address(self, builder, language, query):
        url = builder.collections[language].get_url()
        return f"{url}?{query}" if query else url

    def facets(self, builder, language, query):
        """Facets, chips and 20 rows, as a request would ask for them."""
        collection = builder.collections[language]
        request = RequestFactory().get(self.address(builder, language, query), headers={"host": "localhost"})
        start_request()
        with translation.override(collection.locale.language_code):
            explorer = Explorer(collection, request)
            context = explorer.context()
            entries = entries_of(collection.translation_key, collection.locale.language_code)
            rows = with_cards(entries).in_bulk(explorer.keys()[:ROWS].tolist())
        finish_request()
        return SimpleNamespace(context=context, rows=rows)

    # --- Measuring ------------------------------------------------------------------------------

    def head(self):
        columns = f"{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'ratio':>8}{'own ms':>9}{'ratio':>8}"
        self.stdout.write(f"{'':<36}{columns}")

    def line(self, label, times, base=None, queries=""):
        """A line of the table from ``[(milliseconds, own milliseconds)]``; returns both medians."""
        clock, own = (sorted(column) for column in zip(*times, strict=True))
        medians = statistics.median(clock), statistics.median(own)
        p95 = clock[max(0, round(0.95 * len(clock)) - 1)]
        ratios = [f"{value / other:.1f}×" for value, other in zip(medians, base, strict=True)] if base else ["", ""]
        self.stdout.write(
            f"{label:<36}{queries:>8}{medians[0]:>11.1f}{p95:>9.1f}{ratios[0]:>8}{medians[1]:>9.1f}{ratios[1]:>8}"
        )
        return medians

    def measure(self, builder, rounds):
        client = Client(headers={"host": "localhost"})
        kinds = self.queries(builder)
        simplest = builder.homes[0].get_children().get(slug="simplest-page-of-all").get_url()
        pages = {"simplest Wagtail page": [simplest]}
        for kind, label in (
            ("filtered", "filtered page"),
            ("unfiltered", "unfiltered page"),
            ("english", "search in English, with its page"),
            ("chinese", "search in Chinese, with its page"),
        ):
            pages[label] = [self.address(builder, *item) for item in kinds[kind]]
        counts, times = {}, {label: [] for label in pages}
        for label, addresses in pages.items():
            for address in addresses:
                response = client.get(address)
                if response.status_code != 200:
                    raise CommandError(f"{address}: {response.status_code} {response.headers.get('Location', '')}")
            counts[label] = 0
            for address in addresses:
                with CaptureQueriesContext(connection) as queries:
                    client.get(address)
                counts[label] = max(counts[label], len(queries))
        reset_queries()
        for number in range(rounds):
            for label, addresses in pages.items():
                times[label].append(_both_ms(partial(client.get, addresses[number % len(addresses)])))
        self.head()
        base = self.line(
            "simplest Wagtail page", times.pop("simplest Wagtail page"), None, counts["simplest Wagtail page"]
        )
        for label, taken in times.items():
            self.line(label, taken, base, counts[label])
        for kind in ("filtered", "unfiltered"):
            variants = kinds[kind]
            taken = [_both_ms(partial(self.facets, builder, *variants[i % len(variants)])) for i in range(rounds)]
            self.line(f"facets with {ROWS} rows, {kind}", taken)
        self.measure_search(builder, kinds, rounds)
        self.measure_index(builder, min(rounds, 5))

    def measure_search(self, builder, kinds, rounds):
        """The words alone: which cases they find, scored and ordered."""
        for kind, label in (("english", "words in English, alone"), ("chinese", "words in Chinese, alone")):
            taken = []
            for number in range(rounds):
                language, query = kinds[kind][number % len(kinds[kind])]
                request = RequestFactory().get(self.address(builder, language, query))
                start_request()
                collection = builder.collections[language]
                with translation.override(collection.locale.language_code):
                    explorer = Explorer(collection, RequestFactory().get(self.address(builder, language, "")))
                    words = request.GET["q"]
                    taken.append(_both_ms(partial(explorer.find, words)))
                finish_request()
            self.line(label, taken)

    def measure_index(self, builder, rounds):
        """Reading the catalogue into memory, and keeping up with the change of one case."""
        collection = builder.collections[0]
        entries = entries_of(collection.translation_key, EN)
        self.line(
            "load of the index, one language",
            [_both_ms(lambda: Index(facet_kinds()).replaced((), read_rows(entries))) for _ in range(rounds)],
        )
        taken, written = [], []
        case = CasePage.objects.filter(locale=builder.locales[0]).order_by("pk").first()
        for number in range(rounds):
            memory.index_of(collection.translation_key, EN)
            CasePage.objects.filter(pk=case.pk).update(summary=f"Changed {number}.")
            written.append(_both_ms(lambda: catalogue.sync([case.translation_key])))
            taken.append(_both_ms(lambda: memory.index_of(collection.translation_key, EN)))
        self.line("catalogue after a change of a case", written)
        self.line("index after a change of a case", taken)

    def profile(self, builder, kind):
        """cProfile of a hundred requests of one kind."""
        import cProfile
        import pstats

        client = Client(headers={"host": "localhost"})
        addresses = [self.address(builder, *item) for item in self.queries(builder)[kind]]
        for address in addresses:
            client.get(address)
        profiler = cProfile.Profile()
        for number in range(100):
            profiler.enable()
            client.get(addresses[number % len(addresses)])
            profiler.disable()
        out = io.StringIO()
        for order in ("cumulative", "tottime"):
            pstats.Stats(profiler, stream=out).strip_dirs().sort_stats(order).print_stats(70)
        self.stdout.write(out.getvalue())
