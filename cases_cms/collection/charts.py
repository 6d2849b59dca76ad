"""Figures of the Collection, ready for dumb templates: cases by category and year, countries and regions by region.

Numbers come from the catalogue alone, so what is not public is counted nowhere.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.http import urlencode

from cases_cms.collection.enums import OrganizationRole
from cases_cms.collection.models import CatalogueValue
from cases_cms.collection.selectors import CategoryLabel
from cases_cms.core.countries import country_name
from cases_cms.core.pearls import Pearls, pearl_count, pearl_unit
from cases_cms.core.regions import by_region

#: Pearls in a row of a heap, how many a heap may hold, and how large they are; where there are few, they are larger.
HEAP_WIDTH, HEAP_ROOM, HEAP_SCALE = 5, 60, 1
FEW, FEW_WIDTH, FEW_SCALE = 9, 3, 1.6
#: Shades of a tile; the number is printed on it as well.
SHADES = 5
#: From so many countries and regions on, tiles are set close.
MANY = 40


def filtered(url, **values):
    """Address of the collection's list with one value chosen of each filter; empty without a list."""
    return f"{url}?{urlencode(sorted(values.items()))}" if url else ""


# --- Cases by category and year -----------------------------------------------------------


@dataclass(frozen=True)
class Heap:
    """The cases of a category in an edition, as a heap of pearls, outstanding ones at its foot."""

    year: int
    count: int
    outstanding: int
    url: str
    unit: int
    is_few: bool = False

    @property
    def pearls(self):
        """The heap: outstanding cases, then the others."""
        total = pearl_count(self.count, self.unit)
        full = min(total, pearl_count(self.outstanding, self.unit))
        wide, scale = (FEW_WIDTH, FEW_SCALE) if self.is_few else (HEAP_WIDTH, HEAP_SCALE)
        return Pearls((full, total), max(1, min(total, wide)), upward=True, scale=scale)


@dataclass(frozen=True)
class CasesRow:
    """A category over the years; without a label, the cases of no public category."""

    label: CategoryLabel | None
    url: str
    heaps: list

    @property
    def count(self):
        """Cases of all years."""
        return sum(heap.count for heap in self.heaps)


@dataclass(frozen=True)
class CasesChart:
    """Cases by category and year; ``unit`` is the number of cases of one pearl."""

    years: list
    rows: list
    unit: int

    @property
    def totals(self):
        """``[(year, cases, outstanding)]`` of all categories."""
        columns = zip(*(row.heaps for row in self.rows), strict=True)
        return [
            (year, sum(heap.count for heap in column), sum(heap.outstanding for heap in column))
            for year, column in zip(self.years, columns, strict=True)
        ]

    @property
    def count(self):
        """All cases."""
        return sum(row.count for row in self.rows)


def case_counts(entries):
    """``{(category, year): (cases, outstanding cases)}`` of catalogue ``entries``. One query."""
    return {
        (category, year): (count, outstanding)
        for category, year, count, outstanding in entries.order_by()
        .values("category", "year")
        .annotate(cases=Count("pk"), chosen=Count("pk", filter=Q(outstanding=True)))
        .values_list("category", "year", "cases", "chosen")
    }


def cases_chart(counts, labels, *, years=(), url=""):
    """The CasesChart of ``counts`` (see ``case_counts``) for ``labels`` by code, or None without a case.

    ``years`` (of editions without a case, too) become columns; ``url`` is the address of the collection's list.
    """
    if not counts:
        return None
    other = {}
    for (category, year), (count, outstanding) in counts.items():
        if category not in labels:
            before = other.get(year, (0, 0))
            other[year] = (before[0] + count, before[1] + outstanding)
    years = sorted({*years, *(year for _category, year in counts)})
    largest = max(count for count, _outstanding in [*counts.values(), *other.values()])
    unit = pearl_unit(largest, HEAP_ROOM)

    def heaps(find, **chosen):
        for year in years:
            count, outstanding = find(year)
            target = filtered(url, year=year, **chosen) if count and chosen else ""
            yield Heap(year, count, outstanding, target, unit, largest <= FEW)

    rows = [
        CasesRow(
            label,
            filtered(url, category=code),
            list(heaps(lambda year, code=code: counts.get((code, year), (0, 0)), category=code)),
        )
        for code, label in labels.items()
    ]
    if other:
        rows.append(CasesRow(None, "", list(heaps(lambda year: other.get(year, (0, 0))))))
    return CasesChart(years, rows, unit)


# --- Countries and regions ------------------------------------------------------------------


@dataclass(frozen=True)
class CountryTile:
    """A country or region: with the number of its cases, or with what it is to one case."""

    code: str
    name: str
    shade: int
    url: str
    count: int = 0
    roles: tuple = ()


@dataclass(frozen=True)
class RegionTiles:
    """The tiles of a region of the world; the name is empty for what lies in none."""

    name: str
    tiles: list


@dataclass(frozen=True)
class CountriesChart:
    """Countries and regions as tiles, by region of the world."""

    regions: list

    @property
    def count(self):
        """Number of countries and regions."""
        return sum(len(region.tiles) for region in self.regions)

    @property
    def is_many(self):
        """Whether the tiles are set close."""
        return self.count >= MANY


def country_counts(entries):
    """``{code: number of cases}`` of catalogue ``entries``. One query."""
    rows = CatalogueValue.objects.filter(facet="country", entry__in=entries.order_by()).order_by()
    return dict(rows.values("value").annotate(cases=Count("entry_id")).values_list("value", "cases"))


def _tiles(codes, make):
    """CountriesChart of ``codes`` with ``make(code)`` for each, or None without any."""
    if not codes:
        return None
    return CountriesChart(
        [RegionTiles(region.name, [make(code) for code in region.countries]) for region in by_region(codes)]
    )


def countries_chart(counts, *, url="", **chosen):
    """The CountriesChart of ``{code: number of cases}``, or None; tiles lead to the list, narrowed by ``chosen``."""
    largest = max(counts.values(), default=0)

    def make(code):
        # The least shade is for one case, the deepest for the largest number.
        shade = 1 + (SHADES - 1) * (counts[code] - 1) // max(1, largest - 1)
        return CountryTile(code, country_name(code), shade, filtered(url, country=code, **chosen), counts[code])

    return _tiles(counts, make)


def case_countries_chart(codes, organizations, *, url=""):
    """The CountriesChart of one case: ``organizations`` as ``(country, role)`` say what some of them are to it."""
    roles = {}
    for country, role in organizations:
        roles.setdefault(country, set()).add(role)

    def make(code):
        own = tuple(role for role in OrganizationRole if role in roles.get(code, ()))
        shade = 1 if not own else 5 if OrganizationRole.APPLICANT in own else 3
        return CountryTile(
            code, country_name(code), shade, filtered(url, country=code), roles=tuple(role.label for role in own)
        )

    return _tiles(codes, make)
