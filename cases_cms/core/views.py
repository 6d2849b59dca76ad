"""Views outside the page tree: the choice of a language, robots.txt, the sitemap, and the error pages."""

import logging
import sys
from contextlib import suppress

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path
from django.utils.translation.trans_real import (
    get_languages,
    get_supported_language_variant,
    parse_accept_lang_header,
)
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page, Site

from cases_cms.core.languages import (
    home_languages,
    known_home_languages,
    language_label,
    language_name,
    language_tag,
)
from cases_cms.core.querysets import real_pages
from cases_cms.core.visibility import public

logger = logging.getLogger(__name__)


def preferred_language(request, offered=None):
    """The language that the browser prefers among ``offered``, by default the site's; no cookie is read, none set.

    The site's own language, or else the first one offered, if it prefers none of them.
    """
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            language = get_supported_language_variant(code)
        except LookupError:
            continue
        if offered is None or language in offered:
            return language
    own = get_supported_language_variant(settings.LANGUAGE_CODE)
    return own if not offered or own in offered else offered[0]


@require_safe
def choose_language(request):
    """``/`` leads to the home page in the visitor's language, if there is one, and remembers nothing."""
    response = HttpResponseRedirect(f"/{preferred_language(request, home_languages(request))}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def robots(request):
    """robots.txt: everything public may be indexed; the sitemap is named."""
    lines = ["User-agent: *"]
    for admin in ("wagtailadmin_home", "admin:index"):
        with suppress(NoReverseMatch):
            lines.append(f"Disallow: {reverse(admin)}")
    lines += [
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request, **kwargs):
    """``/sitemap.xml``: the pages of every language with their alternates."""
    return wagtail_sitemap(request, **kwargs)


def pages_in_other_languages(request, language):
    """``[(page, url)]`` that stand at the requested address in another language.

    Slugs are synchronized, so the same path below another language's home page is the same page.
    """
    asked = get_language_from_path(request.path_info) or language
    path = request.path_info.removeprefix(f"/{asked}/").strip("/")
    site = Site.find_for_request(request)
    if site is None or "\x00" in path:
        return []
    addresses = [
        f"{home.url_path}{path}/" if path else home.url_path
        for home in real_pages().filter(translation_key=site.root_page.translation_key)
    ]
    pages = list(public(Page.objects.filter(url_path__in=addresses)).select_related("locale"))
    if any(page.locale.language_code == asked for page in pages):
        return []  # the page is there; it is a page of its list, say, that is not
    return [(page, page.get_url(request)) for page in pages]


def _error_language(request, offered):
    """The address's own language if it has a home page, else the one the browser prefers of those that have."""
    own = get_language_from_path(request.path_info)
    return own if own and (not offered or own in offered) else preferred_language(request, offered)


def page_not_found(request, exception=None):
    """404 in the visitor's language; offers the page in the languages it has."""
    try:
        offered = home_languages(request)
    except Exception:  # an error page must not fail
        logger.exception("Looking for home pages")
        offered = []
    language = _error_language(request, offered)
    with translation.override(language):
        alternatives = []
        try:
            alternatives = [
                {
                    "title": page.title,
                    "url": url,
                    "tag": language_tag(page.locale.language_code),
                    "language": language_label(page.locale.language_code),
                }
                for page, url in pages_in_other_languages(request, language)
            ]
        except Exception:  # an error page must not fail
            logger.exception("Looking for %s in other languages", request.path_info)
        response = render(
            request,
            "404.html",
            {"alternatives": alternatives, "language": language, "tag": language_tag(language)},
            status=404,
        )
    response["X-Robots-Tag"] = "noindex"
    return response


def plain_error(request, template, status, **context):
    """An error page that needs neither database nor session."""
    offered = known_home_languages() or get_languages()
    language = _error_language(request, list(offered))
    with translation.override(language):
        content = loader.render_to_string(
            template,
            {
                "language": language,
                "tag": language_tag(language),
                "languages": [
                    {"url": f"/{code}/", "tag": language_tag(code), "name": language_name(code)} for code in offered
                ],
                **context,
            },
        )
    return HttpResponse(content, status=status)


def server_error(request):
    """500 in the visitor's language; 503 where a session, say, could not be written because others were writing."""
    from cases_cms.core.busy import busy_response, is_busy  # it makes its page here

    error = sys.exc_info()[1]
    if error is not None and is_busy(error):
        return busy_response(request)
    return plain_error(request, "500.html", 500)


def bad_request(request, exception=None):
    """400 in the visitor's language."""
    return plain_error(request, "400.html", 400)


def permission_denied(request, exception=None):
    """403 in the visitor's language."""
    return plain_error(request, "403.html", 403)


def csrf_failure(request, reason=""):
    """403 for a form that came without its token: says how to send it again."""
    return plain_error(request, "403.html", 403, csrf=True)
