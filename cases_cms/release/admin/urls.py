"""Addresses of the release in the admin: namespace ``release``, below ``release/``.

Each part adds its own: ``patterns += [path(...)]``; names of addresses are said once.
"""

from django.urls import include, path
from wagtail import hooks

patterns = []


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("release/", include((patterns, "release"), namespace="release"))]
