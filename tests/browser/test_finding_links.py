"""A finding's link, in a browser: it ends at the field, whatever panel or tab hides it."""

import pytest
from django.urls import reverse

from cases_cms.collection.models import CasePage, CaseVideo, EditionPage, Organization
from cases_cms.demo.accounts import ACCOUNTS
from cases_cms.release.readiness.addresses import Addresses
from cases_cms.stories.models import JourneyPage, OutstandingStoryPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("browser-admin")]

#: Of each form: fields in the open, in closed panels, in other tabs, of children; what findings name.
PATHS = [
    *((OutstandingStoryPage, name) for name in ["cover_alt", "slug", "video_file", "video_url", "video_transcript"]),
    *((JourneyPage, name) for name in ["video_transcript"]),
    *((CasePage, name) for name in ["category", "cover"]),
    *((CasePage, name) for name in ["gallery-0.alt_text", "videos-0.video_transcript", "links-0.url"]),
    *((EditionPage, name) for name in ["milestones-0.label"]),
    *((Organization, name) for name in ["country", "website"]),
]


SETTLED = """async field => {
  const shown = field.closest('[data-field]').querySelector('[data-field-input]') ?? field.closest('[data-field]');
  await new Promise(done => setTimeout(done, 2000));
  return shown.getBoundingClientRect();
}"""
#: Height of what stays at the top of a form.
BAR = 50


@pytest.fixture(scope="module")
def desk(browser, demo_server):
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(demo_server + reverse("wagtailadmin_login"))
    page.fill("#id_username", ACCOUNTS[0].username)
    page.fill("#id_password", ACCOUNTS[0].password)
    page.press("#id_password", "Enter")
    page.wait_for_url(demo_server + reverse("wagtailadmin_home"))
    page.server = demo_server
    yield page
    context.close()


def subject_of(model, path):
    """Something of ``model``, written in English, that has a field ``path``."""
    found = model.objects.filter(locale__language_code="en").order_by("pk")
    relation, is_child, _name = path.partition("-0.")
    if is_child and not found.filter(**{f"{relation}__isnull": False}).exists():
        page = found.first()
        page.videos.add(CaseVideo(title="On stage", video_url="https://example.org/film"))
        page.save()
        return page
    return found.filter(**{f"{relation}__isnull": False}).first() if is_child else found.first()


@pytest.mark.parametrize(
    ("model", "path"), PATHS, ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_the_link_ends_at_the_field(desk, model, path):
    subject = subject_of(model, path)
    addresses = Addresses()
    address = addresses.organization(subject.pk, path) if model is Organization else addresses.page(subject.pk, path)
    desk.goto("about:blank")
    desk.goto(desk.server + address)
    field = desk.locator(f"[name='{path.replace('.', '-')}']").first
    # What one sees of it, not the hidden input of a chooser or of a rich text; below the bar that stays at the top.
    box = field.evaluate(SETTLED)
    assert box["height"] > 0
    assert BAR <= box["top"] < 800
