"""The site's search, and suggestions while typing."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases_cms.core.languages import language_tag
from cases_cms.core.pagination import paginate
from cases_cms.core.selection import MAX_SHOWN_VALUE, clean_words
from cases_cms.search.corrections import correct
from cases_cms.search.frame import ViewPage, active_locale, make_frame
from cases_cms.search.kinds import kinds, starts
from cases_cms.search.pages import count_kinds
from cases_cms.search.sought import seek
from cases_cms.search.suggestions import COLLECTION, SITE
from cases_cms.search.suggestions import suggest as suggestions

#: Hits of each kind on the page of all kinds.
FEW = 5
VIEW, SUGGESTIONS = "cases_search:site", "cases_search:suggestions"
#: A query string for the search itself: what is longer is cut before anything reads it.
MAX_GIVEN = 400
#: For which a browser may keep suggestions; no cache between may, they would outlast what they name.
SECONDS = 60


@dataclass
class Group:
    """What was found of one kind; ``query`` leads to all of it."""

    code: str
    title: str
    total: int
    counted: str
    query: str
    hits: list = field(default_factory=list)
    elsewhere: object = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Pairs:
    """The parameters that the links of pagination keep."""

    given: tuple

    def pairs(self):
        """``[(name, value)]``."""
        return list(self.given)


def _query(**values):
    return urlencode([(name, value) for name, value in sorted(values.items()) if value])


def _find(sought, locale, request):
    """``[(Kind, hits)]`` of the kinds in which something was found."""
    if not sought:
        return []
    found = [(kind, kind.search(sought, locale, request)) for kind in kinds()]
    return [(kind, hits) for kind, hits in found if len(hits)]


def _seek_and_correct(words, exactly, locale, request):
    """``(Sought, what was found, the words as given where others were sought instead)``."""
    sought = seek(words, locale.language_code)
    found = _find(sought, locale, request)
    if found or exactly or not sought:
        return sought, found, ""
    other = correct(words)
    if not other or other == words:
        return sought, found, ""
    instead = seek(other, locale.language_code)
    found_instead = _find(instead, locale, request)
    # Of several words each may be right, and no page have all of them: shown only if something is found.
    return (instead, found_instead, words) if found_instead else (sought, found, "")


def _offered(locale, request):
    """What can be found, as "60 cases", kind by kind."""
    numbers = count_kinds(locale.language_code, request)
    return [kind.counted % {"number": numbers[kind.code]} for kind in kinds() if numbers[kind.code]]


@require_safe
def search_site(request):
    """``?q=``: words; ``kind=``: of one kind alone, a ``page`` of it; ``exactly=1``: no correction."""
    locale = active_locale()
    words = clean_words(request.GET.get("q", "")[:MAX_GIVEN])
    exactly = request.GET.get("exactly") == "1"
    sought, found, given = _seek_and_correct(words, exactly, locale, request)
    asked_kind = request.GET.get("kind", "")
    chosen = next((kind.code for kind, _hits in found if kind.code == asked_kind), "")
    keep = {"q": words, "exactly": "1" if exactly else ""}
    groups = [
        Group(kind.code, kind.title, len(hits), kind.counted % {"number": len(hits)}, _query(kind=kind.code, **keep))
        for kind, hits in found
    ]
    page_obj = None
    for group, (kind, hits) in zip(groups, found, strict=True):
        group.is_chosen = group.code == chosen
        if group.is_chosen:
            page_obj = paginate(hits, request)
            group.hits = page_obj.object_list
        if kind.elsewhere and chosen in ("", group.code):
            group.elsewhere = kind.elsewhere(hits)
        if not chosen:
            group.hits = hits[:FEW]
    title = _("Results for “%(words)s”") % {"words": sought.words} if words else _("Search")
    frame = make_frame(VIEW, request, title=title, description=_("Search in all cases, stories, news and pages."))
    frame.query = _query(kind=chosen, **keep)
    unknown = asked_kind and asked_kind not in {kind.code for kind in kinds()}
    context = {
        "page": ViewPage(title=title, language_tag=language_tag(locale.language_code), locale=locale),
        "frame": frame,
        "words": words,
        "sought": sought,
        "given": given,
        "exact_query": _query(q=given, exactly="1"),
        "all_query": _query(**keep),
        "equivalents": sought.equivalents if found else (),
        "groups": groups,
        "chosen": next((group for group in groups if group.is_chosen), None),
        "total": sum(group.total for group in groups),
        "page_obj": page_obj,
        "selection": Pairs(tuple((name, value) for name, value in {**keep, "kind": chosen}.items() if value)),
        "ignored": [(_("Kind"), clean_words(asked_kind)[:MAX_SHOWN_VALUE])] if unknown else [],
        "starts": [] if found else starts(locale, request),
        "action": reverse(VIEW),
        "suggestions_url": reverse(SUGGESTIONS),
        "offered": _offered(locale, request) if not words else [],
    }
    return TemplateResponse(request, "cases_cms/search/search_page.html", context)


@require_safe
def suggest(request):
    """A listbox of suggestions for ``?q=``, of the Collection or of the site (``in=``); empty if there are none."""
    scope = COLLECTION if request.GET.get("in") == COLLECTION else SITE
    groups = suggestions(clean_words(request.GET.get("q", "")[:MAX_GIVEN]), active_locale(), request, scope)
    html = ""
    if groups:
        number = sum(len(group.items) for group in groups)
        html = render_to_string("cases_cms/components/suggestions.html", {"groups": groups, "number": number})
    response = HttpResponse(html)
    response["Cache-Control"] = f"private, max-age={SECONDS}"
    response["X-Robots-Tag"] = "noindex"
    return response
