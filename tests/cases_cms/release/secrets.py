"""An edition under embargo with a case, its translation and a story, for tests of what keeps them secret."""

from dataclasses import dataclass

from tests.cases_cms.release.secretariat import make_embargoed, release_of
from tests.factories import OutstandingStoryPageFactory, StoriesIndexPageFactory, make_case, translate

REFUSAL = (
    "This belongs to the edition of 2026, which is under embargo until its release, for which no time is set. "
    "It comes out with the edition."
)
STAYS = (
    "This belongs to the edition of 2026, which is under embargo until its release, for which no time is set. "
    "Until then it stays there."
)


@dataclass
class Secret:
    """All of it drafts; ``stories`` is a public index."""

    site: object
    edition: object
    edition_zh: object
    case: object
    case_zh: object
    stories: object
    story: object

    @property
    def release(self):
        return release_of(self.edition)

    @property
    def pages(self):
        return [self.edition, self.edition_zh, self.case, self.case_zh, self.story]


def make_secret(site):
    """The edition of 2026, in English and Chinese."""
    edition = make_embargoed(site)
    edition_zh = translate(edition, publish=False)
    case = make_case(edition, publish=False, title="Secret case")
    case_zh = translate(case, publish=False)
    stories = StoriesIndexPageFactory(parent=site.home)
    story = OutstandingStoryPageFactory(parent=stories, case=case, publish=False, title="Secret story")
    return Secret(site, edition, edition_zh, case, case_zh, stories, story)


def announce(secret):
    """The edition's own page may be public."""
    release = secret.release
    release.is_announced = True
    release.save(update_fields=["is_announced"])
