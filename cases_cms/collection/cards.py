"""Cards: what a list shows of a case, ready for a dumb template."""

from dataclasses import dataclass

from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.selectors import CategoryLabel, categories
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.languages import language_label, language_tag
from cases_cms.core.prefetch import CARD, renditions

ENTRY_COLUMNS = [field.name for field in CatalogueEntry._meta.concrete_fields if not field.is_relation]
IMAGE_COLUMNS = [
    f"cover__{name}"
    for name in ("title", "file", "width", "height", "description", "file_hash")
    + ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
]


@dataclass(frozen=True)
class CaseCard:
    """A case in a list. ``language`` is set where the page is not in the visitor's language."""

    key: object
    title: str
    url: str
    summary: str
    year: int
    category: CategoryLabel | None
    outstanding: bool
    countries: list
    cover: object
    tag: str
    language: str
    has_sample_data: bool


def with_cards(entries):
    """``entries`` with all that cards need: two queries for any number of them."""
    return (
        entries.select_related("page", "cover")
        # Of the page, a card needs the address only; the four sections would be read and thrown away.
        .defer(None)
        .only(*ENTRY_COLUMNS, "page__url_path", *IMAGE_COLUMNS)
        .prefetch_related(renditions("cover", CARD))
    )


def case_cards(entries, *, locale, request=None):
    """CaseCards of catalogue entries; one query for the categories beside those of ``with_cards``."""
    labels = categories(locale, request)
    return [
        CaseCard(
            key=entry.case_key,
            title=entry.title,
            url=entry.page.get_url(request) or "",
            summary=entry.summary,
            year=entry.year,
            category=labels.get(entry.category),
            outstanding=entry.outstanding,
            countries=[country_name(code) for code in sort_codes(entry.country_codes)],
            cover=entry.cover,
            tag=language_tag(entry.page_language),
            language="" if entry.page_language == entry.language else language_label(entry.page_language),
            has_sample_data=entry.has_sample_data,
        )
        for entry in entries
    ]


def cards_for_cases(case_keys, *, locale, request=None):
    """CaseCards of the public ones among the cases ``case_keys``, newest first."""
    if not case_keys:
        return []
    entries = CatalogueEntry.objects.in_language(locale.language_code).for_cases(case_keys)
    return case_cards(with_cards(entries.newest_first()), locale=locale, request=request)
