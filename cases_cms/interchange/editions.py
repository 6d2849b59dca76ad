"""The edition into which cases are brought."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Collection, Page
from wagtail_localize.models import Translation

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.folding import fold
from cases_cms.release.models import EditionRelease


@dataclass
class Edition:
    """An edition in all its languages: ``pages`` by language, ``language`` that in which it was written.

    ``folder`` is its folder of the library, None as long as there is none.
    """

    key: UUID
    year: int
    pages: dict
    language: str
    release: EditionRelease | None = None
    folder: Collection | None = None

    def _cases(self):
        paths = [page.path for page in self.pages.values()]
        found = CasePage.objects.none()
        for path in paths:
            found = found | CasePage.objects.filter(path__startswith=path)
        return found.filter(alias_of__isnull=True).order_by()

    def case_keys(self):
        """Translation keys of its cases. One query."""
        return set(self._cases().values_list("translation_key", flat=True))

    def titles(self):
        """``{folded title: {keys}}`` of its cases in all languages, as drafts have them. One query."""
        found = defaultdict(set)
        for title, key in self._cases().values_list("draft_title", "translation_key"):
            found[fold(title)].add(key)
        return found

    def slugs(self):
        """``{slug: key}`` of the pages below it. One query."""
        below = Page.objects.none()
        for page in self.pages.values():
            below = below | Page.objects.child_of(page)
        return dict(below.order_by().values_list("slug", "translation_key"))


def edition_of(key):
    """The Edition with a translation key, or None. Four queries."""
    pages = {
        page.locale.language_code: page
        for page in EditionPage.objects.filter(translation_key=key, alias_of__isnull=True)
        .select_related("locale")
        .order_by("-pk")
    }
    if not pages:
        return None
    translated = set(
        Translation.objects.filter(source__object_id=key, enabled=True).values_list(
            "target_locale__language_code", flat=True
        )
    )
    own = [code for code in reversed(pages) if code not in translated] or list(reversed(pages))
    release = EditionRelease.objects.filter(edition_key=key).select_related("library").first()
    return Edition(
        key=key,
        year=pages[own[0]].year,
        pages=pages,
        language=own[0],
        release=release,
        folder=release.library if release else None,
    )
