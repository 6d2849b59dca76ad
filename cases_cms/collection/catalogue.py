"""The catalogue: one narrow row per case and visitor's language, and the one door to the public.

``compute`` says what the rows should be, from the pages alone; ``sync`` makes the tables equal to it for some
cases; ``rebuild`` and ``find_differences`` do so for all. Every public list reads the tables, none the pages.
"""

import logging
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, fields

from django.db import connection, transaction
from wagtail.coreutils import get_content_languages
from wagtail.models import COMMENTS_RELATION_NAME, Locale

from cases_cms.collection.models import (
    CaseOrganization,
    CasePage,
    CatalogueCountry,
    CatalogueEntry,
    CatalogueText,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core.counting import plain_text
from cases_cms.core.folding import fold
from cases_cms.core.visibility import find_hidden

logger = logging.getLogger(__name__)

#: Writers of the catalogue wait for each other on PostgreSQL (SQLite has one writer anyway).
ADVISORY_LOCK = 0x0CA5E5
CHUNK = 200
#: Columns of a page that no row of the catalogue depends on.
IRRELEVANT = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "latest_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "draft_title",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


@dataclass(frozen=True)
class Row:
    """What the catalogue holds of one case in one language.

    ``countries`` are sorted ISO codes, one row each for filters; ``country_codes`` the same in a column for lists.
    """

    case_key: object
    language: str
    page_id: int
    page_language: str
    collection_key: object
    year: int
    category: str
    outstanding: bool
    title: str
    summary: str
    start_year: int | None
    cover_id: int | None
    country_codes: tuple
    has_sample_data: bool
    countries: tuple
    content: str

    @property
    def identity(self):
        """What names the row: the case and the visitor's language."""
        return (self.case_key, self.language)


ENTRY_FIELDS = [field.name for field in fields(Row) if field.name not in ("countries", "content")]


# --- What the rows should be -----------------------------------------------------------


def _languages():
    """Language codes in the site's order: the order in which a missing translation is replaced."""
    existing = set(Locale.objects.values_list("language_code", flat=True))
    return [code for code in get_content_languages() if code in existing]


def _visible_cases(case_keys):
    """Live real case pages with their edition and collection: ``[(values, year, collection_key)]``."""
    cases = CasePage.objects.filter(live=True, alias_of__isnull=True)
    if case_keys is not None:
        cases = cases.filter(translation_key__in=case_keys)
    hidden = find_hidden()
    editions = dict(EditionPage.objects.values_list("path", "year"))
    collections = dict(CollectionPage.objects.values_list("path", "translation_key"))
    step = CasePage.steplen
    for values in cases.values(
        "pk",
        "path",
        "translation_key",
        "locale__language_code",
        "title",
        "summary",
        "category",
        "outstanding",
        "countries",
        "start_year",
        "cover_id",
        "sample_note",
        *CasePage.SECTIONS,
    ):
        edition_path = values["path"][:-step]
        collection_path = edition_path[:-step]
        if edition_path not in editions or collection_path not in collections:
            continue
        if hidden.covers(values["path"]):
            continue
        yield values, editions[edition_path], collections[collection_path]


def _organization_names(page_ids):
    """Names, in every language, of the organizations of each page: ``{page id: [name, …]}``."""
    keys = defaultdict(list)
    for page_id, key in (
        CaseOrganization.objects.filter(page_id__in=page_ids)
        .order_by("page_id", "sort_order", "pk")
        .values_list("page_id", "organization__translation_key")
    ):
        keys[page_id].append(key)
    names = defaultdict(list)
    for key, name in (
        Organization.objects.filter(translation_key__in={key for group in keys.values() for key in group})
        .order_by("locale__language_code")
        .values_list("translation_key", "name")
    ):
        names[key].append(name)
    return {page_id: [name for key in group for name in names[key]] for page_id, group in keys.items()}


def compute(case_keys=None):
    """``{identity: Row}`` of the given cases (translation keys), by default of all, from the pages alone."""
    languages = _languages()
    by_case = defaultdict(dict)
    for values, year, collection_key in _visible_cases(case_keys):
        by_case[values["translation_key"]][values["locale__language_code"]] = (
            values,
            year,
            collection_key,
        )
    names = _organization_names([page[0]["pk"] for versions in by_case.values() for page in versions.values()])
    rows = {}
    for case_key, versions in by_case.items():
        shown_first = [code for code in languages if code in versions]
        for language in languages:
            page_language = language if language in versions else next(iter(shown_first), None)
            if page_language is None:
                continue
            values, year, collection_key = versions[page_language]
            countries = tuple(sorted(set(values["countries"] or [])))
            row = Row(
                case_key=case_key,
                language=language,
                page_id=values["pk"],
                page_language=page_language,
                collection_key=collection_key,
                year=year,
                category=values["category"],
                outstanding=values["outstanding"],
                title=values["title"],
                summary=values["summary"],
                start_year=values["start_year"],
                cover_id=values["cover_id"],
                has_sample_data=bool(values["sample_note"]),
                country_codes=countries,
                countries=countries,
                content=fold(
                    "\n".join(
                        [
                            values["title"],
                            values["summary"],
                            *names.get(values["pk"], []),
                            *(plain_text(values[section]) for section in CasePage.SECTIONS),
                        ]
                    )
                ),
            )
            rows[row.identity] = row
    return rows


def _plain(value):
    return tuple(value) if isinstance(value, list) else value


def stored(case_keys=None):
    """``{identity: (CatalogueEntry, Row)}`` as the tables have it now."""
    entries = CatalogueEntry.objects.select_related("text").prefetch_related("countries")
    if case_keys is not None:
        entries = entries.for_cases(case_keys)
    found = {}
    for entry in entries:
        text = getattr(entry, "text", None)
        row = Row(
            **{name: _plain(getattr(entry, name)) for name in ENTRY_FIELDS},
            countries=tuple(sorted(country.code for country in entry.countries.all())),
            content=text.content if text else "",
        )
        found[row.identity] = (entry, row)
    return found


# --- Making the tables equal to it -----------------------------------------------------


def _lock():
    """Let one transaction at a time compute and write, so that none works from what another is about to change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


@transaction.atomic
def sync(case_keys):
    """Make the rows of the cases ``case_keys`` (translation keys) equal to their pages; returns rows changed.

    Runs in the caller's transaction, so that a change and its rows are seen together or not at all.
    """
    case_keys = list(case_keys)
    if not case_keys:
        return 0
    _lock()
    wanted, present = compute(case_keys), stored(case_keys)
    gone = [entry.pk for identity, (entry, _row) in present.items() if identity not in wanted]
    if gone:
        CatalogueEntry.objects.filter(pk__in=gone).delete()
    changed = len(gone)
    for identity, row in wanted.items():
        entry, before = present.get(identity, (None, None))
        if row == before:
            continue
        changed += 1
        values = {name: getattr(row, name) for name in ENTRY_FIELDS}
        if entry is None:
            entry = CatalogueEntry.objects.create(**values)
        else:
            CatalogueEntry.objects.filter(pk=entry.pk).update(**values)
        if before is None or before.countries != row.countries:
            CatalogueCountry.objects.filter(entry=entry).delete()
            CatalogueCountry.objects.bulk_create(CatalogueCountry(entry=entry, code=code) for code in row.countries)
        if before is None or before.content != row.content:
            CatalogueText.objects.update_or_create(entry=entry, defaults={"content": row.content})
    return changed


def keys_below(path):
    """Translation keys of the cases at or below the tree path ``path``."""
    return set(CasePage.objects.filter(path__startswith=path).order_by().values_list("translation_key", flat=True))


@contextmanager
def saving_page(page, update_fields=None):
    """Save ``page`` and the rows that depend on it in one transaction."""
    with transaction.atomic():
        yield
        if update_fields is not None and set(update_fields) <= IRRELEVANT:
            return
        sync(keys_below(page.path))


@transaction.atomic
def sync_if_hidden_or_shown(page):
    """Sync what lies below a page of another type if its being live or not has changed what is listed."""
    _lock()
    listed = CatalogueEntry.objects.filter(page__path__startswith=page.path).exists()
    if listed != page.live:
        sync(keys_below(page.path))


def all_keys():
    """Translation keys of every case that has a page or a row, in a fixed order."""
    return sorted(
        set(CasePage.objects.order_by().values_list("translation_key", flat=True))
        | set(CatalogueEntry.objects.order_by().values_list("case_key", flat=True))
    )


def rebuild(progress=iter):
    """Build the catalogue anew, some cases a transaction; returns ``(cases, rows changed)``.

    ``progress`` wraps the list of cases' chunks, as tqdm does. Interrupted, it can be run again.
    """
    keys = all_keys()
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    changed = sum(sync(chunk) for chunk in progress(chunks))
    return len(keys), changed


def find_differences():
    """Differences between the tables and the pages, each ``(identity, field, stored, expected)``; empty if equal."""
    wanted, present = compute(), stored()
    differences = []
    for identity in sorted(wanted.keys() | present.keys(), key=str):
        if identity not in present:
            differences.append((identity, "row", None, wanted[identity].title))
        elif identity not in wanted:
            differences.append((identity, "row", present[identity][1].title, None))
        else:
            before, after = present[identity][1], wanted[identity]
            differences += [
                (identity, field.name, getattr(before, field.name), getattr(after, field.name))
                for field in fields(Row)
                if getattr(before, field.name) != getattr(after, field.name)
            ]
    return differences
