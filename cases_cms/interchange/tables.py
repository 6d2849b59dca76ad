"""What a spreadsheet holds once it is read: texts, each with its place."""

import re
from dataclasses import dataclass, field

_LETTERS = {}


def column_letters(number):
    """“A” of 1, “AA” of 27."""
    if number not in _LETTERS:
        letters, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(65 + digit) + letters
        _LETTERS[number] = letters
    return _LETTERS[number]


def column_number(coordinate):
    """1 of “A7”, 27 of “AA1”; ValueError for what is no place in a sheet."""
    match = re.fullmatch(r"([A-Z]{1,3})[0-9]{1,7}", coordinate)
    if match is None:
        raise ValueError(coordinate)
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands: “C7”."""

    text: str
    coordinate: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet, not empty: its number as spreadsheets count, and ``{number of the column: text}``."""

    number: int
    texts: dict

    def cell(self, column):
        """The Cell in a column, given by its number."""
        return Cell(self.texts.get(column, ""), f"{column_letters(column)}{self.number}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A case as a table has it: its ``cells`` by the keys of columns (``columns.Place.key``) that the table has."""

    number: int
    cells: dict

    def text(self, key):
        """The text of a column; "" where the table has no such column."""
        cell = self.cells.get(key)
        return cell.text if cell else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong, at its cell: “C7”, its line, the key of its column ("" for none known), the sentence."""

    coordinate: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Table:
    """A file that was read: its Places in order, its rows, and what is wrong with its headings.

    ``missing`` are the codes of columns that an import needs and the file does not have.
    """

    name: str
    places: tuple = ()
    rows: tuple = ()
    problems: tuple = ()
    missing: tuple = ()
    languages: tuple = field(default=())

    @property
    def keys(self):
        """Keys of the columns it has."""
        return [place.key for place in self.places]
