"""Addresses of the workshop in the admin: namespace ``localization``, below ``translations/``.

Each part adds its own: ``patterns += [path(...)]``; names of addresses are said once.
"""

from django.urls import include, path
from wagtail import hooks

patterns = []


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("translations/", include((patterns, "localization"), namespace="localization"))]
