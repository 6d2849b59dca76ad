"""The plan of a release: who may change it, what falls with it, who hears of it."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from cases_cms.core import services
from cases_cms.core.roles import RoleCode
from cases_cms.release import planning
from cases_cms.release.embargo import embargo_of, refusal
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import AbortRequest, HeldPage
from cases_cms.release.services import mark_released
from cases_cms.release.times import in_zones
from tests.cases_cms.release.secretariat import in_days, make_embargoed, make_secretary, release_of
from tests.factories import CasePageFactory, EditionPageFactory, StandardPageFactory, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(small_site):
    return make_embargoed(small_site)


@pytest.fixture
def release(edition):
    return release_of(edition)


@pytest.fixture
def sam(small_site):
    return make_secretary("sam")


@pytest.fixture
def sue(small_site):
    return make_secretary("sue")


@pytest.fixture
def planned(release, sam):
    return planning.plan(release=release, release_at=in_days(), languages=["zh-hans", "en"], user=sam)


def log_of(edition):
    return list(
        PageLogEntry.objects.filter(page_id=edition.pk, action__startswith="cases_release.")
        .order_by("pk")
        .values_list("action", "user__username")
    )


def test_a_plan_has_a_time_and_languages_in_the_sites_order(planned, sam):
    assert planned.languages == ["en", "zh-hans"]
    assert (planned.is_planned, planned.is_confirmed, planned.planned_by) == (True, False, sam)


@pytest.mark.parametrize(
    ("days", "languages", "reason"),
    [
        (-1, ["en"], "The time of release has to be in the future."),
        (2, [], "Choose at least one language of the site."),
        (2, ["en", "xx"], "Choose at least one language of the site."),
        (2, ["zh-hans"], "The language in which the edition is written has to be among them."),
    ],
)
def test_plans_that_are_refused(release, sam, days, languages, reason):
    with pytest.raises(ReleaseRefusedError) as refused:
        planning.plan(release=release, release_at=in_days(days), languages=languages, user=sam)
    assert refused.value.reasons == [reason]
    release.refresh_from_db()
    assert (release.release_at, release.languages, release.planned_by) == (None, [], None)


def test_four_eyes(planned, sam, sue, edition):
    with pytest.raises(ReleaseRefusedError, match="Somebody else has to confirm this"):
        planning.confirm(release=planned, user=sam)
    confirmed = planning.confirm(release=planned, user=sue)
    assert (confirmed.is_confirmed, confirmed.approved_by) == (True, sue)
    assert log_of(edition) == [("cases_release.plan", "sam"), ("cases_release.confirm", "sue")]


def test_two_eyes_where_the_house_wants_it_so(planned, sam, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}
    assert planning.confirm(release=planned, user=sam).approved_by == sam


def test_a_changed_plan_loses_its_confirmation_and_the_same_plan_keeps_it(planned, sam, sue):
    planning.confirm(release=planned, user=sue)
    same = planning.plan(release=planned, release_at=planned.release_at, languages=["en", "zh-hans"], user=sue)
    assert (same.is_confirmed, same.planned_by) == (True, sam)
    other = planning.plan(release=planned, release_at=planned.release_at, languages=["en"], user=sue)
    assert (other.is_confirmed, other.planned_by, other.approved_by) == (False, sue, None)


def test_what_is_confirmed_is_what_was_seen(planned, sam, sue):
    planning.plan(release=planned, release_at=in_days(3), languages=["en"], user=sam)
    with pytest.raises(ReleaseRefusedError, match="changed meanwhile"):
        planning.confirm(release=planned, user=sue)
    planned.refresh_from_db()
    assert planned.is_confirmed is False


def test_a_plan_whose_time_has_passed_is_not_confirmed(planned, sue, time_machine):
    time_machine.move_to(planned.release_at + datetime.timedelta(seconds=1), tick=False)
    with pytest.raises(ReleaseRefusedError, match="has passed"):
        planning.confirm(release=planned, user=sue)


def test_an_abort_takes_the_plan_away_and_says_why(planned, sam, sue, edition):
    planning.confirm(release=planned, user=sue)
    with pytest.raises(ReleaseRefusedError, match="Say why"):
        planning.abort(release=planned, user=sam, reason=" ")
    aborted = planning.abort(release=planned, user=sam, reason="The stage is wet.")
    assert (aborted.is_planned, aborted.is_confirmed, aborted.languages) == (False, False, ["en", "zh-hans"])
    assert (aborted.planned_by, aborted.approved_by) == (None, None)
    entry = PageLogEntry.objects.get(page_id=edition.pk, action="cases_release.abort")
    assert entry.message == (f"Release at {in_zones(planned.release_at)[0]} aborted: “The stage is wet.”")
    assert AbortRequest.objects.count() == 0
    with pytest.raises(ReleaseRefusedError, match="no plan to abort"):
        planning.abort(release=planned, user=sam, reason="Again.")
    assert AbortRequest.objects.count() == 0


def test_a_released_edition_has_no_plan(planned, sam, sue, edition):
    mark_released(edition.translation_key)
    for change in (
        lambda: planning.plan(release=planned, release_at=in_days(3), languages=["en"], user=sam),
        lambda: planning.confirm(release=planned, user=sue),
        lambda: planning.abort(release=planned, user=sam, reason="No."),
        lambda: planning.announce(release=planned, announced=True, user=sam),
    ):
        with pytest.raises(ReleaseRefusedError) as refused:
            change()
        assert refused.value.reasons == ["The edition has been released."]


@pytest.mark.parametrize("code", [RoleCode.EDITORS, RoleCode.TRANSLATORS, RoleCode.MODERATORS])
def test_only_the_secretariat_plans_confirms_and_aborts(planned, edition, small_site, code):
    other = make_secretary("olga", code)
    page = StandardPageFactory(parent=small_site.home, publish=False)
    for change in (
        lambda: planning.plan(release=planned, release_at=in_days(3), languages=["en"], user=other),
        lambda: planning.confirm(release=planned, user=other),
        lambda: planning.abort(release=planned, user=other, reason="No."),
        lambda: planning.announce(release=planned, announced=True, user=other),
        lambda: planning.hold_page(release=planned, page=page, user=other),
        lambda: planning.let_go(release=planned, page=page, user=other),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert log_of(edition) == [("cases_release.plan", "sam")]
    assert (HeldPage.objects.count(), AbortRequest.objects.count()) == (0, 0)


def test_announcing_lets_the_editions_own_page_out(release, edition, sam):
    assert embargo_of(edition).edition_key == edition.translation_key
    planning.announce(release=release, announced=True, user=sam)
    assert embargo_of(edition) is None
    case = CasePageFactory(parent=edition, publish=False)
    assert embargo_of(case).edition_key == edition.translation_key
    services.publish_page(page=edition)
    with pytest.raises(ReleaseRefusedError, match="The edition's page is public"):
        planning.announce(release=release, announced=False, user=sam)
    services.unpublish_page(page=edition)
    planning.announce(release=release, announced=False, user=sam)
    assert [action for action, _user in log_of(edition)] == ["cases_release.announce", "cases_release.unannounce"]


def test_a_kept_page_is_under_embargo_in_all_languages(release, edition, small_site, sam):
    page = StandardPageFactory(parent=small_site.home, publish=False)
    chinese = translate(page, publish=False)
    planning.hold_page(release=release, page=chinese, user=sam)
    assert [embargo_of(each).year for each in (page, chinese)] == [2026, 2026]
    with pytest.raises(ReleaseRefusedError, match="comes out with the edition already"):
        planning.hold_page(release=release, page=page, user=sam)
    planning.let_go(release=release, page=page, user=sam)
    assert [embargo_of(each) for each in (page, chinese)] == [None, None]
    with pytest.raises(ReleaseRefusedError, match="not kept"):
        planning.let_go(release=release, page=page, user=sam)


def test_pages_that_cannot_be_kept(release, edition, small_site, sam):
    other = EditionPageFactory(parent=small_site.collection, year=2027, released=False)
    public = StandardPageFactory(parent=small_site.home)
    cases = [
        (public, "This page is public already. Unpublish it first, in all languages."),
        (edition, "This is an edition itself."),
        (CasePageFactory(parent=edition, publish=False), "This page comes out with the edition already."),
        (
            CasePageFactory(parent=other, publish=False),
            refusal(embargo_of(other)),
        ),
    ]
    found = []
    for page, _reason in cases:
        with pytest.raises(ReleaseRefusedError) as refused:
            planning.hold_page(release=release, page=page, user=sam)
        found.append(refused.value.reasons)
    assert found == [[reason] for _page, reason in cases]
    assert HeldPage.objects.count() == 0


def mails_of(callbacks, change):
    """``[(to, subject)]`` of what ``change`` sends."""
    mail.outbox.clear()
    with callbacks(execute=True):
        change()
    return sorted((message.to[0], message.subject) for message in mail.outbox)


def test_who_hears_of_it(release, sam, sue, django_capture_on_commit_callbacks):
    make_secretary("olga", RoleCode.EDITORS)
    at = in_days()
    callbacks = django_capture_on_commit_callbacks
    sent = mails_of(callbacks, lambda: planning.plan(release=release, release_at=at, languages=["en"], user=sam))
    assert sent == [(sue.email, "Edition of 2026: release planned, please confirm")]
    release.refresh_from_db()
    sent = mails_of(callbacks, lambda: planning.confirm(release=release, user=sue))
    assert sent == [(sam.email, "Edition of 2026: release confirmed")]
    sent = mails_of(callbacks, lambda: planning.abort(release=release, user=sam, reason="Rain."))
    assert sent == [(sue.email, "Edition of 2026: release aborted")]
    assert "Reason: Rain." in mail.outbox[0].body
    assert "Rain." in mail.outbox[0].alternatives[0].content


def test_a_mail_is_in_the_readers_language_and_zone(release, sam, sue, django_capture_on_commit_callbacks):
    profile = UserProfile.get_for_user(sue)
    profile.preferred_language, profile.current_time_zone = "zh-hans", "Europe/Paris"
    profile.save()
    at = datetime.datetime(timezone.now().year + 1, 1, 11, 2, 0, tzinfo=datetime.UTC)
    with django_capture_on_commit_callbacks(execute=True):
        planning.plan(release=release, release_at=at, languages=["en", "zh-hans"], user=sam)
    (message,) = mail.outbox
    assert message.subject == "2026届：已计划发布，请确认"
    assert f"{at.year}年1月11日10:00（北京时间）" in message.body
    assert "语言：英语、简体中文\n" in message.body
    assert "计划了该届的发布。须经他人确认方会执行。" in message.body
    assert f"{at.year}年1月11日03:00（Paris，UTC+01:00）" in message.body


def test_whether_a_plan_counts(planned, sue, settings):
    assert planning.is_effective(planned) is False
    assert planning.is_effective(planning.confirm(release=planned, user=sue)) is True
    planned.refresh_from_db()
    planned.approved_at = None
    settings.CASES_CMS = {**settings.CASES_CMS, "RELEASE_FOUR_EYES": False}
    assert planning.is_effective(planned) is True
    planned.release_at = None
    assert planning.is_effective(planned) is False
