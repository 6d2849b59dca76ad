"""What a visitor takes along from a case: its address, a code for the phone, a citation."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import segno
from django.utils import timezone
from django.utils.safestring import mark_safe

from cases_cms.collection import citations
from cases_cms.collection.selectors import organization_names
from cases_cms.core.languages import language_of
from cases_cms.core.periods import institution_zone
from cases_cms.core.publisher import publisher_name

#: White modules around the code, without which cameras do not find it; and its colours, by day and by night.
BORDER, DARK, LIGHT = 4, "#000", "#fff"


@dataclass(frozen=True)
class Reference:
    """A citation on the page; ``is_code`` where it is for a program, and line by line."""

    code: str
    label: str
    html: str
    is_code: bool = False


@dataclass(frozen=True)
class File:
    """A citation as a file."""

    label: str
    url: str
    name: str
    extension: str


@dataclass(frozen=True)
class Sharing:
    """All that the component shows; ``printed`` is the reference that stands on paper."""

    url: str
    qr: str
    qr_url: str
    qr_name: str
    references: list
    files: list
    printed: str


@lru_cache(maxsize=128)  # some 10 kB each
def qr_code(url):
    """The address as an SVG, black on white at any hour; some milliseconds the first time."""
    file = BytesIO()
    segno.make(url, micro=False, error="m").save(
        file,
        kind="svg",
        border=BORDER,
        dark=DARK,
        light=LIGHT,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        xmldecl=False,
    )
    return mark_safe(file.getvalue().decode().strip())


def case_source(case, request, *, authors, year):
    """The citations.Source of ``case``, published, today."""
    language = language_of(case)
    return citations.Source(
        key=f"{case.slug}-{year}",
        title=case.title,
        authors=tuple(authors),
        year=year,
        publisher=publisher_name(request, language),
        url=case.get_full_url(request) or "",
        accessed=timezone.localdate(timezone=institution_zone()),
        tag=case.language_tag,
    )


def source_of(case, request):
    """The Source of a case of which nothing is loaded yet. Two queries beside those for its edition."""
    items = list(case.organizations.all())
    names = organization_names([item.organization_id for item in items], case.locale)
    authors = [names[item.organization_id].name for item in items if item.organization_id in names]
    return case_source(case, request, authors=authors, year=case.edition.year)


def file_name(source, extension):
    """Name of a file about the case."""
    return f"{source.key}.{extension}"


def share(source, path):
    """The Sharing of a case that has an address, else None; ``path`` is that of its page. No query."""
    if not source.url:
        return None
    apa = citations.as_html(citations.apa(source))
    gbt = citations.gbt(source)
    return Sharing(
        url=source.url,
        qr=qr_code(source.url),
        qr_url=f"{path}qr/",
        qr_name=file_name(source, "svg"),
        references=[
            Reference("apa", "APA", apa),
            Reference("gbt", "GB/T 7714-2015", gbt),
            Reference("bibtex", "BibTeX", citations.bibtex(source).strip(), is_code=True),
            Reference("ris", "RIS", citations.ris(source).replace("\r\n", "\n").strip(), is_code=True),
        ],
        files=[
            File(each.label, f"{path}cite/{each.code}/", file_name(source, each.extension), each.extension)
            for each in citations.FORMATS.values()
        ],
        printed=gbt if source.is_chinese else apa,
    )
