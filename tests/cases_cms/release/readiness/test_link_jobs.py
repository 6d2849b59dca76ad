"""“Check links” as background work."""

import pytest
from django.urls import reverse

from cases_cms.collection.models import CaseLink, CaseOrganization
from cases_cms.core.jobs.models import Job
from cases_cms.core.jobs.runner import run_job
from cases_cms.release.models import LinkCheck
from cases_cms.release.readiness.asking import Answer
from cases_cms.release.readiness.link_jobs import CheckLinks
from cases_cms.release.readiness.selectors import find
from tests.cases_cms.release.readiness.building import embargoed_edition
from tests.cases_cms.release.secretariat import make_secretary
from tests.factories import CasePageFactory, OrganizationFactory

pytestmark = pytest.mark.django_db


class FakeAsker:
    def __init__(self):
        self.asked = []

    def ask(self, url):
        self.asked.append(url)
        return Answer(False, 404, "There is no such page.") if "gone" in url else Answer(True, 200)


@pytest.fixture
def asker(monkeypatch):
    fake = FakeAsker()
    monkeypatch.setattr(CheckLinks, "asker", fake)
    return fake


@pytest.fixture
def edition(small_site):
    return embargoed_edition(small_site)


def test_all_addresses_of_an_edition_are_asked(edition, client, asker):
    page, release = edition
    case = CasePageFactory.build(title="Networks", background='<p><a href="https://c.example/">c</a></p>')
    case.links = [CaseLink(title="A", url="https://a.example/"), CaseLink(title="B", url="https://a.example/gone")]
    organization = OrganizationFactory(website="https://o.example/")
    case.organizations = [CaseOrganization(organization=organization)]
    case.live = False
    page.add_child(instance=case)
    case.save_revision(clean=False)
    client.force_login(make_secretary())
    response = client.post(reverse("release:readiness_links", args=[release.pk]))
    job = Job.objects.get()
    assert response.url == reverse("cases_cms_job", args=[job.pk])
    assert (job.kind, job.total) == ("release.links", 4)
    run_job(job.pk)
    job.refresh_from_db()
    assert sorted(asker.asked) == [
        "https://a.example/",
        "https://a.example/gone",
        "https://c.example/",
        "https://o.example/",
    ]
    assert (job.done, job.failed, job.message) == (3, 1, "1 address does not answer.")
    checks = {check.url: (check.is_ok, check.status) for check in LinkCheck.objects.all()}
    assert checks["https://a.example/gone"] == (False, 404)
    assert checks["https://a.example/"] == (True, 200)
    assert [one.kind for one in find(release) if one.kind == "link"] == ["link"]
    html = client.get(reverse("release:readiness", args=[release.pk])).content.decode()
    assert "4 of 4 addresses of other sites were asked." in html


def test_an_edition_without_addresses_has_nothing_to_ask(edition, client, asker):
    _page, release = edition
    client.force_login(make_secretary())
    response = client.post(reverse("release:readiness_links", args=[release.pk]))
    assert response.url == reverse("release:readiness", args=[release.pk])
    assert (Job.objects.count(), asker.asked) == (0, [])
