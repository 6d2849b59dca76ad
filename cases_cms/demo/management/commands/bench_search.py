"""``manage.py bench_search``: recall, precision and milliseconds of search, beside Wagtail's own backend.

`make bench-search` gives it empty databases of their own, SQLite and PostgreSQL, and prints both.
"""

import json
import statistics
import time

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from cases_cms.demo.searching.corpus import demo_texts, generated, repetitive
from cases_cms.demo.searching.truth import Truth
from cases_cms.demo.searching.words import queries, typos
from cases_cms.news.models import NewsPage
from cases_cms.search.corrections import correct

BACKENDS = {"cases_cms": "cases_cms.search.backends.database", "Wagtail's": "wagtail.search.backends.database"}
PAGE = 20
CHUNK = 500


class Command(BaseCommand):
    help = gettext_lazy("Measures the search backends on texts whose answers are known; fills an empty database.")

    def add_arguments(self, parser):
        parser.add_argument("--texts", type=int, default=2000, help="Generated texts (default 2000).")
        parser.add_argument("--rounds", type=int, default=5, help="Times each query is asked (default 5).")
        parser.add_argument("--only-ours", action="store_true", help="Leave out Wagtail's own backends.")
        parser.add_argument("--json", action="store_true", help="Print the rows as JSON.")

    def handle(self, *args, texts, rounds, verbosity=1, **options):
        if texts < 0 or rounds < 1:
            raise CommandError(_("Give at least one round."))
        if NewsPage.objects.exists():
            raise CommandError(_("The database has pages: “make bench-search” uses databases of its own."))
        self.quiet = not verbosity
        corpus = demo_texts() + repetitive() + generated(texts)
        truth = Truth(corpus)
        pages = self.make_pages(corpus)
        self.numbers = {page.pk: number for number, page in enumerate(pages)}
        rows = []
        for name, path in reversed(BACKENDS.items()):
            if options["only_ours"] and name != "cases_cms":
                continue
            self.index(path, pages, name)
            # Wagtail's own is there for comparison, and takes minutes.
            rows += self.measure(name, path, truth, rounds if name == "cases_cms" else 1)
        if options["json"]:
            self.stdout.write(json.dumps(rows))
        else:
            for row in rows:
                self.stdout.write(str(row))

    def make_pages(self, corpus):
        """Rows of news pages, written past the tree's own ways, which take minutes for thousands."""
        root, locale = Page.get_first_root_node(), Locale.get_default()
        content_type = ContentType.objects.get_for_model(NewsPage)
        pages = [
            NewsPage(
                path=f"{root.path}{number + 100:04d}",
                depth=2,
                title=text.title,
                draft_title=text.title,
                slug=f"bench-{number}",
                url_path=f"/bench-{number}/",
                locale=locale,
                content_type=content_type,
                live=True,
                summary=text.body,
            )
            for number, text in enumerate(corpus)
        ]
        fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
        parents = Page.objects.bulk_create(
            [Page(**{name: getattr(page, name) for name in fields}) for page in pages], batch_size=CHUNK
        )
        for page, parent in zip(pages, parents, strict=True):
            page.pk = page.page_ptr_id = page.id = parent.pk
            page.save_base(raw=True)
        return pages

    def index(self, path, pages, name):
        backend = get_search_backend(path)
        backend.reset_indexes()
        started = time.perf_counter()
        for start in tqdm(range(0, len(pages), CHUNK), desc=f"{connection.vendor}, {name}", disable=self.quiet):
            backend.add_bulk(NewsPage, pages[start : start + CHUNK])
        self.seconds = time.perf_counter() - started
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE wagtailsearch_indexentry, wagtailcore_page, cases_news_newspage")

    def ask(self, path, query, rounds):
        """``(numbers of the texts found, milliseconds)``; a list asks for its number and the first page."""
        times = []
        for _round in range(rounds):
            started = time.perf_counter()
            results = NewsPage.objects.live().search(query, backend=path)
            results.count()
            list(results[:PAGE])
            times.append((time.perf_counter() - started) * 1000)
        found = NewsPage.objects.live().search(query, backend=path, order_by_relevance=False)
        return {self.numbers[pk] for pk in found.get_queryset().values_list("pk", flat=True)}, times

    def measure(self, name, path, truth, rounds):
        rows = []
        for language in ("zh-hans", "en"):
            asked = {}
            for kind, query in queries(language):
                found, times = self.ask(path, query, rounds)
                asked.setdefault(kind, []).append((truth.numbers(query, language), found, times))
            rows += [self.row(name, language, kind, results) for kind, results in asked.items()]
            rows.append(self.row(name, language, "all", [result for results in asked.values() for result in results]))
        results = []
        for typed, meant in typos():
            used = (correct(typed) or typed) if path == BACKENDS["cases_cms"] else typed
            found, times = self.ask(path, used, rounds)
            results.append((truth.numbers(meant, "en"), found, times))
        rows.append(self.row(name, "en", "typing mistakes", results))
        return rows

    def row(self, name, language, kind, results):
        """Means over the queries: an empty answer is precise, and whole where there is nothing to find."""
        recalls = [len(true & found) / len(true) if true else 1.0 for true, found, _times in results]
        precisions = [len(true & found) / len(found) if found else 1.0 for true, found, _times in results]
        times = sorted(value for _true, _found, times in results for value in times)
        return {
            "database": connection.vendor,
            "backend": name,
            "texts": len(self.numbers),
            "indexing": round(self.seconds, 1),
            "language": language,
            "kind": kind,
            "queries": len(results),
            "found": sum(len(true) for true, _found, _times in results),
            "recall": statistics.mean(recalls),
            "precision": statistics.mean(precisions),
            "median": statistics.median(times),
            "p95": times[max(0, round(0.95 * len(times)) - 1)],
        }
