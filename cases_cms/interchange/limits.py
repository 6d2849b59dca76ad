"""How much is read of a file."""

from django.utils.translation import gettext as _

from cases_cms.interchange.errors import FileRefusedError

#: Bytes of a file, and of all parts of a workbook when unpacked.
MAX_BYTES, MAX_UNPACKED = 10 * 1024**2, 80 * 1024**2
#: Parts of a workbook, elements of one part.
MAX_PARTS, MAX_ELEMENTS = 2_000, 2_000_000
#: Lines with a text, columns, characters of a cell (as many as Excel's have).
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 3_000, 300, 32_767


class Counted:
    """Counts the lines of a table; FileRefusedError where there are too many, or one is too wide or too long."""

    def __init__(self):
        self.lines = 0

    def add_line(self):
        """One more line that is not empty."""
        self.lines += 1
        if self.lines > MAX_ROWS + 1:
            raise FileRefusedError(
                _("The table has too many rows: at most %(number)s cases are read.") % {"number": MAX_ROWS}
            )

    @staticmethod
    def check(line, column):
        """One of its texts."""
        if column > MAX_COLUMNS:
            raise FileRefusedError(
                _("The table has too many columns: at most %(number)s are read.") % {"number": MAX_COLUMNS}
            )
        if len(line.texts[column]) > MAX_CELL:
            raise FileRefusedError(
                _("%(cell)s holds more than %(number)s characters.")
                % {"cell": line.cell(column).coordinate, "number": MAX_CELL}
            )
