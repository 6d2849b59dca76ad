"""Pictures as the public gets them: every request for one asks the guards that apps have registered.

Documents have no public address but Wagtail's (``documents/``), which asks by hook. A web server sends the bytes where
``CASES_CMS["MEDIA_ACCEL"]`` names its internal location (docs/deployment.md), Django where it does not.
"""

import mimetypes
import posixpath
from enum import IntEnum
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.urls import get_resolver, get_urlconf
from django.views.decorators.http import require_safe
from django.views.static import serve

from cases_cms.core.conf import get_setting
from cases_cms.core.ranges import part_of

#: Kinds that not every system knows by their names.
TYPES = {".avif": "image/avif", ".webp": "image/webp", ".vtt": "text/vtt"}
#: Nobody but the person who asked keeps a file that the public may not have.
PRIVATE = "private, no-store"


class Access(IntEnum):
    """Who gets a file; of several guards the strictest is obeyed."""

    PUBLIC = 0  # everybody
    PRIVATE = 1  # this visitor, but not the public
    WITHHELD = 2  # not this visitor; to them it is not there


_guards = []


def register_media_guard(guard):
    """Let ``guard(request, name) -> Access`` say who gets the file ``name`` of the media storage."""
    _guards.append(guard)


def access_to(request, name):
    """The Access that ``request`` has to the file ``name``."""
    return max((guard(request, name) for guard in _guards), default=Access.PUBLIC)


def content_type_of(name):
    """The media type of a file by its name."""
    extension = posixpath.splitext(name)[1].lower()
    return TYPES.get(extension) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def accelerated(name, content_type):
    """An answer to which the web server adds the file ``name`` of the uploads, or None where none does."""
    location = get_setting("MEDIA_ACCEL")
    if not location:
        return None
    response = HttpResponse(content_type=content_type)
    response["X-Accel-Redirect"] = f"{location.rstrip('/')}/{quote(name)}"
    return response


def not_found(request):
    """The site's own 404 that no cache keeps: what is withheld now may be public in a second."""
    response = get_resolver(get_urlconf()).resolve_error_handler(404)(request, exception=Http404())
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def serve_media(request, path):
    """A picture: 404 without a difference where there is none and where it is withheld."""
    if posixpath.normpath(path) != path or path.startswith(("/", "../")) or "\x00" in path:
        return not_found(request)
    access = access_to(request, path)
    if access == Access.WITHHELD:
        return not_found(request)
    response = accelerated(path, content_type_of(path))
    if response is None:
        try:
            response = serve(request, path, document_root=settings.MEDIA_ROOT)
        except (Http404, OSError, ValueError, SuspiciousFileOperation):
            return not_found(request)
        if response.status_code == 200:
            response["Content-Type"] = content_type_of(path)
    if access == Access.PRIVATE:
        response["Cache-Control"] = PRIVATE
    return response


def private_file(request, name, *, content_type="", filename="", attachment=False):
    """The file ``name`` of the media storage for one person, films in parts; asks no guard, so the caller has.

    Raises Http404 if it is not there. ``filename`` is what a browser saves it as.
    """
    content_type = content_type or content_type_of(name)
    response = accelerated(name, content_type)
    try:
        response = response or part_of(default_storage, name, request, content_type)
        response = response or FileResponse(default_storage.open(name), content_type=content_type)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    if filename:
        kind = "attachment" if attachment else "inline"
        response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(filename)}"
    response["Cache-Control"] = PRIVATE
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
