"""What the plugin changes in Wagtail for every site."""

from django.utils.html import escape
from wagtail import hooks
from wagtail.rich_text.pages import PageLinkHandler

from cases_cms.core.country_views import CountryViewSet
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
