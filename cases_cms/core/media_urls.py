"""Addresses of pictures, below ``MEDIA_URL``; a host includes them before anything else that serves its uploads.

Pictures only: documents are served by Wagtail, which keeps to the privacy of their collections.
"""

import re

from django.conf import settings
from django.urls import re_path

from cases_cms.core.media import serve_media

urlpatterns = []

if settings.MEDIA_URL.startswith("/") and len(settings.MEDIA_URL) > 1:
    urlpatterns.append(
        re_path(rf"^{re.escape(settings.MEDIA_URL.lstrip('/'))}(?P<path>(?:images|original_images)/.*)$", serve_media)
    )
