"""What is wrong with a file, or with one of its cells; the messages are for people."""

from django.utils.translation import gettext_lazy as _

DAMAGED = _(
    "The file is damaged, or it is no Excel workbook. Open it in a spreadsheet program, and save it again as .xlsx."
)
NO_TABLE = _("The file is not what its name says: it is no table. Save it as “Excel workbook (.xlsx)” or as CSV.")
UNPACKED = _("The file is too large when unpacked. Keep the table alone: delete pictures, other sheets and empty rows.")


class FileRefusedError(ValueError):
    """A file is not read at all."""


class CellError(ValueError):
    """A cell does not say what its column is for."""
