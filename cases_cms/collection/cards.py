"""Cards: what a list shows of a case, ready for a dumb template."""

from dataclasses import dataclass

from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import to_language

from cases_cms.collection.models import CatalogueEntry
from cases_cms.collection.selectors import CategoryLabel, categories, edition_entries
from cases_cms.core.addresses import addresses
from cases_cms.core.countries import country_names
from cases_cms.core.forthcoming import forthcoming
from cases_cms.core.languages import lang_attribute, language_label, language_of, language_tag
from cases_cms.core.pictures import Picture, pictures


def code_of(year, slug):
    """What names a case in addresses, in every language: ``2024.some-slug``."""
    return f"{year}.{slug}"


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
    codes: list
    countries: list
    cover: Picture | None
    tag: str
    language: str
    has_sample_data: bool
    #: The case's own neutral name, YEAR.slug.
    code: str = ""
    #: Where words are sought: its title with them marked, the passage that holds them, and why else it was found.
    title_marked: str = ""
    excerpt: str = ""
    found_by: str = ""

    @property
    def lang(self):
        """Attribute for its text, where that is not in the visitor's language; else empty."""
        return lang_attribute(to_language(self.tag.replace("-", "_"))) if self.language else ""

    @property
    def hreflang(self):
        """Attribute for the link to it, where the page is not in the visitor's language; else empty."""
        return format_html(' hreflang="{}"', self.tag) if self.language else ""


def with_cards(entries):
    """``entries`` with the address of their pages; the pages themselves are not needed."""
    return entries.annotate(url_path=F("page__url_path"))


def listed_in(edition, request=None, unneeded=()):
    """Entries of an edition's cases ``with_cards``, newest first; in a preview of it those that are to come.

    One query. Columns that are ``unneeded`` are left out.
    """
    coming = forthcoming(request)
    if coming is not None and coming.has_edition(edition.translation_key):
        return coming.entries(language_of(edition))
    return list(with_cards(edition_entries(edition).newest_first().defer(*unneeded)))


def case_cards(entries, *, locale, request=None):
    """CaseCards of catalogue entries ``with_cards``: two queries beside theirs, for any number of them."""
    entries = list(entries)
    labels = categories(locale, request)
    address = addresses(request)
    covers = pictures([entry.cover_id for entry in entries])
    return [
        CaseCard(
            key=entry.case_key,
            title=entry.title,
            url=address(entry.url_path),
            summary=entry.summary,
            year=entry.year,
            category=labels.get(entry.category),
            outstanding=entry.outstanding,
            codes=entry.country_codes,
            countries=list(country_names(entry.country_codes).values()),
            cover=covers.get(entry.cover_id),
            tag=language_tag(entry.page_language),
            language="" if entry.page_language == entry.language else language_label(entry.page_language),
            has_sample_data=entry.has_sample_data,
            code=entry.code,
        )
        for entry in entries
    ]


def cards_for_cases(case_keys, *, locale, request=None):
    """CaseCards of the public ones among the cases ``case_keys``, newest first."""
    if not case_keys:
        return []
    entries = CatalogueEntry.objects.in_language(locale.language_code).for_cases(case_keys)
    entries = with_cards(entries.newest_first())
    coming = forthcoming(request)
    if coming is not None:
        keys = {str(key) for key in case_keys}
        entries = [
            *(entry for entry in coming.entries(locale.language_code) if str(entry.case_key) in keys),
            *entries,
        ]
    return case_cards(entries, locale=locale, request=request)
