"""Middleware of sites that use the plugin."""

import logging

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cases_cms.core import notes
from cases_cms.core.addresses import is_admin
from cases_cms.core.desk.limits import refuse_what_is_not_theirs
from cases_cms.core.roles import REPORTS, may_see_report
from cases_cms.core.views import page_not_found, preferred_language

logger = logging.getLogger(__name__)


class CompressionMiddleware(GZipMiddleware):
    """Compresses pages and feeds; Django's own would also compress films, and break asking for a part of one.

    Django adds random bytes, so that the length of an answer says nothing of a form's token (BREACH).
    """

    compressible = frozenset(
        {
            "application/json",
            "application/ld+json",
            "application/manifest+json",
            "application/rss+xml",
            "application/atom+xml",
            "application/xml",
            "image/svg+xml",
            "text/css",
            "text/csv",
            "text/html",
            "text/javascript",
            "text/plain",
            "text/vtt",
            "text/xml",
        }
    )

    def process_response(self, request, response):
        content_type = response.get("Content-Type", "").partition(";")[0].strip().lower()
        if response.streaming or content_type not in self.compressible:
            return response
        return super().process_response(request, response)


class NulPathMiddleware:
    """Answers 404 to an address with a NUL character: no page has one, and PostgreSQL refuses to look for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            return page_not_found(request)
        return self.get_response(request)


class AdminLanguageMiddleware:
    """Keeps the admin to the languages it speaks (``WAGTAILADMIN_PERMITTED_LANGUAGES``), where visitors read more.

    Otherwise a browser that asks for one of those would get Wagtail's texts in it, and ours in English. An account's
    own choice stands. After Django's LocaleMiddleware.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        permitted = [code for code, _name in getattr(settings, "WAGTAILADMIN_PERMITTED_LANGUAGES", ())]
        if permitted and translation.get_language() not in permitted and is_admin(request.path_info):
            translation.activate(preferred_language(request, permitted))
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class AdminRulesMiddleware:
    """Tells an editor why a page could not be published, where Wagtail lets the rule's error through.

    The page's form shows such errors at their fields. Publishing in bulk, or by approving a workflow's last task,
    has no form: there an incomplete draft is a server error in Wagtail 8.0.1. The page stays as it was.
    What services have to tell (core.notes) is told here, too.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with notes.collected() as sentences:
            response = self.get_response(request)
        for sentence in sentences:
            messages.info(request, sentence)
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Refuses a report that is not for the user's role, as its menu does not show it, and some choosers."""
        refuse_what_is_not_theirs(request)
        name = request.resolver_match.view_name.removesuffix("_results") if request.resolver_match else ""
        if name in REPORTS and request.user.is_authenticated and not may_see_report(request.user, name):
            messages.error(request, _("Your role has no use for this report."))
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        return None

    def process_exception(self, request, exception):
        if not isinstance(exception, ValidationError) or request.method != "POST":
            return None
        if not is_admin(request.path_info):
            return None
        logger.warning("%s was not published", request.path, exc_info=exception)
        reasons = " ".join(exception.messages)
        if "wagtailadmin_api" in (request.resolver_match.namespaces if request.resolver_match else ()):
            return JsonResponse({"detail": reasons}, status=400)
        if not getattr(exception, "says_all", False):
            reasons = _("Nothing was published, because a rule is not kept: %(reasons)s") % {"reasons": reasons}
        messages.error(request, reasons)
        back = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            back = reverse("wagtailadmin_home")
        return HttpResponseRedirect(back)
