"""Findings that never keep an edition back: pictures, videos, links, organizations, stories."""

import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail_localize.models import Translation

from cases_cms.collection.models import CaseImage, CaseLink, CaseOrganization, CaseVideo
from cases_cms.core.services import save_page
from cases_cms.localization.models import BoardCell, ImageText
from cases_cms.localization.rows import refresh
from cases_cms.release.enums import Severity
from cases_cms.release.models import LinkCheck
from cases_cms.release.readiness.selectors import blocking, find
from tests.cases_cms.release.readiness.building import chinese, embargoed_edition, make_ready, ready_case
from tests.factories import (
    CasePageFactory,
    ImageFactory,
    OrganizationFactory,
    OutstandingStoryPageFactory,
    StandardPageFactory,
    StoriesIndexPageFactory,
    make_case,
    translate,
)

pytestmark = pytest.mark.django_db

LARGE = {"file__width": 1700, "file__height": 1000}


@pytest.fixture
def edition(small_site):
    return embargoed_edition(small_site)


def case_with(edition_page, **children):
    """A case with children (“gallery=[…]”) that is ready in both languages."""
    case = CasePageFactory.build(**{name: value for name, value in children.items() if not isinstance(value, list)})
    for name, value in children.items():
        if isinstance(value, list):
            setattr(case, name, value)
    case.live = False
    edition_page.add_child(instance=case)
    case.save_revision(clean=False)
    return make_ready(case)


def found(release, **options):
    return [(one.kind, one.language, one.message) for one in find(release, **options)]


def document(name):
    model = get_document_model()
    return model.objects.create(title=name, file=ContentFile(b"WEBVTT", name=name))


def edit(page, path=""):
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) + (f"#:w:contentpath={path}" if path else "")


# --- Pictures -----------------------------------------------------------------------------------


def test_a_picture_without_a_description_is_found_where_it_can_be_written(edition):
    page, release = edition
    image = ImageFactory(title="Mast", **LARGE)
    case = case_with(page, gallery=[CaseImage(image=image)])
    (finding,) = find(release)
    assert (finding.kind, finding.language, finding.severity, finding.message) == (
        "alt_text",
        "en",
        Severity.WARNING,
        "Nobody has said what “Mast” shows.",
    )
    assert finding.url == edit(case) + "#id_gallery-0-alt_text"
    assert blocking(release) == []


def test_what_the_library_says_of_a_picture_counts_in_its_language(edition):
    page, release = edition
    image = ImageFactory(title="Mast", description="A mast", **LARGE)
    case_with(page, gallery=[CaseImage(image=image)])
    ((kind, language, message),) = found(release)
    assert (kind, language, message) == ("alt_text", "zh-hans", "“Mast” has no description in this language.")
    assert find(release)[0].url == f"{reverse('localization:board')}?q=A+mast&language=zh-hans"
    origin = ImageText.objects.get(image=image)
    ImageText.objects.create(image=image, text="一座铁塔", locale=chinese(), translation_key=origin.translation_key)
    assert found(release) == []


def test_a_described_picture_has_no_finding(edition):
    page, release = edition
    case_with(page, gallery=[CaseImage(image=ImageFactory(**LARGE), alt_text="A mast")])
    assert found(release) == []


def test_a_cover_without_words_is_looked_at(edition):
    page, release = edition
    case = case_with(page, cover=ImageFactory(title="Hills", **LARGE))
    (finding,) = find(release)
    assert (finding.kind, finding.url) == ("alt_text", edit(case, "cover_alt"))


def test_a_picture_is_too_small_for_its_place(edition):
    page, release = edition
    small = ImageFactory(title="Dot", file__width=1500, file__height=300)
    case = case_with(page, cover=small, cover_alt="A dot", gallery=[CaseImage(image=small, alt_text="A dot")])
    (finding,) = find(release)
    assert (finding.kind, finding.language) == ("picture_small", "en")
    assert finding.message == "“Dot” has 1500 × 300 pixels; 1600 × 900 or more are needed here."
    assert finding.url == edit(case, "cover")


def test_a_picture_in_a_story_names_its_block(edition, small_site):
    page, release = edition
    case = ready_case(page, outstanding=True)
    stories = StoriesIndexPageFactory(parent=small_site.home)
    translate(stories)
    image = ImageFactory(title="Stage", file__width=600, file__height=400)
    body = [{"type": "picture", "id": "b1", "value": {"image": image.pk, "alt_text": "", "caption": "", "credit": ""}}]
    story = OutstandingStoryPageFactory(
        parent=stories, case=case, publish=False, body=json.dumps(body), video_url="https://example.org/film"
    )
    story.video_transcript = "We see a stage."
    save_page(page=story)
    make_ready(story)
    assert [(one.kind, one.url) for one in find(release)] == [
        ("alt_text", edit(story, "body.b1.alt_text")),
        ("picture_small", edit(story, "body.b1.image")),
    ]
    assert find(release)[1].message == "“Stage” is 600 pixels wide; 1440 or more are needed here."


def test_a_picture_that_was_deleted_is_found(edition):
    page, release = edition
    image = ImageFactory(**LARGE)
    case = case_with(page, cover=image, cover_alt="Hills")
    image.delete()
    assert [(one.kind, one.url) for one in find(release)] == [("picture_gone", edit(case, "cover"))]


# --- Videos -------------------------------------------------------------------------------------


def test_a_video_needs_captions_and_a_transcript(edition):
    page, release = edition
    case = case_with(page, videos=[CaseVideo(title="Film", video_file=document("film.mp4"))])
    assert [(one.kind, one.language, one.url) for one in find(release)] == [
        ("captions", "en", edit(case) + "#id_videos-0-video_captions"),
        ("transcript", "en", edit(case) + "#id_videos-0-video_transcript"),
    ]


