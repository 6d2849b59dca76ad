"""Addresses of pages that are not loaded."""

from wagtail.models import Page


class Addresses:
    """Makes addresses of the tree's ``url_path``, as ``Page.get_url`` does, without a page for each."""

    def __init__(self, request=None):
        self.request = request
        self.page = Page()

    def __call__(self, url_path):
        """Address of the page at ``url_path``; empty if it is below no site."""
        self.page.url_path = url_path
        return self.page.get_url(self.request) or ""


def addresses(request=None):
    """The Addresses of ``request``, made once; new ones without a request."""
    if request is None:
        return Addresses()
    if not hasattr(request, "_cases_cms_addresses"):
        request._cases_cms_addresses = Addresses(request)
    return request._cases_cms_addresses
