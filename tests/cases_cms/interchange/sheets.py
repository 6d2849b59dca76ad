"""Tables of cases for tests of imports: a case in two languages, and what may be wrong with it."""

import io
import zipfile

from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Page

from cases_cms.collection.models import CasePage
from cases_cms.interchange.imports import Session
from tests.cases_cms.interchange.books import csv_of
from tests.factories import EditionPageFactory, translate

EN, ZH = " (English)", "(简体中文)"
CASE = {
    "ID": "2026-001",
    "Category": "Digital infrastructure",
    "Outstanding case": "yes",
    "Title (en)": "Masts for villages",
    "Title (zh-hans)": "乡村信号塔",
    "Summary (en)": "A network for villages.",
    "Summary (zh-hans)": "为乡村建设的网络。",
    "Countries and regions": "China; Kenya",
    "Countries and regions reached": "over 30",
    "Start of implementation": "2018",
    "Applying organizations (en)": "Bridge Institute",
    "Applying organizations (zh-hans)": "桥梁研究所",
    "Background (en)": "No network.\nNo power.",
    "Background (zh-hans)": "没有网络。\n没有电力。",
    "Benefits (en)": "• Schools\n• Clinics",
    "Benefits (zh-hans)": "• 学校\n• 诊所",
    "Key figures (en)": "over 230 | villages",
    "Key figures (zh-hans)": "超过230 | 个村庄",
    "Links (en)": "Website | https://example.org/en",
    "Links (zh-hans)": "网站 | https://example.org/zh",
}


def case(number=1, **changes):
    """A row, by headings; ``changes`` by the first word of a heading, lower case: ``title_en``, ``countries``."""
    row = {**CASE, "ID": f"2026-{number:03}"}
    if number > 1:
        row |= {"Title (en)": f"Masts {number}", "Title (zh-hans)": f"信号塔{number}"}
    return row | changes


def csv_of_rows(*rows):
    """The bytes of a CSV file of rows."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return csv_of(headings, *([row.get(heading, "") for heading in headings] for row in rows))


def picture(colour, size=(64, 40)):
    """The bytes of a PNG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def zip_of(**files):
    """A ZIP of pictures: ``mast="navy"`` is “mast.png”."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, colour in files.items():
            archive.writestr(f"{name}.png", picture(colour))
    return out.getvalue()


def session(edition, *rows, user=None, archive=b""):
    """A Session of rows."""
    return Session(
        edition_key=edition.translation_key, name="cases.csv", data=csv_of_rows(*rows), archive=archive, user=user
    )


def bring_in(edition, *rows, **options):
    """Import rows that have no problem; returns the Session."""
    some = session(edition, *rows, **options)
    assert [remark for row in some.plan.rows for remark in row.remarks if remark.level == "problem"] == []
    with some.writing():
        for row in some.plan.rows:
            some.apply(row)
    return some


def embargoed(site, year=2026):
    """An edition under embargo in both languages."""
    edition = EditionPageFactory(parent=site.collection, year=year, released=False)
    translate(edition, publish=False)
    return edition


def draft(page_or_key, language="en"):
    """A case in a language as its latest draft has it."""
    key = getattr(page_or_key, "translation_key", page_or_key)
    page = CasePage.objects.get(translation_key=key, locale__language_code=language)
    return page.get_latest_revision_as_object()


def pages():
    """How many pages there are."""
    return Page.objects.count()


__all__ = ["CASE", "ImageFile", "bring_in", "case", "draft", "embargoed", "pages", "picture", "session", "zip_of"]
