"""An edition that is ready for its release, for tests of the release itself."""

from dataclasses import dataclass

from cases_cms.collection.models import CatalogueEntry
from cases_cms.release.models import EditionRelease
from tests.cases_cms.release.readiness.building import embargoed_edition, make_ready
from tests.factories import (
    OutstandingStoryPageFactory,
    StoriesIndexPageFactory,
    make_case,
    translate,
)


@dataclass
class Stage:
    """Edition 2026 under embargo: an outstanding case with its story, another case; all in English and Chinese."""

    edition: object
    release: EditionRelease
    case: object
    other: object
    story: object

    @property
    def pages(self):
        """Its four things."""
        return [self.edition, self.case, self.other, self.story]

    def again(self):
        """The same of fresh objects."""
        pages = [type(page).objects.get(pk=page.pk) for page in (self.edition, self.case, self.other, self.story)]
        return Stage(pages[0], self.fresh(), *pages[1:])

    def fresh(self):
        """The release's row as it is in the database."""
        return EditionRelease.objects.get(pk=self.release.pk)


def build_stage(site, year=2026):
    """A Stage below ``site``."""
    index = StoriesIndexPageFactory(parent=site.home, slug=f"stories-{year}")
    translate(index)
    edition, release = embargoed_edition(site, year=year)
    case = make_ready(make_case(edition, publish=False, full=True, outstanding=True, title="Masts for villages"))
    other = make_ready(make_case(edition, publish=False, title="Lessons by radio", category="education"))
    story = make_ready(OutstandingStoryPageFactory(parent=index, case=case, title="How the masts came", publish=False))
    return Stage(edition, release, case, other, story)


def listed(year=2026):
    """Titles in the catalogue's English list of the edition."""
    return sorted(CatalogueEntry.objects.filter(language="en", year=year).values_list("title", flat=True))
