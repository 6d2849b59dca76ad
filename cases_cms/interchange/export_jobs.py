"""Exports of many cases as background work: a hundred cases are one item, the table one file."""

from uuid import UUID

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cases_cms.core.jobs.enums import ItemStatus
from cases_cms.core.jobs.handlers import Handler, Item, Result, register_job
from cases_cms.core.jobs.services import add_file
from cases_cms.interchange.columns import places
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.exporting import CHUNK, rows_of
from cases_cms.interchange.known import Known
from cases_cms.interchange.selection import exportable
from cases_cms.interchange.writing import CSV, XLSX, csv_pieces, xlsx

KIND = "interchange.export"
#: Formats of tables: content type by ending.
FORMATS = {"xlsx": XLSX, "csv": CSV}


def table(rows, languages, ending):
    """Bytes of a table of rows ``{key: text}`` for readers of the active language; FileRefusedError."""
    reader, table_places = get_language(), places(languages)
    if ending == "csv":
        return b"".join(csv_pieces(rows, table_places, reader))
    return xlsx(rows, table_places, Known(), reader)


class ExportCases(Handler):
    """Writes a table of cases: those that the person may still edit when it is done."""

    label = gettext_lazy("Export of cases")
    icon = "download"

    def items(self, params, user):
        keys = params["keys"]
        return [
            Item(label=f"{start + 1}–{min(start + CHUNK, len(keys))}", params={"keys": keys[start : start + CHUNK]})
            for start in range(0, len(keys), CHUNK)
        ]

    def run(self, job, item):
        keys = [UUID(key) for key in item.params["keys"]]
        allowed = set(exportable(job.user, keys=keys))
        rows = list(rows_of([key for key in keys if key in allowed], job.params["languages"], reader=get_language()))
        item.params = {**item.params, "rows": rows}
        if len(rows) < len(keys):
            left = len(keys) - len(rows)
            told = ngettext("%(number)s case is gone, or not yours.", "%(number)s cases are gone, or not yours.", left)
            return Result(ItemStatus.SKIPPED if not rows else ItemStatus.DONE, told % {"number": left})
        return None

    def finish(self, job):
        rows = [row for item in job.items.order_by("number") for row in item.params.get("rows", [])]
        job.files.filter(is_input=False).delete()
        if not rows:
            return _("There was nothing to export.")
        ending = job.params["format"]
        try:
            data = table(rows, job.params["languages"], ending)
        except FileRefusedError as error:
            return str(error)
        add_file(job, f"{job.params['name']}.{ending}", FORMATS[ending], data)
        return _("The file is ready.")


def register_export():
    """Called once the models are ready."""
    register_job(KIND, ExportCases)
