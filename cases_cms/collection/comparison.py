"""Up to four public cases side by side, on the same fields."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases_cms.collection.cards import CaseCard, case_cards
from cases_cms.collection.models import CasePage
from cases_cms.collection.selectors import organization_names
from cases_cms.collection.shortlist import (
    COMPARED,
    MINIMUM,
    PARAMETER,
    Reading,
    compare_url,
    parse,
    public_entries,
)
from cases_cms.core.countries import country_name, sort_codes
from cases_cms.core.excerpts import excerpt
from cases_cms.core.languages import language_of
from cases_cms.core.models import BasePage

TEMPLATE = "cases_cms/collection/compare.html"
#: Characters of a section where only beginnings are shown.
BEGINNING = 320
#: Parameter and value that ask for the sections as a whole.
TEXT, WHOLE = "text", "whole"


@dataclass(frozen=True)
class Column:
    """A case of the comparison."""

    card: CaseCard
    page: CasePage
    #: ``[(role, Organization)]``
    organizations: list
    #: ``[(name, whether all cases have it)]``
    countries: list
    #: Address of the comparison without it.
    without_url: str


@dataclass(frozen=True)
class Comparison:
    """What the template gets."""

    reading: Reading
    columns: list
    common: list
    #: ``[(name of a section, [(Column, HTML, or how it begins)])]``
    rows: list
    is_whole: bool
    list_url: str
    text_url: str
    clear_url: str

    @property
    def is_comparable(self):
        """Whether there are enough to compare."""
        return len(self.columns) >= MINIMUM

    @property
    def has_figures(self):
        """Whether any case has key figures."""
        return any(column.page.figures.all() for column in self.columns)

    @property
    def has_reach(self):
        """Whether any case says how far it reaches."""
        return any(column.page.reach_quantity for column in self.columns)


def _address(url, codes, *, whole):
    return compare_url(url, codes) + (f"&{urlencode({TEXT: WHOLE})}" if whole else "")


def _organizations(pages, locale):
    """``{page id: [(role, Organization in locale)]}``. One query beside the pages' own rows."""
    names = organization_names([item.organization_id for page in pages for item in page.organizations.all()], locale)
    return {
        page.pk: [
            (item.get_role_display(), names[item.organization_id])
            for item in page.organizations.all()
            if item.organization_id in names
        ]
        for page in pages
    }


def _text_row(columns, name, whole):
    texts = [getattr(column.page, name) for column in columns]
    shown = texts if whole else [excerpt(html, BEGINNING) for html in texts]
    return CasePage._meta.get_field(name).verbose_name, list(zip(columns, shown, strict=True))


def compare(collection, request):
    """The Comparison that an address of any content asks for; a fixed number of queries for any number of cases."""
    values = request.GET.getlist(COMPARED)
    entries = public_entries(values, collection_key=collection.translation_key, language=language_of(collection))
    reading = parse(values, entries.__contains__)
    whole = request.GET.get(TEXT) == WHOLE
    url = collection.get_url(request) or ""
    chosen = [entries[code] for code in reading.codes]
    cards = case_cards(chosen, locale=collection.locale, request=request) if chosen else []
    # The catalogue says which pages the public may see; the pages say what it has no column for.
    pages = CasePage.objects.in_bulk([entry.page_id for entry in chosen]) if chosen else {}
    prefetch_related_objects(list(pages.values()), "organizations", "figures")
    organizations = _organizations(pages.values(), collection.locale) if pages else {}
    shared = set.intersection(*(set(card.codes) for card in cards)) if len(cards) >= MINIMUM else set()
    columns = [
        Column(
            card=card,
            page=pages[entry.page_id],
            organizations=organizations[entry.page_id],
            countries=[
                (country_name(code), code in shared)
                for code in sorted(sort_codes(card.codes), key=lambda code: code not in shared)
            ],
            without_url=_address(url, [code for code in reading.codes if code != card.code], whole=whole),
        )
        for entry, card in zip(chosen, cards, strict=True)
    ]
    kept = urlencode([(PARAMETER, code) for code in sorted(reading.codes)])
    return Comparison(
        reading=reading,
        columns=columns,
        common=[country_name(code) for code in sort_codes(shared)],
        rows=[_text_row(columns, name, whole) for name in CasePage.SECTIONS],
        is_whole=whole,
        list_url=f"{url}?{kept}" if kept else url,
        text_url=_address(url, reading.codes, whole=not whole),
        clear_url=url,
    )


def compare_view(collection, request):
    """``<collection>/compare/?case=2024.one&case=2023.other``; not for search engines."""
    context = BasePage.get_context(collection, request)
    comparison = compare(collection, request)
    frame = context["frame"]
    frame.title = _("Compare cases")
    frame.description = ""
    frame.robots = "noindex, follow"
    frame.canonical = ""
    frame.breadcrumbs = [*frame.breadcrumbs, collection]
    frame.below, frame.query = "compare/", _query(comparison)
    return TemplateResponse(request, TEMPLATE, {**context, "comparison": comparison})


def _query(comparison):
    pairs = [(COMPARED, column.card.code) for column in comparison.columns]
    return urlencode([*pairs, (TEXT, WHOLE)] if comparison.is_whole else pairs)
