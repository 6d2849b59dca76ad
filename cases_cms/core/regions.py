"""Regions of the world in the sense of UN M49, as the Unicode CLDR divides them and names them in every language."""

from dataclasses import dataclass

from cases_cms.core.countries import country_name, country_names
from cases_cms.core.regions_data import REGIONS

_REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes.split()}


@dataclass(frozen=True)
class Region:
    """A region of the world with some of its countries and regions; ``name`` is empty for what lies in none."""

    code: str
    name: str
    countries: tuple


def region_of(code):
    """UN M49 code of the region of the world in which ``code`` (ISO 3166) lies; empty if it is not known."""
    return _REGION_OF.get(code, "")


def by_region(codes):
    """``codes`` by region of the world, in the order of UN M49; in each the site's order of countries and regions."""
    below = {}
    for code in country_names(codes):
        below.setdefault(region_of(code), []).append(code)
    return [
        Region(region, country_name(region) if region else "", tuple(below[region]))
        for region in (*REGIONS, "")
        if region in below
    ]