def test_captions_are_asked_for_in_every_language(edition):
    page, release = edition
    video = CaseVideo(title="Film", video_file=document("film.mp4"), video_captions=document("en.vtt"))
    video.video_transcript = "We see a mast."
    case = case_with(page, videos=[video])
    target = case.get_translation(chinese())
    (finding,) = find(release)
    assert (finding.kind, finding.language) == ("captions", "zh-hans")
    assert finding.message == "“译Film” has captions in another language only."
    assert finding.url == reverse("wagtailadmin_pages:edit", args=[target.pk]) + "?fields"


def test_a_story_without_a_video_is_found(edition, small_site):
    page, release = edition
    case = ready_case(page, outstanding=True)
    stories = StoriesIndexPageFactory(parent=small_site.home)
    translate(stories)
    story = make_ready(OutstandingStoryPageFactory(parent=stories, case=case, publish=False))
    assert [(one.kind, one.url) for one in find(release)] == [("story_video", edit(story, "video_file"))]


# --- Links --------------------------------------------------------------------------------------


def test_a_link_is_broken_if_it_did_not_answer(edition):
    page, release = edition
    links = [CaseLink(title="More", url="https://example.org/gone"), CaseLink(title="Fine", url="https://example.org/")]
    text = '<p>No <a href="https://example.org/text">network</a>.</p>'
    case = case_with(page, links=links, background=text)
    assert found(release) == []  # nobody has asked
    LinkCheck.objects.create(url="https://example.org/gone", is_ok=False, status=404, reason="Not found")
    LinkCheck.objects.create(url="https://example.org/text", is_ok=False, reason="No answer")
    LinkCheck.objects.create(url="https://example.org/", is_ok=True, status=200)
    findings = find(release)
    assert [(one.kind, one.language, one.url) for one in findings] == [
        ("link", "en", edit(case, "background")),
        ("link", "en", edit(case) + "#id_links-0-url"),
    ]
    assert findings[1].message.startswith("https://example.org/gone: Not found (asked on ")


def test_links_inside_the_site_lead_to_what_will_be_public(edition, small_site):
    page, release = edition
    draft = StandardPageFactory(parent=small_site.home, title="Secret", publish=False)
    friend = ready_case(page)
    gone = StandardPageFactory(parent=small_site.home)
    number = gone.pk
    gone.delete()
    linked = "".join(
        f'<a linktype="page" id="{pk}">x</a> ' for pk in (draft.pk, friend.pk, small_site.edition.pk, number)
    )
    case = case_with(page, background=f'<p>{linked}<a linktype="document" id="999">y</a></p>')
    assert {one.url for one in find(release)} == {edit(case, "background")}
    assert sorted(one.message for one in find(release)) == [
        "A link leads to a document that is gone.",
        "A link leads to a page that is gone.",
        "A link leads to “Secret”, which is not public and does not come out with this edition.",
    ]


# --- Organizations and stories ------------------------------------------------------------------


def test_organizations_need_a_country_and_a_name_in_every_language(edition):
    page, release = edition
    organization = OrganizationFactory(name="Nets", country="", website="https://nets.example/")
    case_with(page, organizations=[CaseOrganization(organization=organization)])
    LinkCheck.objects.create(url="https://nets.example/", is_ok=False, status=500, reason="Error")
    findings = find(release)
    assert [(one.kind, one.language, one.title, one.category) for one in findings] == [
        ("link", "", "Nets", "infrastructure"),
        ("organization_country", "", "Nets", "infrastructure"),
        ("organization_language", "zh-hans", "Nets", "infrastructure"),
    ]
    address = reverse("wagtailsnippets_cases_collection_organization:edit", args=[organization.pk])
    assert [one.url for one in findings] == [
        f"{address}#:w:contentpath=website",
        f"{address}#:w:contentpath=country",
        f"{reverse('localization:board')}?q=Nets&language=zh-hans",
    ]
    assert {one.thing_key for one in findings} == {organization.translation_key}
    organization.country = "KE"
    organization.save()
    LinkCheck.objects.update(is_ok=True)
    translate(organization)
    assert find(release) == []


def test_a_name_that_changed_is_asked_for_again(edition):
    page, release = edition
    organization = OrganizationFactory(name="Nets")
    case_with(page, organizations=[CaseOrganization(organization=organization)])
    translate(organization)
    refresh([organization.translation_key])
    BoardCell.objects.filter(row__object_id=organization.translation_key).update(state="out_of_date")
    (finding,) = find(release)
    translation = Translation.objects.get(source__object_id=organization.translation_key)
    assert (finding.kind, finding.language) == ("organization_language", "zh-hans")
    assert finding.message == "The name has changed since it was translated."
    assert finding.url == reverse("localization:translate", args=[translation.pk])


def test_an_outstanding_case_needs_a_story(edition, small_site):
    page, release = edition
    ready_case(page)
    case = ready_case(page, outstanding=True, title="Stage")
    (finding,) = find(release)
    assert (finding.kind, finding.language, finding.title, finding.url) == ("story_missing", "", "Stage", edit(case))
    stories = StoriesIndexPageFactory(parent=small_site.home)
    assert find(release)[0].url == reverse(
        "wagtailadmin_pages:add", args=["cases_stories", "outstandingstorypage", stories.pk]
    )
    OutstandingStoryPageFactory(parent=stories, case=case, publish=False)
    assert "story_missing" not in {one.kind for one in find(release)}


def test_a_draft_without_any_draft_is_told_and_not_read(edition):
    page, release = edition
    case = make_case(page, publish=False)
    type(case).objects.filter(pk=case.pk).update(latest_revision=None)
    messages = [one.message for one in find(release, languages=["en"])]
    assert messages == ["There is no draft to approve: save the page once."]
