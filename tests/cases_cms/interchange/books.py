"""Spreadsheets for tests, honest and hostile."""

import csv
import io
import zipfile

from openpyxl import Workbook

HEADINGS = ["ID", "Category", "Title (English)", "标题（中文）", "Countries and regions"]
ROW = ["2026-001", "Digital infrastructure", "Masts", "桅杆", "China; Kenya"]


def xlsx(*lines, change=None):
    """Bytes of a workbook of these lines; ``change(sheet, book)`` may do more to it."""
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    if change:
        change(sheet, book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_of(*lines, separator=",", encoding="utf-8"):
    """Bytes of a CSV file."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(lines)
    return file.getvalue().encode(encoding)


def with_part(data, name, content, *, without=()):
    """A workbook with one part more, or another one; ``without`` names parts that are left out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name and part not in without:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(rows):
    """A workbook whose sheet's rows are this XML."""
    return with_part(
        xlsx(["ID"]),
        SHEET,
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
    )
