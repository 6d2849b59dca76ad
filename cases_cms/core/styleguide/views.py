"""The style page: every component in every language, in light and in dark, on one page."""

from functools import wraps
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases_cms.core import schemes
from cases_cms.core.conf import get_setting
from cases_cms.core.languages import LanguageLink, default_link, language_name, language_tag
from cases_cms.core.models import PageFrame
from cases_cms.core.styleguide.registry import show
from cases_cms.core.styleguide.samples import sample_page
from cases_cms.core.stylesheets import join
from cases_cms.core.views import preferred_language

OWN_STYLESHEET = "cases_cms/styleguide/styleguide.css"
#: Tokens whose values depend on the script, and the class of lines that show them.
SCRIPTS = ("zh",)
LINE = ".cc-sg-line"


def only_where_wanted(view):
    """Make a view answer only where the setting ``STYLEGUIDE`` is on; elsewhere the address does not exist."""

    @wraps(view)
    @require_safe
    def wrapped(request, *args, **kwargs):
        if not get_setting("STYLEGUIDE"):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def _codes():
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]


def _address(code):
    return reverse("cases_cms_styleguide:page", args=[code])


@only_where_wanted
def choose_language(request):
    """Leads to the page in the visitor's language."""
    preferred, codes = preferred_language(request), _codes()
    response = HttpResponseRedirect(_address(preferred if preferred in codes else codes[0]))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _scheme(request):
    given = request.GET.get("scheme")
    return given if given in schemes.SCHEMES else schemes.SCHEMES[0]


def _frame(request, code, scheme):
    links = [
        LanguageLink(
            code=other,
            tag=language_tag(other),
            name=language_name(other),
            url=_address(other),
            full_url=request.build_absolute_uri(_address(other)),
            is_current=other == code,
        )
        for other in _codes()
    ]
    return PageFrame(
        title=_("Style page"),
        description="",
        canonical="",
        language_links=links,
        x_default=default_link(links),
        breadcrumbs=[],
        robots="noindex",
        query=f"scheme={scheme}",
    )


def _views(code, scheme):
    """The four views (or more, in more languages) as ``(language link text, tag, scheme, url, is current)``."""
    names = {"light": _("light"), "dark": _("dark")}
    return [
        {
            "language": language_name(other),
            "tag": language_tag(other),
            "scheme": names[each],
            "url": f"{_address(other)}?scheme={each}",
            "is_current": (other, each) == (code, scheme),
        }
        for other in _codes()
        for each in schemes.SCHEMES
    ]


def _named(tokens, prefix):
    return [{"name": name, "value": value} for name, value in tokens.items() if name.startswith(prefix)]


@only_where_wanted
def page(request, language):
    """The style page in a language; Http404 for one that the site has not."""
    if language not in _codes():
        raise Http404
    scheme = _scheme(request)
    tokens = schemes.read_tokens(join(), scheme)
    with translation.override(language):
        frame = _frame(request, language, scheme)
        stand_in = sample_page(frame.title, language)
        context = {
            "page": stand_in,
            "frame": frame,
            "stylesheet": reverse("cases_cms_styleguide:stylesheet", args=[scheme]),
            "views": _views(language, scheme),
            "colours": schemes.colours(tokens),
            "sizes": _named(tokens, "--cc-size-"),
            "spaces": _named(tokens, "--cc-space-"),
            "groups": show(request, page=stand_in, frame=frame),
        }
        response = render(request, "cases_cms/styleguide/page.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    return response


def _specimens(css):
    """Rules for what shows the tokens: a size for each line, a length for each bar, and each script's own values."""
    tokens = schemes.read_tokens(css, schemes.SCHEMES[0])
    rules = [
        *(f'{LINE}[data-token="{name}"] {{ font-size: var({name}); }}' for name in tokens if "-size-" in name),
        *(
            f'.cc-sg-space__bar[data-token="{name}"] {{ inline-size: var({name}); }}'
            for name in tokens
            if "-space-" in name
        ),
    ]
    for script in SCRIPTS:
        own = schemes.read_tokens(css, schemes.SCHEMES[0], f":root:lang({script})")
        for selector, values in ((f":lang({script})", own), (f":not(:lang({script}))", tokens)):
            declarations = " ".join(f"{name}: {values[name]};" for name in own if name in values)
            rules.append(f"{LINE}{selector} {{ {declarations} }}")
    return "\n".join(rules)


@only_where_wanted
def stylesheet(request, scheme):
    """The joined stylesheet in one scheme, whatever the system's, and what the style page itself needs."""
    if scheme not in schemes.SCHEMES:
        raise Http404
    css = join()
    own = Path(finders.find(OWN_STYLESHEET)).read_text(encoding="utf-8")
    text = "\n".join((schemes.in_scheme(css, scheme), _specimens(css), own))
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
