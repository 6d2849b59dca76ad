"""Texts put into the index by themselves, without the pages that would hold them."""

from wagtail.search.backends import get_search_backend

from cases_cms.news.models import NewsPage


def put(*texts):
    """Index ``(title, summary)`` or a title each, as pages 1, 2, 3 …"""
    pages = []
    for number, text in enumerate(texts, 1):
        title, summary = (text, "") if isinstance(text, str) else text
        pages.append(NewsPage(pk=number, title=title, summary=summary))
    get_search_backend().add_bulk(NewsPage, pages)


def found(query, **options):
    """Numbers of what a search finds, best first."""
    return [pk for pk, _score in NewsPage.objects.search(query, **options).scores()]


def suggested(query):
    """Numbers of what is found while typing."""
    return sorted(pk for pk, _score in NewsPage.objects.autocomplete(query).scores())
