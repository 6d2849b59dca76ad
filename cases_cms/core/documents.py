"""Wagtail's backend for documents (``SENDFILE_BACKEND``): the web server sends the bytes, as it does of pictures.

Wagtail has asked by then who may read the document (``documents/``).
"""

import os

from django.conf import settings
from wagtail.utils import sendfile_streaming_backend

from cases_cms.core.media import accelerated


def sendfile(request, filename, **kwargs):
    """The answer for the file at the path ``filename``; Django sends it without ``MEDIA_ACCEL``, and from elsewhere."""
    name = os.path.relpath(filename, settings.MEDIA_ROOT).replace(os.sep, "/")
    response = None
    if not name.startswith("../"):
        response = accelerated(name, kwargs.get("mimetype"))
    return response or sendfile_streaming_backend.sendfile(request, filename, **kwargs)
