"""An edition under embargo with a preview of it, for tests."""

import re
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from cases_cms.release import previews
from tests.cases_cms.release.secretariat import make_embargoed, make_secretary, release_of
from tests.factories import (
    ImageFactory,
    OrganizationFactory,
    OutstandingStoryPageFactory,
    StoriesIndexPageFactory,
    make_case,
    translate,
)

SECRETS = ("Village net", "School of tomorrow", "Only in English", "How the net came", "2026", "Ms. Example")


class PreviewWorld:
    """Two cases in two languages and one in English alone, a story, a picture; a link with its secret."""

    def __init__(self, site):
        self.site = site
        self.secretary = make_secretary()
        self.edition = make_embargoed(site)
        translate(self.edition, publish=False)
        self.picture = ImageFactory()
        self.net = self.case("Village net", outstanding=True, full=True, cover=self.picture)
        self.school = self.case("School of tomorrow", category="education")
        self.alone = make_case(self.edition, publish=False, title="Only in English")
        index = StoriesIndexPageFactory(parent=site.home)
        self.story = OutstandingStoryPageFactory(parent=index, publish=False, title="How the net came", case=self.net)
        self.release = release_of(self.edition)
        self.link, self.secret = self.make_link("Ms. Example")
        self.root = f"/preview/{self.secret}/"

    def case(self, title, **values):
        """A draft in two languages."""
        case = make_case(self.edition, publish=False, title=title, organizations=[OrganizationFactory()], **values)
        translate(case, publish=False)
        return case

    def make_link(self, label, days=7):
        """``(link, secret)``."""
        expires_at = timezone.now() + timedelta(days=days)
        return previews.make_link(release=self.release, label=label, expires_at=expires_at, user=self.secretary)

    def inside(self, page, root=None):
        """Address of a page in the preview."""
        return (root or self.root).rstrip("/") + page.get_url()

    def text(self, client, page):
        """The page in the preview, status 200 proven."""
        response = client.get(self.inside(page))
        assert response.status_code == 200
        return response.content.decode()


def make_person(name="guest"):
    """Somebody with an account and no right at all."""
    return get_user_model().objects.create_user(name, f"{name}@example.org", "x")


def addresses_in(html):
    """All that the page links or loads."""
    found = re.findall(r'(?:href|src)="([^"#]*)"', html)
    for candidates in re.findall(r'srcset="([^"]*)"', html):
        found += [candidate.split()[0] for candidate in candidates.split(",")]
    return found
