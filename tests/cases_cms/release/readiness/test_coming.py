"""Readiness names whatever the release itself would refuse or leave out, with a link to where it is mended."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from cases_cms.localization.models import BoardCell
from cases_cms.release import releasing
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.library import make_library
from cases_cms.release.models import ReadyMark
from cases_cms.release.readiness.selectors import blocking, find
from cases_cms.release.release_set import release_set
from tests.cases_cms.release.readiness.building import (
    approve,
    chinese,
    embargoed_edition,
    make_ready,
    ready_case,
)
from tests.factories import (
    ImageFactory,
    OutstandingStoryPageFactory,
    StoriesIndexPageFactory,
    VoicesIndexPageFactory,
    VoicesPageFactory,
    make_case,
    translate,
)
from tests.fixtures import read_anew

pytestmark = pytest.mark.django_db


class World:
    """An edition with a case and its story, ready in both languages."""

    def __init__(self, site):
        self.site = site
        self.edition, self.release = embargoed_edition(site)
        self.case = ready_case(self.edition, title="Masts")
        self.stories = StoriesIndexPageFactory(parent=site.home)
        self.stories_zh = translate(self.stories)
        self.story = make_ready(
            OutstandingStoryPageFactory(parent=self.stories, case=self.case, title="On stage", publish=False)
        )

    def draft(self, page, **values):
        """A later draft of ``page`` that is approved, too."""
        draft = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)
        approve(draft)

    def only_english(self):
        """Chinese is not required."""
        self.release.languages = ["en"]
        self.release.save()


@pytest.fixture(scope="module", autouse=True)
def built_world(once):
    return once(World)


@pytest.fixture
def world(built_world, small_site, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}
    return read_anew(built_world)


def edit(page, path=""):
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) + (f"#:w:contentpath={path}" if path else "")


def board(title):
    return f"{reverse('localization:board')}?q={title}&language=zh-hans"


def document(name):
    return get_document_model().objects.create(title=name, file=ContentFile(b"-", name=name))


# Each breaks one thing, and returns ``(kind, language, address)`` of what readiness says of it.


def no_cases(world):
    Page.objects.get(pk=world.story.pk).delete()
    for version in Page.objects.filter(translation_key=world.case.translation_key):
        version.delete()
    return "no_cases", "", reverse("wagtailadmin_explore", args=[world.edition.pk])


def not_translated(world):
    approve(make_case(world.edition, publish=False, title="Radio"))
    return "translation_missing", "zh-hans", board("Radio")


def not_approved(world):
    ReadyMark.objects.filter(page=world.case.pk).delete()
    return "not_approved", "en", edit(world.case)


def translation_not_approved(world):
    cell = BoardCell.objects.get(row__object_id=world.case.translation_key)
    BoardCell.objects.filter(pk=cell.pk).update(stage="translating")
    return "not_approved", "zh-hans", reverse("localization:translate", args=[cell.translation_id])


def in_moderation(world):
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Look"), sort_order=1)
    workflow.start(world.case.specific_class.objects.get(pk=world.case.pk), None)
    return "moderation", "en", edit(world.case)


def translation_in_moderation(world):
    target = world.case.get_translation(chinese())
    workflow = Workflow.objects.create(name="Two pairs of eyes")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="Look"), sort_order=1)
    workflow.start(target, None)
    return "moderation", "zh-hans", edit(target)


def rule_broken(world):
    world.draft(world.case, countries=["CN"])
    return "countries", "en", edit(world.case, "countries")


def expired(world):
    world.draft(world.case, expire_at=timezone.now() - datetime.timedelta(hours=1))
    return "expired", "en", edit(world.case)


def expires_before_the_release(world):
    world.release.release_at = timezone.now() + datetime.timedelta(days=9)
    world.release.save()
    world.draft(world.case, expire_at=timezone.now() + datetime.timedelta(days=8))
    return "expired", "en", edit(world.case)


def below_a_draft(world):
    Page.objects.get(pk=world.stories.pk).specific.unpublish()
    return "parent", "en", edit(world.stories)


def translation_below_a_draft(world):
    Page.objects.get(pk=world.stories_zh.pk).specific.unpublish()
    return "parent", "zh-hans", edit(world.stories_zh)


def collection_not_public(world):
    Page.objects.filter(pk=world.site.collection.pk).update(live=False)
    return "parent", "en", edit(world.site.collection)


def address_taken(world):
    ready_case(world.edition, title="Radio", slug="radio")
    world.draft(world.case, slug="radio")
    return "address", "en", edit(world.case, "slug")


def address_wanted_twice(world):
    other = ready_case(world.edition, title="Radio", slug="radio")
    world.draft(world.case, slug="new")
    world.draft(other, slug="new")
    return "address", "en", edit(other, "slug")


def year_taken(world):
    world.draft(world.edition, year=world.site.edition.year)
    return "address", "en", edit(world.edition, "year")


def captions_without_a_video(world):
    world.draft(world.story, video_captions=document("film.vtt"))
    return "field", "en", edit(world.story, "video_captions")


def video_of_another_kind(world):
    world.draft(world.story, video_file=document("film.exe"))
    return "field", "en", edit(world.story, "video_file")


def about_another_edition(world):
    other, _release = embargoed_edition(world.site, year=2027)
    world.draft(world.story, case_key=make_case(other, publish=False).translation_key)
    return "other_edition", "en", edit(world.story)


def picture_of_another_edition(world):
    _other, release = embargoed_edition(world.site, year=2027)
    folder = make_library(release=release, user=None)
    world.draft(world.case, cover=ImageFactory(collection=folder, file__width=1700, file__height=1000), cover_alt="A")
    return "other_edition", "en", edit(world.case, "cover")


REFUSED = (
    no_cases,
    not_translated,
    not_approved,
    translation_not_approved,
    in_moderation,
    translation_in_moderation,
    rule_broken,
    expired,
    below_a_draft,
    translation_below_a_draft,
    collection_not_public,
    address_taken,
    address_wanted_twice,
    year_taken,
    captions_without_a_video,
    video_of_another_kind,
    about_another_edition,
    picture_of_another_edition,
)


def test_what_is_ready_is_released(world):
    assert blocking(world.release) == []
    assert releasing.rehearse(release=world.release, user=None).messages == []


@pytest.mark.parametrize("spoil", [*REFUSED, expires_before_the_release])
def test_readiness_names_what_the_release_refuses(world, spoil, time_machine):
    kind, language, address = spoil(world)
    found = [(one.kind, one.language, one.url) for one in blocking(world.release)]
    assert (kind, language, address) in found
    if spoil is expires_before_the_release:
        time_machine.move_to(world.release.release_at)
    with pytest.raises(ReleaseRefusedError):
        releasing.rehearse(release=world.release, user=None)


def voice_not_approved(world):
    voice = VoicesPageFactory(parent=world.voices, case=world.case, title="We", publish=False)
    return "not_approved", "en", edit(voice)


def voice_below_a_draft(world):
    make_ready(VoicesPageFactory(parent=world.voices, case=world.case, title="We", publish=False))
    Page.objects.get(pk=world.voices.pk).specific.unpublish()
    return "parent", "en", edit(world.voices)


def voice_expired(world):
    voice = make_ready(VoicesPageFactory(parent=world.voices, case=world.case, title="We", publish=False))
    world.draft(voice, expire_at=timezone.now() - datetime.timedelta(hours=1))
    return "expired", "en", edit(voice)


def edition_not_ready_in_another_language(world):
    world.only_english()
    BoardCell.objects.filter(row__object_id=world.edition.translation_key).update(stage="translating")
    return "left_out", "zh-hans", edit(world.case.get_translation(chinese()))


def case_not_ready_in_another_language(world):
    world.only_english()
    BoardCell.objects.filter(row__object_id=world.case.translation_key).update(stage="translating")
    return "left_out", "zh-hans", edit(world.case.get_translation(chinese()))


def source_of_a_translation_waits(world):
    voice = make_ready(VoicesPageFactory(parent=world.voices, case=world.case, title="We", publish=False))
    world.only_english()
    ReadyMark.objects.filter(page=voice.pk).delete()
    return "left_out", "zh-hans", edit(voice.get_translation(chinese()))


LEFT_OUT = (
    voice_not_approved,
    voice_below_a_draft,
    voice_expired,
    edition_not_ready_in_another_language,
    case_not_ready_in_another_language,
    source_of_a_translation_waits,
)


@pytest.mark.parametrize("spoil", LEFT_OUT)
def test_readiness_names_what_the_release_leaves_out(world, spoil):
    world.voices = VoicesIndexPageFactory(parent=world.site.home)
    translate(world.voices)
    kind, language, address = spoil(world)
    found = [(one.kind, one.language, one.url, str(one.severity)) for one in find(world.release)]
    assert (kind, language, address, "warning") in found
    assert blocking(world.release) == []
    assert releasing.rehearse(release=world.release, user=None).messages != []


def test_a_case_that_is_the_same_on_purpose_keeps_nothing_back(world):
    case = make_case(world.edition, publish=False, title="Radio")
    approve(case)
    BoardCell.objects.filter(row__object_id=case.translation_key).update(same_on_purpose=True)
    assert blocking(world.release) == []
    assert release_set(world.release).missing == ()
    assert releasing.rehearse(release=world.release, user=None).pages == 7


def test_pages_that_are_refused_cost_no_query_each(world, django_assert_num_queries):
    embargoed_edition(world.site, year=2027)
    expired(world)
    find(world.release)
    with django_assert_num_queries(46):
        assert len(blocking(world.release)) == 1
    for number in range(3):
        case = ready_case(world.edition, title=f"Radio {number}")
        world.draft(case, expire_at=timezone.now() - datetime.timedelta(hours=1), slug="radio")
    with django_assert_num_queries(46):
        assert len(blocking(world.release)) == 7
