"""The addresses of previews: by a link with a secret, and for those who have logged in."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cases_cms.core.languages import home_languages, language_tag
from cases_cms.core.views import page_not_found, preferred_language
from cases_cms.release.embargo import embargo_of_edition
from cases_cms.release.models import EditionRelease
from cases_cms.release.previewing.access import Access, is_guessing, note_wrong
from cases_cms.release.previewing.drafts import DraftEdition
from cases_cms.release.previewing.files import file_response
from cases_cms.release.previewing.pages import contents_response, page_response
from cases_cms.release.previewing.rewriting import FILES
from cases_cms.release.previews import count_use, find_link, is_open, may_read
from cases_cms.search.frame import ViewPage


def sealed(view):
    """Whatever the answer: kept by nobody, indexed by nobody, and its address told to nobody."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = page_not_found(request)
            # Django would look for the address below a language's, and lead there with the secret.
            request.urlconf = "cases_cms.release.urls"
        add_never_cache_headers(response)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return require_safe(wrapped)


def _say(request, status, title, text):
    """A page that says why there is nothing to see, and nothing else; ``title`` and ``text`` are lazy."""
    language = preferred_language(request, home_languages(request))
    with override(language):
        context = {
            "page": ViewPage(title(), language_tag(language)),
            "tag": language_tag(language),
            "title": title(),
            "text": text(),
        }
        response = render(request, "cases_cms/preview/message.html", context, status=status)
    response["Content-Language"] = language
    return response


def _ended(request):
    return _say(
        request,
        410,
        lambda: _("This preview has ended"),
        lambda: _("Please ask whoever sent you here for a new link."),
    )


def _too_many(request):
    return _say(
        request,
        429,
        lambda: _("Too many attempts"),
        lambda: _("Please try again in ten minutes."),
    )


def _show(request, access, rest):
    if rest.startswith(FILES):
        return file_response(access, request, rest.removeprefix(FILES))
    embargo = embargo_of_edition(access.release.edition_key)
    if embargo is None:
        return _ended(request)
    drafts = DraftEdition(embargo, request)
    response = (
        page_response(drafts, access, request, f"/{rest}") if rest else contents_response(drafts, access, request)
    )
    if access.link is not None and request.method == "GET":
        count_use(access.link)
    return response


@sealed
def linked(request, secret, rest=""):
    """A page or file for whoever has the secret; 410 once it has expired, was revoked or is no secret any more."""
    if is_guessing(request):
        return _too_many(request)
    link = find_link(secret)
    if link is None:
        note_wrong(request)
        raise Http404
    if not is_open(link):
        return _ended(request)
    root = reverse("cases_preview:linked", args=[secret])
    access = Access(link.release, root, link.label, f"link:{link.pk}:{link.digest}", link)
    return _show(request, access, rest)


@sealed
def invited(request, pk, rest=""):
    """The same for guests; others are not told whether there is an edition."""
    if not request.user.is_authenticated:
        login = getattr(settings, "WAGTAIL_FRONTEND_LOGIN_URL", None) or reverse("wagtailcore_login")
        return redirect_to_login(request.get_full_path(), resolve_url(login))
    release = EditionRelease.objects.filter(pk=pk).first()
    if release is None or not may_read(release, request.user):
        raise Http404
    if release.is_released:
        return _ended(request)
    label = request.user.get_full_name() or request.user.get_username()
    root = reverse("cases_preview:invited", args=[pk])
    return _show(request, Access(release, root, label, f"guest:{release.pk}:{request.user.pk}"), rest)
