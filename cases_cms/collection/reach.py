"""What became of an edition: submitted, taken into the Collection, presented; and the same over the years.

What an edition announced may be unknown: then the cases on this site are counted instead, and said to be so. What
neither knows stays a gap, never a zero.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from cases_cms.core.pearls import Pearls, pearl_count, pearl_unit
from cases_cms.core.quantities import Quantity

#: Pearls in a row of the field, and how many the field may hold.
FIELD_WIDTH, FIELD_ROOM = 30, 300

LABELS = {
    "submissions": _("Cases submitted"),
    "collected": _("Cases in the Collection"),
    "presented": _("Outstanding cases"),
    "reach": _("Countries and regions reached"),
}


@dataclass(frozen=True)
class Known:
    """What is known of a figure: as it was ``announced`` (a Quantity or None), and counted ``here``, on this site."""

    announced: Quantity | None = None
    here: int = 0

    @property
    def quantity(self):
        """The Quantity to show: as announced, else as counted here; None if neither is known."""
        return self.announced or (Quantity(self.here) if self.here else None)

    @property
    def number(self):
        """The number to draw; 0 if it is not known."""
        return self.quantity.number if self.quantity else 0

    @property
    def is_counted(self):
        """Whether it is only counted here."""
        return self.announced is None and self.here > 0

    @property
    def here_of_announced(self):
        """How many of those announced are on this site, where that is not all of them; else 0."""
        return self.here if self.announced and self.here != self.announced.number else 0


def known_figures(edition, case_count, outstanding_count):
    """``{name: Known}`` of an edition, in the order of LABELS; ``edition`` has the four quantities."""
    return {
        "submissions": Known(edition.submissions_quantity),
        "collected": Known(edition.collected_quantity, case_count),
        "presented": Known(edition.presented_quantity, outstanding_count),
        "reach": Known(edition.reach_quantity),
    }


# --- One edition ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stage:
    """A line of the figure: ``layer`` names its pearls, none for what no pearl stands for."""

    name: str
    label: str
    known: Known
    layer: int = 0


@dataclass(frozen=True)
class ReachChart:
    """Submitted, in the Collection, outstanding: each part of the one before, a pearl for ``unit`` cases."""

    stages: list
    unit: int
    pearls: Pearls


def reach_chart(edition, case_count, outstanding_count):
    """The ReachChart of an edition, or None if nothing is known of it. No query."""
    figures = known_figures(edition, case_count, outstanding_count)
    if not any(known.quantity for known in figures.values()):
        return None
    layers = {"presented": 1, "collected": 2, "submissions": 3}
    numbers = [figures[name].number for name in layers]
    unit = pearl_unit(max(numbers), FIELD_ROOM)
    counts, done = [], 0
    for number in numbers:
        done = max(done, pearl_count(number, unit))
        counts.append(done)
    stages = [Stage(name, LABELS[name], known, layers.get(name, 0)) for name, known in figures.items()]
    return ReachChart(stages, unit, Pearls(tuple(counts), FIELD_WIDTH))


# --- All editions --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bar:
    """A figure in one year; ``length`` in percent of the longest of its row, 0 where it is not known."""

    year: int
    known: Known
    length: int


@dataclass(frozen=True)
class YearsRow:
    """A figure over the years, on a scale of its own."""

    name: str
    label: str
    bars: list


@dataclass(frozen=True)
class YearsChart:
    """The figures known of the editions, from year to year."""

    editions: list
    rows: list


def counts_by_year(entries):
    """``{year: (cases, outstanding)}`` of catalogue ``entries``. One query."""
    rows = entries.order_by().values("year").annotate(cases=Count("pk"), chosen=Count("pk", filter=Q(outstanding=True)))
    return {row["year"]: (row["cases"], row["chosen"]) for row in rows}


def years_chart(editions, counts):
    """The YearsChart of EditionLabels and ``{year: (cases, outstanding)}``; None if nothing is known. No query."""
    editions = sorted(editions, key=lambda edition: edition.year)
    figures = {edition.year: known_figures(edition, *counts.get(edition.year, (0, 0))) for edition in editions}
    rows = []
    for name, label in LABELS.items():
        largest = max((known[name].number for known in figures.values()), default=0)
        if largest:
            bars = [
                Bar(year, known[name], pearl_count(100 * known[name].number, largest))
                for year, known in figures.items()
            ]
            rows.append(YearsRow(name, label, bars))
    return YearsChart(editions, rows) if rows else None
