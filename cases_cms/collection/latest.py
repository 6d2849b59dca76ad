"""The newest released edition, at an address that never changes."""

from django.http import Http404, HttpResponseRedirect

from cases_cms.collection.models import CollectionPage, EditionPage
from cases_cms.core.visibility import find_hidden

#: A child's part of a tree path: whether an edition's cases may be seen is asked of a place below it.
FIRST_CHILD = "0001"


def newest_released(collection, request=None):
    """The public edition of the highest year whose cases may be seen: in the language of ``collection``, or else in one
    it has. None if there is none. Three queries.

    An edition that was announced, and is not released, is public without its cases.
    """
    hidden = find_hidden(request)
    homes = set(
        CollectionPage.objects.filter(translation_key=collection.translation_key).values_list("path", flat=True)
    )
    released = [
        page
        for page in EditionPage.objects.all().published(request).order_by("-year", "pk")
        if page.path[: -page.steplen] in homes and not hidden.covers(page.path + FIRST_CHILD)
    ]
    versions = [page for page in released if page.year == released[0].year]
    return min(versions, key=lambda page: page.locale_id != collection.locale_id, default=None)


def latest_view(page, request):
    """Leads to the newest released edition; 404 as long as none is."""
    edition = newest_released(page, request)
    url = edition.get_url(request) if edition is not None else None
    if url is None:
        raise Http404
    response = HttpResponseRedirect(url)
    response["Cache-Control"] = "no-cache"
    return response
