"""Which cases a person may take out as a table: those that the person may edit, as a table shows drafts."""

from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.desk.menu import below, may_somewhere, working_paths
from cases_cms.core.languages import site_languages
from cases_cms.core.permissions import editable_keys
from cases_cms.core.roles import PageRight

_TEXTS = ("summary", "background", "cooperation", "implementation", "benefits")


def may_export(user):
    """Whether ``user`` may edit cases somewhere."""
    return may_somewhere(user, CasePage, {PageRight.CHANGE})


def exportable(user, *, keys=None, editions=None):
    """Translation keys of the cases that ``user`` may edit in some language: newest edition first, as they stand there.

    Among those with ``keys``, or those below ``editions`` (EditionPages). A fixed number of queries.
    """
    pages = CasePage.objects.filter(alias_of__isnull=True).select_related("locale").defer(*_TEXTS)
    if keys is not None:
        pages = pages.filter(translation_key__in=keys)
    if editions is not None:
        children = CasePage.objects.none()
        for edition in editions:
            children = children | CasePage.objects.child_of(edition)
        pages = pages.filter(pk__in=children.order_by().values("pk"))
    pages = list(pages.order_by("path"))
    allowed = editable_keys(user, pages)
    years = dict(EditionPage.objects.values_list("path", "year"))
    step = CasePage.steplen
    pages.sort(key=lambda page: (-years.get(page.path[:-step], 0), page.path))
    return list(dict.fromkeys(page.translation_key for page in pages if page.pk in allowed))


def editions_by_key(user):
    """``{translation key: [EditionPage]}`` of the editions where ``user`` works, newest first. Two queries."""
    found, theirs = {}, EditionPage.objects.filter(below(working_paths(user)), alias_of__isnull=True)
    for page in theirs.select_related("locale").order_by("-year", "path"):
        found.setdefault(page.translation_key, []).append(page)
    return found


def table_languages(editions=None):
    """Codes of the languages that tables offer first: those in which editions have pages, in the site's order."""
    pages = EditionPage.objects.filter(alias_of__isnull=True)
    if editions is not None:
        pages = pages.filter(pk__in=[page.pk for page in editions])
    codes = set(
        Locale.objects.filter(pk__in=pages.order_by().values("locale_id")).values_list("language_code", flat=True)
    )
    return [code for code in get_content_languages() if code in codes] or site_languages()
