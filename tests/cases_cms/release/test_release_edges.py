"""What a release and an undo meet besides the plain case: copies, purged revisions, pages that cannot be public."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.release import planning, releasing, schedule
from cases_cms.release.enums import RunKind, RunStatus
from cases_cms.release.errors import EmbargoError, ReleaseRefusedError
from cases_cms.release.models import HeldPage, ReleaseRun
from cases_cms.release.services import mark_released
from cases_cms.stories.models import VoicesPage
from tests.cases_cms.release.readiness.building import approve, approve_translations
from tests.cases_cms.release.secretariat import in_days, make_embargoed, release_of
from tests.factories import VoicesIndexPageFactory, VoicesPageFactory, translate


@pytest.fixture
def voices(small_site):
    return VoicesIndexPageFactory(parent=small_site.home)


def go(stage):
    return releasing.release_edition(release=stage.fresh(), user=None)


def back(stage):
    return releasing.undo(release=stage.fresh(), user=None, reason="Too early")


def public_voice(stage, voices):
    """A public page, and a draft of it, approved, about a case of the edition."""
    voice = VoicesPageFactory(parent=voices, title="General", quote="Of all things.")
    draft = VoicesPage.objects.get(pk=voice.pk)
    draft.quote, draft.case_key = "Of the masts.", stage.case.translation_key
    draft.save_revision(clean=False)
    approve(voice)
    return voice


# --- Undo ----------------------------------------------------------------------------------------


def test_a_copy_goes_back_with_the_page_that_it_follows(stage, voices):
    voice = public_voice(stage, voices)
    alias = VoicesPage.objects.get(pk=voice.pk).create_alias(update_slug="copy")
    VoicesPage.objects.filter(pk=alias.pk).update(quote="Of all things.", case_key=None)
    go(stage)
    assert VoicesPage.objects.get(pk=alias.pk).quote == "Of the masts."
    back(stage)
    alias = VoicesPage.objects.get(pk=alias.pk)
    assert (alias.live, alias.slug, alias.quote, alias.case_key) == (True, "copy", "Of all things.", None)


def test_undo_though_what_was_public_before_was_purged(stage, voices):
    voice = public_voice(stage, voices)
    go(stage)
    call_command("purge_revisions")
    assert back(stage).status == RunStatus.DONE
    assert (Page.objects.get(pk=voice.pk).live, stage.fresh().state) == (False, "embargo")


# --- Pages that cannot be public -----------------------------------------------------------------


def test_a_voice_that_breaks_a_rule_is_left_out_with_its_translations(stage, voices):
    translate(voices)
    voice = VoicesPageFactory(parent=voices, case=stage.case, title="Voice", publish=False)
    translate(voice, publish=False)
    draft = VoicesPage.objects.get(pk=voice.pk)
    draft.quote = ""
    draft.save_revision(clean=False)
    approve(voice)
    approve_translations(voice)
    run = go(stage)
    assert (run.status, run.pages, run.sentences) == ("done", 8, ["“Voice” (English): This field cannot be blank."])
    assert not Page.objects.filter(translation_key=voice.translation_key, live=True).exists()


def test_a_case_that_would_be_taken_off_at_once_keeps_everything_back(stage):
    draft = CasePage.objects.get(pk=stage.case.pk)
    draft.expire_at = timezone.now() - datetime.timedelta(hours=1)
    draft.save_revision(clean=False)
    approve(draft)
    approve_translations(draft)
    with pytest.raises(ReleaseRefusedError) as refused:
        go(stage)
    assert refused.value.reasons == [
        "“Masts for villages” (English): The time at which it is to be taken off the site has passed."
    ]
    assert not Page.objects.filter(path__startswith=stage.edition.path, live=True).exists()


def test_a_page_below_one_that_is_not_public_is_left_out(stage, voices):
    voice = VoicesPageFactory(parent=voices, case=stage.case, title="Voice", publish=False)
    approve(voice)
    Page.objects.get(pk=voices.pk).specific.unpublish()
    assert go(stage).sentences == ["“Voice” (English): The page above it is not public."]


# --- Plans and kept pages ------------------------------------------------------------------------


def test_a_plan_made_anew_for_the_same_instant_counts(stage):
    at, languages = in_days(), ["en", "zh-hans"]
    planned = planning.plan(release=stage.release, release_at=at, languages=languages, user=None)
    now = timezone.now()
    ReleaseRun.objects.create(
        release=planned,
        kind=RunKind.RELEASE,
        status=RunStatus.ABORTED,
        planned_for=at,
        started_at=now,
        finished_at=now,
    )
    assert schedule.due(3 * 86400) == []
    planning.abort(release=planned, user=None, reason="A mistake")
    planned = planning.plan(release=planned, release_at=at, languages=languages, user=None)
    assert schedule.due(3 * 86400) == [planned]


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59+00:00", "9999-12-31T23:59:59-12:00"])
def test_nobody_plans_for_the_end_of_time(stage, text):
    at = datetime.datetime.fromisoformat(text)
    with pytest.raises(ReleaseRefusedError) as refused:
        planning.plan(release=stage.release, release_at=at, languages=["en"], user=None)
    assert refused.value.reasons == ["The time of release is too far away."]


def test_a_page_that_came_out_with_one_edition_is_kept_for_the_next(stage, voices, small_site):
    voice = VoicesPageFactory(parent=voices, title="Voice", publish=False)
    approve(voice)
    planning.hold_page(release=stage.release, page=voice, user=None)
    go(stage)
    VoicesPage.objects.get(pk=voice.pk).unpublish()
    following = release_of(make_embargoed(small_site, 2027))
    planning.hold_page(release=following, page=Page.objects.get(pk=voice.pk), user=None)
    assert list(HeldPage.objects.values_list("release", "page_key")) == [(following.pk, voice.translation_key)]


def test_a_page_kept_for_an_edition_that_was_deleted_is_free(stage, voices, small_site, client):
    following = make_embargoed(small_site, 2027)
    voice = VoicesPageFactory(parent=voices, title="Voice", publish=False)
    planning.hold_page(release=release_of(following), page=voice, user=None)
    EditionPage.objects.get(pk=following.pk).delete()
    VoicesPage.objects.get(pk=voice.pk).save_revision().publish()
    assert client.get(VoicesPage.objects.get(pk=voice.pk).url).status_code == 200


# --- New editions --------------------------------------------------------------------------------


def new_edition(**values):
    return EditionPage(title="2031", slug="2031", year=2031, theme="One cyberspace", live=True, **values)


def test_a_program_makes_no_public_edition_either(small_site):
    with pytest.raises(EmbargoError) as refused:
        small_site.collection.add_child(instance=new_edition())
    assert refused.value.messages == ["A new edition is under embargo until its release: save it as a draft."]
    assert not EditionPage.objects.filter(slug="2031").exists()


def test_nor_one_in_another_language(small_site):
    edition = make_embargoed(small_site, 2031)
    chinese = Locale.objects.get(language_code="zh-hans")
    page = new_edition(translation_key=edition.translation_key, locale=chinese)
    with pytest.raises(EmbargoError):
        small_site.collection.get_translation(chinese).add_child(instance=page)
    mark_released(edition.translation_key)
    page = new_edition(translation_key=edition.translation_key, locale=chinese)
    assert small_site.collection.get_translation(chinese).add_child(instance=page).live
