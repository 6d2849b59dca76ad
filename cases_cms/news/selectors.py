"""What news offers to other pages."""

from django.db.models import Subquery
from django.utils.formats import date_format

from cases_cms.news.models import NewsCase, NewsPage


def news_of(about, locale, request=None):
    """News about the cases, newest first. Two queries."""
    about = NewsCase.objects.filter(case_key__in=about.cases).values("page_id")
    return list(
        NewsPage.objects.filter(pk__in=Subquery(about))
        .published(request)
        .for_language(locale)
        .select_related("locale")
        .order_by("-date", "-pk")
    )


def latest_news(locale, number, request=None):
    """The newest news for readers of ``locale``. Two queries."""
    return list(
        NewsPage.objects.all()
        .published(request)
        .for_language(locale)
        .select_related("locale")
        .order_by("-date", "-pk")[:number]
    )


def describe_news(pages, locale, request=None):
    """Date and kind, for hits of the site's search. No query."""
    return {page.pk: {"meta": f"{date_format(page.date, 'DATE_FORMAT')} · {page.get_kind_display()}"} for page in pages}
