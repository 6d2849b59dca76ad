"""What a preview shows: the list of its pages, and each page as the public will see it."""

import copy
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import override, pgettext

from cases_cms.collection.case_views import WITH
from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.collation import sort_key
from cases_cms.core.forthcoming import show_forthcoming
from cases_cms.core.languages import LanguageLink, lang_attribute, language_name, language_of, language_tag
from cases_cms.core.models import PageFrame
from cases_cms.core.subviews import SubviewsMixin
from cases_cms.core.views import preferred_language
from cases_cms.release.previewing.coming import ForthcomingEdition
from cases_cms.release.previewing.rewriting import Rewriter, marked
from cases_cms.search.frame import ViewPage

#: Parameter of the list of pages that names its language.
IN = "in"


def as_visitor(request, path, language):
    """A copy of ``request`` as the public would send it to ``path``: nobody's, without cookies."""
    visitor = copy.copy(request)
    visitor.path = visitor.path_info = path
    visitor.user = AnonymousUser()
    visitor.COOKIES = {}
    visitor.GET = QueryDict(mutable=True)
    if WITH in request.GET:
        visitor.GET[WITH] = request.GET[WITH]
    visitor.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": visitor.GET.urlencode()}
    visitor.LANGUAGE_CODE = language
    visitor.resolver_match = None
    visitor.__dict__.pop("session", None)
    return visitor


def _answer(html, language):
    response = HttpResponse(html)
    response["Content-Language"] = language
    return response


def page_response(drafts, access, request, path):
    """The page at the public address ``path``, or what it has below it (a citation, say); 404 where there is none."""
    row, rest = drafts.find(path)
    if row is None or (rest and not issubclass(row.specific_class, SubviewsMixin)):
        raise Http404
    if rest and rest not in row.specific_class.subviews:
        raise Http404
    language = language_of(row)
    with override(language):
        visitor = as_visitor(request, path, language)
        show_forthcoming(visitor, ForthcomingEdition(drafts))
        page = drafts.page_in_place(row, with_versions=bool(rest))
        page.live = False  # it is in no list that could be chosen from: no button for the shortlist
        response = page.serve(visitor, subview=rest) if rest else page.serve(visitor)
        if not hasattr(response, "render"):
            return response  # a file
        html = Rewriter(drafts, access, visitor).addresses(response.render().text)
        return _answer(marked(html, access), language)


# --- The list of all pages ----------------------------------------------------------------------


@dataclass
class Line:
    """A page by its latest title; ``others`` are ``(tag, name, url)`` in its other languages."""

    title: str
    url: str
    lang: str
    others: list = field(default_factory=list)


@dataclass
class Group:
    """Pages of one kind."""

    title: str
    lines: list


def _groups(drafts, access, language):
    address = {row.pk: f"{access.root}{path.lstrip('/')}" for path, row in drafts.by_address.items()}
    by_model = {EditionPage: [], CasePage: []}
    for versions in drafts.versions.values():
        row = drafts.version_for(versions, language)
        if row.pk not in address:
            continue
        shown = language_of(row)
        others = [
            (language_tag(code), language_name(code), address[versions[code].pk])
            for code in drafts.languages
            if code in versions and code != shown and versions[code].pk in address
        ]
        line = Line(row.draft_title, address[row.pk], lang_attribute(shown, language), others)
        by_model.setdefault(row.specific_class, []).append(line)
    for lines in by_model.values():
        lines.sort(key=lambda line: sort_key(line.title, language))
    return [
        Group(
            str(capfirst(model._meta.verbose_name_plural if len(lines) > 1 else model._meta.verbose_name)),
            lines,
        )
        for model, lines in by_model.items()
        if lines
    ]


def contents_response(drafts, access, request):
    """All pages of the preview, by kind, each in the languages it has."""
    wanted = request.GET.get(IN, "")
    language = wanted if wanted in drafts.languages else preferred_language(request, drafts.languages)
    with override(language):
        visitor = as_visitor(request, request.path, language)
        title = pgettext("preview", "Edition of %(year)s") % {"year": drafts.embargo.year}
        links = [
            LanguageLink(
                code=code,
                tag=language_tag(code),
                name=language_name(code),
                url=f"{access.root}?{IN}={code}",
                full_url=f"{access.root}?{IN}={code}",
                is_current=code == language,
            )
            for code in drafts.languages
        ]
        preview = pgettext("of an edition", "Preview")
        context = {
            "page": ViewPage(title, language_tag(language)),
            "frame": PageFrame(
                title=f"{title} – {preview}",
                description="",
                canonical="",
                language_links=links,
                x_default=links[0] if links else None,
                breadcrumbs=[],
            ),
            "title": title,
            "groups": _groups(drafts, access, language),
        }
        html = render_to_string("cases_cms/preview/contents.html", context, visitor)
        return _answer(marked(html, access), language)
