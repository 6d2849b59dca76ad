"""The frame of a view that is no page: what base templates ask of ``page`` and ``frame``."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page

from cases_cms.core.languages import (
    LanguageLink,
    default_link,
    language_name,
    language_tag,
    remembered_locale,
    site_languages,
)
from cases_cms.core.models import PageFrame
from cases_cms.search.shown import shown_pages, trees_of


@dataclass(frozen=True)
class ViewPage:
    """Stands where templates expect a page: it has a title and a language, and no place in the tree."""

    title: str
    language_tag: str
    locale: object = None
    pk: int | None = None
    path: str = ""
    depth: int = 0
    seo_title: str = ""
    search_description: str = ""
    translation_key: str = ""

    @property
    def locale_id(self):
        """For comparing languages."""
        return self.locale.pk if self.locale else None


def active_locale():
    """The Locale of the active language, or of the site's default one."""
    try:
        code = get_supported_content_language_variant(get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        code = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return remembered_locale(code) or Locale.get_default()


def root_pages(request):
    """``{language: ShownPage}`` of the public root pages of the request's site."""
    by_path = shown_pages().by_path
    return {by_path[tree].language: by_path[tree] for tree in trees_of(request) if tree in by_path}


def links_to(name, request):
    """LanguageLinks to the view ``name`` in every language in which the site has a public root page."""
    links, current = [], get_supported_content_language_variant(get_language() or settings.LANGUAGE_CODE)
    roots = root_pages(request)
    for code in site_languages():
        if code in roots:
            with override(code):
                url = reverse(name)
            links.append(
                LanguageLink(
                    code=code,
                    tag=language_tag(code),
                    name=language_name(code),
                    url=url,
                    full_url=request.build_absolute_uri(url),
                    is_current=code == current,
                )
            )
    # One language alone may have addresses without a prefix: then there is nothing to switch.
    return links if len({link.url for link in links}) == len(links) else []


def make_frame(name, request, *, title, description):
    """The PageFrame of the view ``name`` in the active language; it stands below the site's home page."""
    links, roots = links_to(name, request), root_pages(request)
    home = roots.get(get_language()) or next(iter(roots.values()), None)
    crumbs = list(Page.objects.filter(pk=home.pk).specific()) if home else []
    return PageFrame(
        title=title,
        description=description,
        canonical=request.build_absolute_uri(reverse(name)),
        language_links=links,
        x_default=default_link(links),
        breadcrumbs=crumbs,
        robots="noindex, follow",
    )
