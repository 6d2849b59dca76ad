"""The facets of the Collection: one place knows what each filter means.

A FacetKind says what a filter is called, where a case has its values and how these are named and ordered. From it
follow the catalogue's rows, the FilterSet (SQL) and the explorer's index with its counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases_cms.collection.enums import Distinction
from cases_cms.collection.extensions import case_facets
from cases_cms.collection.models import Organization
from cases_cms.collection.selectors import categories
from cases_cms.core.countries import country_name, find_codes, sort_codes
from cases_cms.core.languages import language_label, language_tag
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
    """A filter of the Collection's cases; ``name`` is its parameter in addresses.

    ``labels(scope, codes)`` gives ``{code: Label}`` in the order in which values are offered; what has no label is
    not offered. ``groups(codes)`` gives ``[(label, codes)]``. A facet with ``find`` has a field to find values by:
    ``find(scope, codes, words)`` gives those that fit; a long one shows but the most frequent at first.
    """

    name: str
    label: str
    labels: Callable
    groups: Callable | None = None
    find: Callable | None = None
    is_long: bool = False


def _category_labels(scope, codes):
    return {
        code: Label(label.title, label.lang)
        for code, label in categories(scope.locale, scope.request).items()
        if code in codes
    }


def _country_labels(scope, codes):
    return {code: Label(country_name(code)) for code in sort_codes(codes)}


def _country_groups(codes):
    return [(region.name, region.countries) for region in by_region(codes)]


def _find_countries(scope, codes, words):
    found = set(find_codes(words))
    return [code for code in codes if code in found]


def _year_labels(scope, codes):
    return {code: Label(code) for code in sorted(codes, reverse=True)}


def _outstanding_labels(scope, codes):
    return {choice.value: Label(str(choice.label)) for choice in Distinction if choice.value in codes}


def _organization_labels(scope, codes):
    labels = {}
    for code, name, locale_id, language in (
        Organization.objects.filter(code__in=codes)
        .order_by("name")
        .values_list("code", "name", "locale_id", "locale__language_code")
    ):
        if locale_id == scope.locale.pk:
            labels[code] = Label(name)
        elif code not in labels:
            labels[code] = Label(name, format_html(' lang="{}"', language_tag(language)))
    return labels


def _find_organizations(scope, codes, words):
    found = set(Organization.objects.filter(name__icontains=words).values_list("code", flat=True))
    return [code for code in codes if code in found]


def _language_labels(scope, codes):
    return {code: Label(language_label(code)) for code in sorted(codes)}


def facet_kinds(scope):
    """The facets in the order in which they are shown, a host's at the end."""
    return [
        FacetKind("category", _("Category"), _category_labels),
        FacetKind("country", _("Countries and regions"), _country_labels, _country_groups, _find_countries),
        FacetKind("year", _("Edition"), _year_labels),
        FacetKind("outstanding", _("Distinction"), _outstanding_labels),
        FacetKind("organization", _("Organization"), _organization_labels, find=_find_organizations, is_long=True),
        FacetKind("language", _("Available in"), _language_labels),
        *(
            FacetKind(
                facet.name,
                facet.label,
                lambda scope, codes, facet=facet: {
                    code: Label(str(text))
                    for code, text in facet.options(scope.collection, scope.request)
                    if code in codes
                },
            )
            for facet in case_facets()
        ),
    ]
