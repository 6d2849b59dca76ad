"""What the admin's pages ask about releases; each in a fixed number of queries."""

from django.utils.translation import get_language
from wagtail.coreutils import get_content_languages

from cases_cms.collection.models import EditionPage
from cases_cms.core.languages import language_label
from cases_cms.release.models import EditionRelease


def editions_by_key(keys):
    """``{edition key: EditionPage}``: in the reader's language where there is one, else the first made. One query."""
    language, found = get_language(), {}
    pages = EditionPage.objects.filter(translation_key__in=keys, alias_of__isnull=True)
    for page in pages.select_related("locale").order_by("pk"):
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return found


def edition_of(release):
    """The edition's page as ``editions_by_key`` chooses it; None where all its pages are deleted. One query."""
    return editions_by_key([release.edition_key]).get(release.edition_key)


def source_of(release):
    """The edition's page that was made first, on which its log is kept, or None. One query."""
    return EditionPage.objects.filter(translation_key=release.edition_key, alias_of__isnull=True).order_by("pk").first()


def public_pages(release):
    """``[(language, address)]`` of the edition's own page, wherever it is public; languages in the reader's."""
    pages = EditionPage.objects.live().filter(translation_key=release.edition_key, alias_of__isnull=True)
    found = {page.locale.language_code: page.full_url for page in pages.select_related("locale")}
    return [(language_label(code), found[code]) for code in get_content_languages() if found.get(code)]


def all_releases():
    """All EditionReleases whose edition is there, as ``release.edition``, the newest edition first. Two queries."""
    releases = list(EditionRelease.objects.all())
    pages = editions_by_key([release.edition_key for release in releases])
    for release in releases:
        release.edition = pages.get(release.edition_key)
    found = [release for release in releases if release.edition is not None]
    return sorted(found, key=lambda release: release.edition.year, reverse=True)
