"""Addresses of the exchange in the admin: namespace ``interchange``, below ``interchange/``.

Each part adds its own: ``patterns += [path(...)]``; names of addresses are said once.
"""

from django.urls import include, path
from wagtail import hooks

patterns = []


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("interchange/", include((patterns, "interchange"), namespace="interchange"))]
