"""The facets of the Collection: one place knows what each filter means.

A FacetKind says what a filter is called, where a case has its values and how these are named and ordered. From it
follow the catalogue's rows, the FilterSet (SQL) and the explorer's index with its counts.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from cases_cms.collection.enums import Distinction
from cases_cms.collection.extensions import case_facets
from cases_cms.collection.models import CaseOrganization
from cases_cms.collection.organizations import organization_directory
from cases_cms.collection.selectors import categories
from cases_cms.core.countries import country_names, find_spelt
from cases_cms.core.languages import lang_attribute, language_label
from cases_cms.core.regions import by_region

#: Values of a long facet that are shown before anything is typed or chosen.
SHOWN = 30


class Label(NamedTuple):
    """How a value reads; ``lang`` is an attribute where that is not in the visitor's language."""

    text: str
    lang: str = ""


class Scope(NamedTuple):
    """For whom values are named."""

    collection: object
    locale: object
    request: object


@dataclass(frozen=True)
class FacetKind:
    """A filter of the Collection's cases; ``name`` is its parameter in addresses, its values are codes.

    Where a case has one value, it is the ``column`` of its catalogue entry: ``encode`` gives the code of what the
    column holds, ``decode`` what it holds for a code. Else ``values(pages)`` gives ``{page id: codes}`` for pages as
    ``catalogue.compute`` reads them, and the catalogue keeps a row for each.

    ``labels(scope, codes)`` gives ``{code: Label}`` in the order in which values are offered; what has no label is
    not offered. ``groups(codes)`` gives ``[(label, codes)]``. A facet with ``find`` has a field to find values by:
    ``find(codes, words)`` gives those that fit; a long one shows but the most frequent at first.
    """

    name: str
    label: str
    labels: Callable
    column: str = ""
    encode: Callable = str
    decode: Callable = str
    values: Callable | None = None
    groups: Callable | None = None
    find: Callable | None = None
    is_long: bool = False


# --- Values of pages ----------------------------------------------------------------------


def _countries_of(pages):
    return {page["pk"]: page["countries"] or [] for page in pages}


def _organizations_of(pages):
    codes = defaultdict(list)
    for page_id, code in CaseOrganization.objects.filter(page_id__in=[page["pk"] for page in pages]).values_list(
        "page_id", "organization__code"
    ):
        codes[page_id].append(code)
    return codes


def _languages_of(pages):
    return {page["pk"]: page["languages"] for page in pages}


def _host_values(facet, pages):
    return facet.values([page["pk"] for page in pages])


# --- Labels and order ------------------------------------------------------------------------


def _category_labels(scope, codes):
    return {
        code: Label(label.title, label.lang)
        for code, label in categories(scope.locale, scope.request).items()
        if code in codes
    }


def _country_labels(scope, codes):
    return {code: Label(name) for code, name in country_names(codes).items()}


def _country_groups(codes):
    return [(region.name, region.countries) for region in by_region(codes)]


def _year_labels(scope, codes):
    return {code: Label(code) for code in sorted(codes, reverse=True)}


def _year(code):
    """The year that a code names; -1, in which there is no case, for what is no year."""
    return int(code) if code.isascii() and code.isdigit() and len(code) == 4 else -1


def _outstanding_labels(scope, codes):
    return {choice.value: Label(str(choice.label)) for choice in Distinction if choice.value in codes}


def _is_outstanding(code):
    return code == Distinction.OUTSTANDING


def _outstanding_code(value):
    return (Distinction.OUTSTANDING if value else Distinction.OTHER).value


class _OrganizationLabels:
    """Labels of organizations, of which there may be thousands, made when they are asked for."""

    def __init__(self, scope, codes):
        self.language = scope.locale.language_code
        self.names = organization_directory()
        self.codes = codes

    def __contains__(self, code):
        return code in self.codes

    def __iter__(self):
        return iter(self.codes)

    def __len__(self):
        return len(self.codes)

    def __getitem__(self, code):
        name, language = self.names.name(code, self.language)
        return Label(name, lang_attribute(language, self.language))


def _find_organizations(codes, words):
    found = organization_directory().find(words)
    return [code for code in codes if code in found]


def _find_countries(codes, words):
    found = find_spelt(words)
    return [code for code in codes if code in found]


def _language_labels(scope, codes):
    return {code: Label(str(language_label(code))) for code in sorted(codes)}


def _host_labels(facet, scope, codes):
    options = facet.options(scope.collection, scope.request)
    return {str(code): Label(str(text)) for code, text in options if str(code) in codes}


OWN_KINDS = (
    FacetKind("category", _("Category"), _category_labels, column="category"),
    FacetKind(
        "country",
        _("Countries and regions"),
        _country_labels,
        values=_countries_of,
        groups=_country_groups,
        find=_find_countries,
    ),
    FacetKind("year", _("Edition"), _year_labels, column="year", decode=_year),
    FacetKind(
        "outstanding",
        _("Distinction"),
        _outstanding_labels,
        column="outstanding",
        encode=_outstanding_code,
        decode=_is_outstanding,
    ),
    FacetKind(
        "organization",
        _("Organization"),
        _OrganizationLabels,
        values=_organizations_of,
        find=_find_organizations,
        is_long=True,
    ),
    FacetKind("language", _("Available in"), _language_labels, values=_languages_of),
)


def facet_kinds():
    """The facets in the order in which they are shown, a host's at the end."""
    return [
        *OWN_KINDS,
        *(
            FacetKind(facet.name, facet.label, partial(_host_labels, facet), values=partial(_host_values, facet))
            for facet in case_facets()
        ),
    ]


def values_of(pages):
    """``{page id: {facet: sorted codes}}`` of the facets of which a case may have several values."""
    pages = list(pages)
    found = {page["pk"]: {} for page in pages}
    for kind in facet_kinds():
        if kind.values is not None:
            codes = kind.values(pages)
            for pk, values in found.items():
                values[kind.name] = sorted({str(code) for code in codes.get(pk) or ()})
    return found
