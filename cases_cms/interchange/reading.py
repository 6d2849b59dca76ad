"""A file of cases: its bytes to a Table. Nothing of it is believed, nothing is written."""

from pathlib import PurePosixPath

from cases_cms.core.countries import content_languages
from cases_cms.core.folding import fold
from cases_cms.core.told import gettext as _
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.matching import count_known, match
from cases_cms.interchange.sheets import read_lines
from cases_cms.interchange.tables import Problem, Table, TableRow, column_letters

#: Lines among which the headings are sought: people put a title above them.
HEADINGS_WITHIN = 10
#: IDs of rows that only show how to write.
EXAMPLE = ("example", "示例", "样例", "例")


def read_table(name, data):
    """The Table of a file (its name and bytes); FileRefusedError for one that is not read at all.

    Rows are the cases alone: example rows and empty lines are left out. Headings that mean nothing are ``problems``.
    """
    lines = read_lines(name, data)
    if not lines:
        raise FileRefusedError(_("The table is empty."))
    at, matched = _find_headings(lines)
    if not matched.places:
        raise FileRefusedError(_("No column of a case is found in the first lines. Take the headings of the template."))
    head, below = lines[at], lines[at + 1 :]
    problems = list(matched.problems)
    unnamed = {}
    for line in below:
        for column in line.texts:
            if column not in head.texts:
                unnamed.setdefault(column, line)
    for column, line in sorted(unnamed.items()):
        told = _("Column %(column)s has no heading; it is left out.") % {"column": column_letters(column)}
        problems.append(Problem(line.cell(column).coordinate, line.number, "", told))
    rows = []
    for line in below:
        cells = {place.key: line.cell(column) for column, place in matched.places.items()}
        if any(cell.text.strip() for cell in cells.values()) and not _is_example(cells):
            rows.append(TableRow(line.number, cells))
    if not rows:
        raise FileRefusedError(_("The table has headings, but no case below them."))
    languages = {place.language for place in matched.places.values()}
    return Table(
        name=PurePosixPath(name.replace("\\", "/")).name,
        places=tuple(place for _column, place in sorted(matched.places.items())),
        rows=tuple(rows),
        problems=tuple(problems),
        missing=matched.missing,
        languages=tuple(code for code in content_languages() if code in languages),
    )


def _find_headings(lines):
    """``(index, Matched)`` of the line among the first ones that names most columns."""
    first = [[line.cell(column) for column in sorted(line.texts)] for line in lines[:HEADINGS_WITHIN]]
    index = max(range(len(first)), key=lambda index: count_known(first[index]))
    return index, match(first[index])


def _is_example(cells):
    return "id" in cells and fold(cells["id"].text).strip(" -–—:：()（）[]").startswith(EXAMPLE)
