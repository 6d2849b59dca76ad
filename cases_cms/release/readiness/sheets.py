"""An edition's findings as an XLSX file, safe to open: every cell is a text that no spreadsheet takes for a formula."""

import io

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from cases_cms.core.countries import country_name
from cases_cms.localization.board_csv import harmless
from cases_cms.localization.comment_selectors import display_name
from cases_cms.release.models import ReadinessComment

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (34, 14, 22, 30, 60, 26, 30, 20, 40, 60)


def headings():
    return [
        pgettext("readiness", "Page or organization"),
        _("Language"),
        pgettext("readiness", "How grave"),
        pgettext("readiness", "What"),
        pgettext("readiness", "In detail"),
        _("Category"),
        _("Countries and regions"),
        _("Assigned to"),
        _("Comments"),
        pgettext("readiness", "Where it is mended"),
    ]


def _cell(sheet, value, **style):
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", harmless(value))[:32_000])
    cell.data_type = "s"
    for name, setting in style.items():
        setattr(cell, name, setting)
    return cell


def _comments(release):
    found = {}
    comments = ReadinessComment.objects.filter(item__release=release).select_related("user", "item")
    for comment in comments:
        identity = (comment.item.thing_key, comment.item.language, comment.item.kind)
        found.setdefault(identity, []).append(
            _("%(person)s: %(text)s") % {"person": display_name(comment.user), "text": comment.text}
        )
    return found


def workbook(release, tasks, category_names, absolute):
    """The bytes of the file, a line for each place; ``absolute`` makes addresses with a host. One query."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(pgettext("release", "Readiness")[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions["ABCDEFGHIJ"[number]].width = width
    sheet.append([_cell(sheet, heading, font=Font(bold=True)) for heading in headings()])
    comments, wrap = _comments(release), Alignment(wrap_text=True, vertical="top")
    for task in tasks:
        for finding in task.places:
            values = [
                task.title,
                task.language_name,
                finding.severity.label,
                task.kind.label,
                finding.message,
                category_names.get(task.category, task.category),
                _(", ").join(str(country_name(code)) for code in task.countries),
                task.assignee_name,
                "\n".join(comments.get(task.identity, ())),
                absolute(finding.url) if finding.url else "",
            ]
            sheet.append([_cell(sheet, value, alignment=wrap) for value in values])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
