"""What the explorer's templates get: plain objects, every link ready."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Value:
    """A value of a facet: what one gets by choosing it, and where that is.

    ``query`` is the canonical query string (without "?") of the selection with this value toggled. ``lang`` is an
    attribute for its label where that is not in the visitor's language.
    """

    facet: str
    value: str
    label: str
    count: int
    selected: bool
    query: str
    lang: str = ""

    @property
    def is_empty(self):
        """Whether choosing it would give nothing: it is shown, but is no link."""
        return self.count == 0 and not self.selected


@dataclass(slots=True)
class Group:
    """Values under a common label, a region of the world; the label is empty where values have none."""

    label: str
    values: list


@dataclass(slots=True)
class Facet:
    """A filter with its values.

    ``total_values`` says how many there are; a long facet shows the most frequent ones, the selected ones and those
    that ``find`` (what the visitor typed into the field ``find_name``) finds.
    """

    name: str
    label: str
    groups: list
    total_values: int
    find: str = ""
    find_name: str = ""
    selected: list = field(default_factory=list)

    @property
    def values(self):
        """The values without their groups."""
        return [value for group in self.groups for value in group.values]

    options = values


@dataclass(slots=True)
class Choice:
    """One of several ways to order or show the list."""

    code: str
    label: str
    query: str
    selected: bool


@dataclass(slots=True)
class Offer:
    """What would be found if one filter were taken away: ``value`` says which of its values are chosen."""

    label: str
    value: str
    total: int
    query: str


@dataclass(slots=True)
class Tile:
    """A country or region in the tile grid: ``shade`` from 1 to 5 by its number of cases, 0 without any."""

    code: str
    name: str
    shade: int
    count: int
    query: str
    selected: bool
    is_empty: bool


@dataclass(slots=True)
class Region:
    """A region of the world with its tiles; the name is empty for what lies in none."""

    name: str
    tiles: list


@dataclass(slots=True)
class CountryRow:
    """A country or region in the table: its cases and outstanding cases under the present selection."""

    code: str
    name: str
    region: str
    cases: int
    outstanding: int
    query: str
    selected: bool


@dataclass(slots=True)
class CountriesView:
    """The countries and regions of what is found, as tiles and as a table; ``orders`` are ways to order the table."""

    regions: list
    rows: list
    orders: list
