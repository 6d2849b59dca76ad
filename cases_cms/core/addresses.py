"""Addresses of pages that are not loaded."""

from urllib.parse import quote

from wagtail.models import Page


class Addresses:
    """Makes addresses of the tree's ``url_path``, as ``Page.get_url`` does, without a page for each.

    What lies below the same parent differs in its slug only, so Wagtail is asked once a parent.
    """

    def __init__(self, request=None):
        self.request = request
        self.page = Page()
        self.parents = {}

    def __call__(self, url_path):
        """Address of the page at ``url_path``; empty if it is below no site."""
        parent, _slash, slug = url_path.rstrip("/").rpartition("/")
        if parent not in self.parents:
            self.page.url_path = f"{parent}/"
            self.parents[parent] = self.page.get_url(self.request) or ""
        prefix = self.parents[parent]
        if prefix:
            return f"{prefix}{quote(slug)}/"
        # The parent is below no site; the page itself may be the root of one.
        self.page.url_path = url_path
        return self.page.get_url(self.request) or ""


def addresses(request=None):
    """The Addresses of ``request``, made once; new ones without a request."""
    if request is None:
        return Addresses()
    if not hasattr(request, "_cases_cms_addresses"):
        request._cases_cms_addresses = Addresses(request)
    return request._cases_cms_addresses
