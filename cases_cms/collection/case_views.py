"""Views below a case's address: two languages side by side, citations as files, the code for the phone."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases_cms.collection.citations import FORMATS
from cases_cms.collection.models import CasePage
from cases_cms.collection.sharing import file_name, qr_code, source_of
from cases_cms.core.languages import direction, language_name, language_of, language_tag, public_versions
from cases_cms.core.models import BasePage

TEMPLATE = "cases_cms/collection/case_bilingual.html"
#: Path below the case, and the parameter that names the other language where there are more than two.
BILINGUAL, WITH = "bilingual/", "with"


@dataclass(frozen=True)
class View:
    """A way to read the case: in the language of ``first`` alone, or with ``beside`` next to it (LanguageLinks)."""

    url: str
    first: object
    beside: object = None
    is_current: bool = False


@dataclass(frozen=True)
class Side:
    """The case in one language: its BCP 47 tag, its own name, the direction of its script."""

    tag: str
    name: str
    page: CasePage
    direction: str = "ltr"


def _side(page):
    code = language_of(page)
    return Side(language_tag(code), language_name(code), page, direction(code))


@dataclass(frozen=True)
class Row:
    """A section in both languages: ``[(Side, title, html)]``."""

    name: str
    cells: list


def reading_views(links, *, other=None):
    """The Views of a case, by its LanguageLinks; none where it is in one language only.

    A page that visitors may not open, as in a preview, is not among the links of its languages: it has none either.
    ``other`` is the code of the language that stands beside now, None where none does.
    """
    own = next((link for link in links if link.is_current), None)
    if own is None or len(links) < 2:
        return []
    views = [View(link.url, link, is_current=link.is_current and other is None) for link in links]
    others = [link for link in links if not link.is_current]
    for link in others:
        query = f"?{urlencode({WITH: link.code})}" if len(others) > 1 else ""
        views.append(View(f"{own.url}{BILINGUAL}{query}", own, link, link.code == other))
    return views


def _section_title(name, code):
    with override(code):
        return str(CasePage._meta.get_field(name).verbose_name)


def bilingual(case, request):
    """The case in its language and in another it is published in; 404 where there is none, or not the one named."""
    others = [version.specific for version in public_versions(case, request) if version.pk != case.pk]
    wanted = request.GET.get(WITH, "")
    if wanted == language_of(case):
        wanted = ""
    other = next((version for version in others if wanted in ("", language_of(version))), None)
    if other is None:
        raise Http404
    sides = [_side(page) for page in (case, other)]
    rows = [
        Row(
            name,
            [(side, _section_title(name, language_of(side.page)), getattr(side.page, name)) for side in sides],
        )
        for name in CasePage.SECTIONS
        if any(getattr(side.page, name) for side in sides)
    ]
    context = BasePage.get_context(case, request)
    frame = context["frame"]
    code = language_of(other)
    views = reading_views(frame.language_links, other=code)
    frame.title = _("%(title)s (two languages)") % {"title": frame.title}
    frame.robots = "noindex, follow"
    frame.below = BILINGUAL
    frame.breadcrumbs = [*frame.breadcrumbs, case]
    if len(others) > 1 and wanted:
        frame.query = urlencode({WITH: wanted})
    context |= {
        "sides": sides,
        "rows": rows,
        "views": views,
        "has_sample_data": any(side.page.sample_note for side in sides),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _file(content, media_type, name, *, attachment):
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(attachment, name)
    response["X-Robots-Tag"] = "noindex"
    return response


def _citation(case, request, code):
    form = FORMATS[code]
    source = source_of(case, request)
    return _file(form.write(source), form.media_type, file_name(source, form.extension), attachment=True)


def cite_bib(case, request):
    """The citation for BibTeX."""
    return _citation(case, request, "bib")


def cite_ris(case, request):
    """The citation for reference managers."""
    return _citation(case, request, "ris")


def cite_txt(case, request):
    """The citations for people."""
    return _citation(case, request, "txt")


def qr(case, request):
    """The case's address as a code for the phone."""
    url = case.get_full_url(request)
    if not url:
        raise Http404
    return _file(qr_code(url), "image/svg+xml", f"{case.slug}.svg", attachment=False)
