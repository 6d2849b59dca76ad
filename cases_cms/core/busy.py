"""What a person is told whose request the database could not serve, because somebody else holds it: 503, try again.

An import or a release writes everything in one transaction. On SQLite all other writers wait for it (the connection's
``timeout``), on PostgreSQL those of the same rows and pages. Who only reads is not concerned.
"""

import logging
import sqlite3

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.localization import get_localized_response

from cases_cms.core.addresses import is_admin
from cases_cms.core.views import plain_error

#: What there is to say where there is no room for a page.
BRIEFLY = _("Somebody else is writing just now, an import perhaps. What you sent was not saved; try again in a minute.")

logger = logging.getLogger(__name__)

#: Seconds after which it is worth another try.
RETRY_AFTER = 30
#: Seconds that a request of the admin waits for others on PostgreSQL; SQLite's are the connection's ``timeout``.
PATIENCE = 20
#: PostgreSQL: lock not available, deadlock, could not serialize.
_STATES = {"55P03", "40P01", "40001"}
_SQLITE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
#: Characters of a form that is sent along to be sent again.
MOST = 2_000_000


def is_busy(error):
    """Whether an error says that somebody else holds what is to be written."""
    cause = error.__cause__
    if not isinstance(error, DatabaseError) or cause is None:
        return False
    if isinstance(error, OperationalError) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE:
        return True
    return getattr(cause, "sqlstate", None) in _STATES


def _fields(request):
    """``[(name, value)]`` of a form that a button can send again; None for one that cannot be, or holds a secret."""
    if request.method != "POST":
        return []
    try:
        if request.FILES or not request.POST:
            return None
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, RequestDataTooBig, AttributeError):  # what was sent is not read, or was read otherwise
        return None
    is_secret = any("password" in name for name, _value in pairs)
    return None if is_secret or sum(len(value) for _name, value in pairs) > MOST else pairs


def busy_response(request):
    """The answer: JSON to scripts, a page in the admin's or the site's look to people. Writes nothing."""
    if is_admin(request.path_info) and hasattr(request, "user"):
        response = get_localized_response(_answer, request)
    else:
        response = _answer(request)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _answer(request):
    if not request.accepts("text/html") or request.content_type == "application/json":
        # “locked” is one of the codes whose message Wagtail's autosave shows; it goes on saving.
        answer = {"success": False, "error_code": "locked", "error_message": str(BRIEFLY), "detail": str(BRIEFLY)}
        return JsonResponse(answer, status=503)
    fields = _fields(request)
    context = {
        "fields": fields,
        "can_repeat": fields is not None,
        "address": request.get_full_path(),
        "is_form": request.method == "POST",
    }
    try:
        if not is_admin(request.path_info):
            return plain_error(request, "503.html", 503, **context)
        return HttpResponse(render_to_string("cases_cms/desk/busy.html", context, request), status=503)
    except (DatabaseError, TemplateDoesNotExist):
        logger.exception("The page that says the database is busy")
        return HttpResponse(BRIEFLY, status=503, content_type="text/plain; charset=utf-8")


class BusyMiddleware:
    """Answers what the database could not serve, because others held it; inside sessions and languages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if connection.vendor == "postgresql" and request.method == "POST" and is_admin(request.path_info):
            # Without it, PostgreSQL waits for ever, and a proxy gives up first. Not for jobs: they can wait.
            connection.ensure_connection()
            with connection.connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The answer to what a view could not write."""
        if not is_busy(exception):
            return None
        if not getattr(request, "failed_in_snapshot", False):  # or it is asked once more (core.snapshots)
            logger.warning("%s %s: the database is busy", request.method, request.path, exc_info=exception)
        return busy_response(request)
