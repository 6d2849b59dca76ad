"""The sitemap of every language tree, each address with its alternates."""

from collections import defaultdict

from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cases_cms.core.languages import language_tag
from cases_cms.core.querysets import real_pages
from cases_cms.core.visibility import public


class MultilingualSitemap(Sitemap):
    """Live, public, real pages below the site's root page and its translations.

    Wagtail's own sitemap knows the tree of the default language only.
    """

    limit = 5000

    def items(self):
        root = self.get_wagtail_site().root_page
        trees = Page.objects.none()
        for home in real_pages().filter(translation_key=root.translation_key):
            trees |= home.get_descendants(inclusive=True)
        return public(trees).order_by("path").defer_streamfields().select_related("locale").specific()

    def _urls(self, page, protocol, domain):
        pages = list(self.paginator.page(page).object_list)
        by_key = defaultdict(list)
        for translation in public(
            Page.objects.filter(translation_key__in={item.translation_key for item in pages})
        ).select_related("locale"):
            by_key[translation.translation_key].append(
                {
                    "location": translation.get_full_url(self.request),
                    "lang_code": language_tag(translation.locale.language_code),
                }
            )
        urls = []
        for item in pages:
            alternates = by_key[item.translation_key]
            for info in item.get_sitemap_urls(self.request):
                urls.append({**info, "alternates": alternates if len(alternates) > 1 else []})
        last_changes = [url["lastmod"] for url in urls if url.get("lastmod")]
        if last_changes:
            self.latest_lastmod = max(last_changes)
        return urls
