from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class NewsConfig(AppConfig):
    """WIC news and industry updates."""

    name = "cases_cms.news"
    label = "cases_news"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Practice cases: news")

    def ready(self):
        from cases_cms.core import roles
        from cases_cms.core.related import RelatedProvider, register
        from cases_cms.news import selectors
        from cases_cms.news.styleguide import register_examples
        from cases_cms.search.pages import register_pages

        roles.grant_pages(roles.CONTENT, "cases_news.newspage")
        register(
            RelatedProvider(
                "news", _("News"), selectors.news_of, "cases_cms/news/related_news.html", 40, "cases_news.NewsPage"
            )
        )
        register_pages(
            "news",
            _("News"),
            ngettext_lazy("%(number)d news item", "%(number)d news items", "number"),
            ["cases_news.NewsPage"],
            describe=selectors.describe_news,
            order=50,
        )
        register_examples()
