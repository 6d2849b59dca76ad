"""The import of files as background work: a document is one item, the report one file."""

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import Translation

from cases_cms.core.jobs.enums import ItemStatus
from cases_cms.core.jobs.handlers import Handler, Item, ItemError, Result, register_job
from cases_cms.core.jobs.services import add_file
from cases_cms.core.languages import language_label
from cases_cms.localization.board_csv import harmless
from cases_cms.localization.files.documents import FileError
from cases_cms.localization.files.importing import import_document
from cases_cms.localization.files.reading import member_at, members, read

KIND = "localization.import"
#: Refused texts told on the job's page, for each document; the report has all.
TOLD = 10


def documents_of(name, data):
    """``[(number of the file, its name, number of the document in it, ReadDocument or None, error)]`` of an upload.

    FileError if the upload as a whole cannot be read.
    """
    found = []
    for place, member in enumerate(members(name, data)):
        try:
            found += [(place, member.name, number, document, "") for number, document in enumerate(read(member))]
        except FileError as error:
            found.append((place, member.name, 0, None, str(error)))
    return found


class ImportFiles(Handler):
    """Takes the texts of an upload over, or only says what would become of them (``dry_run``)."""

    label = gettext_lazy("Import of translations")
    icon = "upload"

    def title(self, params):
        title = _("Trial of %(name)s") if params["dry_run"] else _("Import of %(name)s")
        return title % {"name": params["name"]}

    def items(self, params, user):
        return [
            Item(
                label=each["label"], key=each["name"][:255], params={"member": each["member"], "number": each["number"]}
            )
            for each in params["documents"]
        ]

    def run(self, job, item):
        upload = job.files.get(is_input=True)
        member = member_at(upload.name, bytes(upload.data), item.params["member"])
        only = Translation.objects.filter(pk=job.params.get("only")).first() if job.params.get("only") else None
        try:
            document = read(member)[item.params["number"]]
            report = import_document(
                document,
                user=job.user,
                dry_run=job.params["dry_run"],
                overwrite=job.params["overwrite"],
                only=only,
            )
        except FileError as error:
            raise ItemError(str(error)) from error
        refused = [[each.place, each.source, each.text, each.reason] for each in report.refused]
        item.params = {**item.params, "refused": refused}
        lines = [f"{report.title} · {language_label(report.language)}: {report.sentence}"]
        lines += [
            _("No. %(place)s, “%(source)s”: %(reason)s")
            % {"place": each.place, "source": each.source[:80], "reason": each.reason}
            for each in report.refused[:TOLD]
        ]
        status = ItemStatus.FAILED if report.refused else ItemStatus.DONE if report.taken else ItemStatus.SKIPPED
        return Result(status, "\n".join(lines))

    def finish(self, job):
        items = job.items.order_by("number")
        rows = [[item.label, *refused] for item in items for refused in item.params.get("refused", [])]
        if rows:
            job.files.filter(is_input=False).delete()
            add_file(job, "report.csv", "text/csv; charset=utf-8", _table(rows))
            told = _("What was refused is in report.csv. The good texts were taken over.")
            return _("What would be refused is in report.csv. Nothing was written.") if job.params["dry_run"] else told
        return _("Nothing was written: this was a trial.") if job.params["dry_run"] else None


def _table(rows):
    """A table for spreadsheets, in which no text is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("File"), _("No."), _("Source"), _("Translation"), _("Reason")])
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return ("\ufeff" + out.getvalue()).encode()


def register_import():
    """Called once the models are ready."""
    register_job(KIND, ImportFiles)
