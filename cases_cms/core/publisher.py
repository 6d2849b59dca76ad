"""Who publishes the site: for whoever cites one of its pages."""

from django.conf import settings
from wagtail.models import Site

_finders = []


def register_publisher(finder):
    """Ask ``finder(request, language)``, registered by the host in its ``ready``; an empty answer is passed over."""
    if finder not in _finders:
        _finders.append(finder)


def publisher_name(request, language):
    """Name of the publisher in the language named; without a host's own, the name of the site."""
    for finder in _finders:
        if name := str(finder(request, language)):
            return name
    site = Site.find_for_request(request)
    return (site.site_name if site else "") or getattr(settings, "WAGTAIL_SITE_NAME", "")
