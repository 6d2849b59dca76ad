"""What the catalogue's rows should be, said by the pages alone, and what they are."""

from collections import defaultdict
from dataclasses import dataclass, fields

from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

from cases_cms.collection.facets import values_of
from cases_cms.collection.models import (
    CaseOrganization,
    CasePage,
    CatalogueEntry,
    CatalogueText,
    CollectionPage,
    EditionPage,
    Organization,
)
from cases_cms.core.collation import sort_key
from cases_cms.core.counting import plain_text
from cases_cms.core.visibility import find_hidden

#: Characters of a title's sort key that are kept.
MAX_KEY = 255


@dataclass(frozen=True)
class Row:
    """What the catalogue holds of one case in one language.

    ``facet_values`` has the sorted codes of each facet of which a case may have several; ``values`` are the same as
    sorted ``(facet, code)``, one row each for filters.
    """

    case_key: object
    language: str
    page_id: int
    page_language: str
    collection_key: object
    year: int
    code: str
    category: str
    outstanding: bool
    title: str
    title_key: str
    summary: str
    start_year: int | None
    cover_id: int | None
    facet_values: dict
    has_sample_data: bool
    values: tuple
    content: str
    other_titles: dict
    organization_names: list

    @property
    def identity(self):
        """What names the row: the case and the visitor's language."""
        return (self.case_key, self.language)


TEXT_FIELDS = ("content", "other_titles", "organization_names")
ENTRY_FIELDS = [field.name for field in fields(Row) if field.name not in ("values", *TEXT_FIELDS)]


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
        "slug",
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


def _text(values):
    """The case's own text as people read it, without markup."""
    return "\n".join(filter(None, [values["summary"], *(plain_text(values[name]) for name in CasePage.SECTIONS)]))


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
    pages = []
    for versions in by_case.values():
        available = [code for code in languages if code in versions]
        for values, _year, _collection in versions.values():
            values["languages"] = available
            pages.append(values)
    names = _organization_names([page["pk"] for page in pages])
    facet_values = values_of(pages)
    rows = {}
    for case_key, versions in by_case.items():
        shown_first = [code for code in languages if code in versions]
        for language in languages:
            page_language = language if language in versions else next(iter(shown_first), None)
            if page_language is None:
                continue
            values, year, collection_key = versions[page_language]
            codes = facet_values[values["pk"]]
            row = Row(
                case_key=case_key,
                language=language,
                page_id=values["pk"],
                page_language=page_language,
                collection_key=collection_key,
                year=year,
                code=f"{year}.{values['slug']}",
                category=values["category"],
                outstanding=values["outstanding"],
                title=values["title"],
                title_key=sort_key(values["title"], language)[:MAX_KEY],
                summary=values["summary"],
                start_year=values["start_year"],
                cover_id=values["cover_id"],
                facet_values=codes,
                has_sample_data=bool(values["sample_note"]),
                values=tuple(sorted((name, code) for name, group in codes.items() for code in group)),
                content=_text(values),
                other_titles={code: versions[code][0]["title"] for code in shown_first if code != page_language},
                organization_names=names.get(values["pk"], []),
            )
            rows[row.identity] = row
    return rows


def stored(case_keys=None):
    """``{identity: (CatalogueEntry, Row)}`` as the tables have it now."""
    entries = CatalogueEntry.objects.select_related("text").prefetch_related("values")
    if case_keys is not None:
        entries = entries.for_cases(case_keys)
    found = {}
    for entry in entries:
        text = getattr(entry, "text", None) or CatalogueText()
        row = Row(
            **{name: getattr(entry, name) for name in ENTRY_FIELDS},
            values=tuple(sorted((value.facet, value.value) for value in entry.values.all())),
            **{name: getattr(text, name) for name in TEXT_FIELDS},
        )
        found[row.identity] = (entry, row)
    return found
