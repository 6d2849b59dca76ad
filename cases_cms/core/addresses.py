"""Addresses of pages that are not loaded."""

from urllib.parse import quote, urlsplit

from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import override
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


#: Name of Wagtail's own view of pages.
SERVE = "wagtail_serve"


def is_shadowed(url, language):
    """Whether a view of the site's own answers at ``url``, the address of a page in ``language``, in place of it."""
    if not url:
        return False
    try:
        with override(language):
            return resolve(urlsplit(url).path).url_name != SERVE
    except Resolver404:
        return False


def address_with_slug(page):
    """Address that ``page``, saved or about to be, has with its slug as it is now; "" if it is below no site."""
    if page.path:
        above = page.url_path.rstrip("/").rpartition("/")[0]
    else:
        parent = getattr(page, "_cached_parent_obj", None)
        above = parent.url_path.rstrip("/") if parent is not None else ""
    return addresses()(f"{above}/{page.slug}/") if above else ""


def is_admin(path):
    """Whether a request's path is one of Wagtail's admin; a site without it has none."""
    try:
        return path.startswith(reverse("wagtailadmin_home"))
    except NoReverseMatch:
        return False
