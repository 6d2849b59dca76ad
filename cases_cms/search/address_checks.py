"""System checks: the search has an address of its own, and no page lies behind it."""

from django.conf import settings
from django.core.checks import Info, Tags, Warning, register
from django.db import DatabaseError
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from cases_cms.core.addresses import addresses, is_shadowed

ID = "cases_cms"
VIEW = "cases_search:site"


@register(Tags.urls)
def check_search_address(app_configs, **kwargs):
    """The search is included, and before Wagtail."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        with override(settings.LANGUAGE_CODE):
            reached = resolve(reverse(VIEW)).view_name == VIEW
    except NoReverseMatch:
        return [
            Info(
                _("The site has no search page."),
                hint=_("Include “cases_cms.search.urls” in the root URLconf, before Wagtail's addresses."),
                id=f"{ID}.I020",
            )
        ]
    except Resolver404:
        reached = False
    if reached:
        return []
    return [
        Warning(
            _("Something else answers at the address of the search."),
            hint=_("Include “cases_cms.search.urls” before Wagtail's addresses."),
            id=f"{ID}.W020",
        )
    ]


@register(Tags.database)
def check_shadowed_pages(app_configs, databases=None, **kwargs):
    """No page lies at an address that a view of the site's own answers."""
    if not databases:
        return []
    try:
        rows = list(Page.objects.filter(depth=3).values_list("url_path", "title", "locale__language_code"))
    except DatabaseError:
        return []  # not migrated yet
    address = addresses()
    return [
        Warning(
            _("Nobody can see the page “%(title)s”: another view answers at “%(url)s”.") % {"title": title, "url": url},
            hint=_("Give the page another slug."),
            id=f"{ID}.W021",
        )
        for url_path, title, language in rows
        if is_shadowed(url := address(url_path), language)
    ]
