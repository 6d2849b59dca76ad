"""What the plugin changes in Wagtail for every site."""

from django.urls import path
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Locale
from wagtail.rich_text.pages import PageLinkHandler

from cases_cms.core.country_views import CountryViewSet
from cases_cms.core.desk_views import FramedDraftView, may_see_drafts, side_by_side, suggest_slug
from cases_cms.core.models import BasePage
from cases_cms.core.ranges import ranged_response
from cases_cms.core.visibility import find_hidden


class PublicPageLinkHandler(PageLinkHandler):
    """A link in a text to a page that the public cannot see is no link: its address would say what is to come."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        hidden = find_hidden()
        links = []
        for page in cls.get_many(attrs_list):
            target = page.localized if page else None
            if target is None or not target.live or hidden.covers(target.path) or not target.url:
                links.append("<a>")
            else:
                links.append(f'<a href="{escape(target.url)}">')
        return links


@hooks.register("register_rich_text_features", order=10)
def link_public_pages_only(features):
    """Takes the place of Wagtail's handler of page links."""
    features.register_link_type(PublicPageLinkHandler)


@hooks.register("before_serve_document", order=100)
def serve_part_of_document(document, request):
    """Answers a request for a range of bytes, without which some browsers play no video.

    Wagtail's own hook, which keeps private documents private, has run before this one.
    """
    return ranged_response(document, request)


@hooks.register("register_admin_viewset")
def register_countries():
    """Settings → Countries and regions."""
    return CountryViewSet()


@hooks.register("register_admin_urls")
def register_desk():
    """Views for those who write."""
    return [
        path("cases/slug/", suggest_slug, name="cases_cms_slug"),
        path("cases/pages/<int:page_id>/languages/", side_by_side, name="cases_cms_side_by_side"),
        path("cases/pages/<int:page_id>/draft/", FramedDraftView.as_view(), name="cases_cms_framed_draft"),
    ]


class SideBySideItem(PageMenuItem):
    """Leads from a page of ours to its previews in all languages."""

    label = _("Preview in all languages")
    icon_name = "view"
    url_name = "cases_cms_side_by_side"

    def is_shown(self, user):
        is_ours = issubclass(self.page.specific_class or object, BasePage)
        return is_ours and may_see_drafts(self.page, user)


@hooks.register("register_page_header_buttons")
def preview_from_the_editor(page, user, view_name, next_url=None):
    """In the menu beside the page's title."""
    yield SideBySideItem(page=page, priority=12)


@hooks.register("register_page_listing_more_buttons")
def preview_from_a_listing(page, user, next_url=None):
    """In the menu of a page in a list."""
    yield SideBySideItem(page=page, priority=7)


@hooks.register("construct_page_chooser_queryset")
def pages_of_the_language_only(pages, request):
    """A chooser that was opened from a page offers pages of that page's language; Wagtail's script names it."""
    locale = Locale.objects.filter(language_code=request.GET.get("locale", "")).first()
    return pages.filter(locale=locale) if locale else pages
