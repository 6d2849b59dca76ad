"""What an import would do, row by row; ``as_json`` is what is kept of it between the dry run and the import."""

from dataclasses import dataclass, field
from enum import StrEnum

from cases_cms.collection.enums import OrganizationRole
from cases_cms.core.told import keep
from cases_cms.interchange.errors import CellError

#: Columns that name organizations.
ROLES = {"applicants": OrganizationRole.APPLICANT, "partners": OrganizationRole.PARTNER}


def title_for(kept, language):
    """The title of a row as it is kept, for who reads ``language``; earlier versions kept that of the source alone."""
    return kept.get("titles", {}).get(language) or kept["title"]


class Action(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    CHANGE = "change"
    LEFT = "left"


class Level(StrEnum):
    """A problem keeps the file from being imported, a note does not."""

    PROBLEM = "problem"
    NOTE = "note"


@dataclass(frozen=True)
class Remark:
    """What is to be said of a cell: “C7”, the key of its column, the sentence."""

    level: Level
    coordinate: str
    column: str
    message: str

    def as_json(self):
        return [self.level, self.coordinate, self.column, keep(self.message)]


@dataclass
class RowPlan:
    """A row and what would become of it. ``changes`` are the keys of the cells that say something new.

    ``case`` is the ``loading.CaseData`` of the case it names, None for a new one. ``values`` are the meanings of its
    cells, empty ones left out, ``present`` those of the case in the same columns. ``titles`` are
    those of all languages. ``credits``, ``cover`` and
    ``gallery`` are the organizations and pictures they name, ``names`` what known organizations are to be called:
    ``[(Named, language, name)]``.
    """

    number: int
    identifier: str = ""
    title: str = ""
    titles: dict = field(default_factory=dict)
    action: Action = Action.LEFT
    case: object = None
    language: str = ""
    values: dict = field(default_factory=dict)
    present: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    credits: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    cover: object = None
    gallery: list = field(default_factory=list)

    def is_wrong(self, key):
        """Whether the cell of a column has a problem already."""
        return any(remark.column == key and remark.level == Level.PROBLEM for remark in self.remarks)

    def value(self, key):
        """What the case would say: the cell's meaning or, where it is empty, what the case says now."""
        return self.values[key] if key in self.values else self.present.get(key)

    def say(self, key, message, level=Level.PROBLEM):
        """Remark on the cell of a column, or on the row where the table has no such column."""
        cell = self.cells.get(key)
        told = message.args[0] if isinstance(message, CellError) else message
        self.remarks.append(Remark(level, cell.coordinate if cell else str(self.number), key, told))

    def note(self, key, message):
        """As ``say``; it keeps nothing from being imported."""
        self.say(key, message, Level.NOTE)

    @property
    def has_problems(self):
        return any(remark.level == Level.PROBLEM for remark in self.remarks)

    @property
    def languages(self):
        """Languages besides the source's in which a text changes, in the table's order.

        Names of organizations are no texts of the case: it gets no page for them.
        """
        found = [key.partition(".")[2] for key in self.changes if key.partition(".")[0] not in ROLES]
        return list(dict.fromkeys(code for code in found if code and code != self.language))

    def as_json(self):
        return {
            "number": self.number,
            "id": self.identifier,
            "title": self.title,
            "titles": self.titles,
            "page": self.case.pages.get(self.language) if self.case else None,
            "action": self.action,
            "changes": self.changes,
            "remarks": [remark.as_json() for remark in self.remarks],
        }


@dataclass
class Plan:
    """All rows of a file, and what is wrong with the file as a whole: ``[Remark]``."""

    rows: list
    remarks: list = field(default_factory=list)

    def of(self, action):
        """Rows with an action."""
        return [row for row in self.rows if row.action == action]

    @property
    def problems(self):
        """How many problems there are."""
        every = [*self.remarks, *(remark for row in self.rows for remark in row.remarks)]
        return sum(remark.level == Level.PROBLEM for remark in every)

    @property
    def can_be_imported(self):
        """Whether nothing keeps it back, and there is something to do."""
        return not self.problems and any(row.action != Action.LEFT for row in self.rows)

    def as_json(self):
        return {
            "rows": [row.as_json() for row in self.rows],
            "remarks": [remark.as_json() for remark in self.remarks],
            "counts": {action.value: len(self.of(action)) for action in Action},
            "problems": self.problems,
        }
