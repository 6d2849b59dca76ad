"""What is said of a release that was refused: each obstacle once, in the language of who reads it, in plain sight."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cases_cms.release import planning, releasing
from cases_cms.release.embargo import embargo_of_edition, refusal
from cases_cms.release.enums import RunKind, RunStatus
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import ReadyMark, ReleaseRun
from cases_cms.release.readiness.selectors import blocking
from tests.cases_cms.release.readiness.building import approve, approve_translations
from tests.cases_cms.release.secretariat import in_days, make_secretary
from tests.factories import CasePageFactory

CHINESE = "zh-hans"
LEADS = "The release was refused. Nothing has become public."
ONE = {
    "en": "“Lessons by radio” (English): The latest draft is not approved for the release.",
    CHINESE: "“译Lessons by radio”（英语）：最新草稿尚未批准用于发布。",
}


def secretary(name, language):
    user = make_secretary(name)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    return user


def plan(stage, at=None):
    return planning.plan(release=stage.fresh(), release_at=at or in_days(), languages=["en", CHINESE], user=None)


def refuse(stage):
    """Let the scheduler, which speaks English, try what has one case that is not approved."""
    ReadyMark.objects.filter(page=stage.other.pk).delete()
    release = plan(stage)
    err = StringIO()
    with time_machine.travel(release.release_at + timedelta(seconds=1)), pytest.raises(CommandError):
        call_command("release_editions", stdout=StringIO(), stderr=err)
    return release, err.getvalue()


def look(client, name, release):
    """The page ``name`` of the release, an hour after its time."""
    url = reverse(f"release:{name}", args=[release.pk])
    with time_machine.travel(release.release_at + timedelta(hours=1)):
        client.get(url)
        return client.get(url).content.decode()


def box(html):
    """The box at the head of the plan."""
    return html.partition('class="cc-release-state"')[2].partition("<form")[0].partition("w-panel")[0]


# --- In the language of who reads it ---------------------------------------------------------------


def test_each_reads_the_reasons_in_their_own_language(stage, client, mailoutbox, django_capture_on_commit_callbacks):
    readers = {language: secretary(f"s-{language}", language) for language in ("en", CHINESE)}
    with django_capture_on_commit_callbacks(execute=True):
        release, said = refuse(stage)
    assert said.splitlines() == ["2026: not released", f"  {ONE['en']}"]
    assert ReleaseRun.objects.get().status == RunStatus.REFUSED
    other = {"en": CHINESE, CHINESE: "en"}
    for language, user in readers.items():
        text = next(mail.body for mail in mailoutbox if mail.to == [user.email] and "\n- " in mail.body)
        assert (language, ONE[language] in text, ONE[other[language]] in text) == (language, True, False)
        client.force_login(user)
        for name in ("edition", "history"):
            html = look(client, name, release)
            found = (ONE[language] in html, ONE[other[language]] in html)
            assert (language, name, found) == (language, name, (True, False))


def test_what_earlier_versions_stored_is_shown_as_it_is(stage):
    run = ReleaseRun(messages=["Nobody approved it, 100%.", "审批"])
    with override(CHINESE):
        assert run.sentences == ["Nobody approved it, 100%.", "审批"]


def test_a_rule_is_named_in_ones_own_language(stage):
    draft = stage.other.get_latest_revision_as_object()
    draft.countries, draft.summary = ["CN"], ""
    draft.save_revision(clean=False)
    approve(stage.other)
    with override("en"), pytest.raises(ReleaseRefusedError) as refused:
        releasing.release_edition(release=stage.release, user=None)
    seen = {}
    for language in ("en", CHINESE):
        with override(language):
            seen[language] = refused.value.reasons
            assert ReleaseRun.objects.get().sentences == seen[language]
    assert "“Lessons by radio” (English): Summary: This field cannot be blank." in seen["en"]
    assert "“译Lessons by radio”（英语）：摘要：此字段不能为空。" in seen[CHINESE]
    assert [text for text in seen[CHINESE] if "This " in text or "countries" in text] == []


def test_so_is_what_publishing_itself_refuses(stage):
    draft = stage.case.get_latest_revision_as_object()
    draft.expire_at = in_days(-1)
    draft.save_revision(clean=False)
    approve(draft)
    approve_translations(draft)
    with override("en"), pytest.raises(ReleaseRefusedError) as refused:
        releasing.release_edition(release=stage.release, user=None)
    with override(CHINESE):
        (said,) = refused.value.reasons
        assert (said.startswith("“译Masts for villages”（英语）："), "The time" in said) == (True, False)


# --- Each obstacle once ---------------------------------------------------------------------------


def test_each_obstacle_is_named_once(stage):
    ReadyMark.objects.filter(page__in=[stage.other.pk, stage.edition.pk]).delete()
    CasePageFactory(parent=stage.edition, publish=False, title="New")
    with pytest.raises(ReleaseRefusedError) as refused:
        releasing.rehearse(release=stage.release, user=None)
    found = blocking(stage.release)
    assert (len(refused.value.reasons), len(set(refused.value.reasons))) == (len(found), len(found))
    assert refused.value.reasons.count(ONE["en"]) == 1
    assert [text for text in refused.value.reasons if "Lessons by radio" in text] == [ONE["en"]]


def test_what_only_the_release_sees_is_named_once(stage, monkeypatch):
    monkeypatch.setattr("cases_cms.release.release_set._Versions.why_not", _waiting(stage.other.pk))
    with pytest.raises(ReleaseRefusedError) as refused:
        releasing.rehearse(release=stage.release, user=None)
    # That its translation waits for it is no obstacle of its own.
    assert refused.value.reasons == ["“Lessons by radio” (English): It waits."]


def _waiting(pk):
    return lambda self, page: "It waits." if page.pk == pk else ""


# --- In plain sight -------------------------------------------------------------------------------


def test_the_box_says_that_it_was_not_released(stage, client):
    client.force_login(secretary("sam", "en"))
    release = plan(stage)
    assert (LEADS in look(client, "edition", release), "Not released" in look(client, "edition", release)) == (
        False,
        False,
    )
    release, _said = refuse(stage)
    html = box(look(client, "edition", release))
    for text in ("Not released", LEADS, ONE["en"], "The scheduler does not try it again"):
        assert (text, text in html) == (text, True)
    assert ("more reason" in html, "does not seem to run" in html) == (False, False)
    plan(stage, in_days(5))
    assert LEADS not in box(look(client, "edition", stage.fresh()))


def test_it_has_the_first_reasons_and_leads_to_the_others(stage, client):
    client.force_login(secretary("sam", "en"))
    release = plan(stage)
    at = release.release_at
    ReleaseRun.objects.create(
        release=release,
        kind=RunKind.RELEASE,
        status=RunStatus.REFUSED,
        planned_for=at,
        started_at=at,
        finished_at=at,
        messages=[f"Reason {number}." for number in range(5)],
    )
    html = box(look(client, "edition", release))
    assert [f"Reason {number}." in html for number in range(5)] == [True, True, True, False, False]
    assert "2 more reasons" in html
    assert f'href="{reverse("release:history", args=[release.pk])}"' in html


def test_one_that_failed_is_tried_again(stage, client):
    client.force_login(secretary("sam", "en"))
    release = plan(stage)
    run = {"release": release, "kind": RunKind.RELEASE, "status": RunStatus.FAILED, "planned_for": release.release_at}
    for said in (True, True, False):
        ReleaseRun.objects.create(**run, started_at=release.release_at, finished_at=release.release_at)
        html = box(look(client, "edition", release))
        assert ("The scheduler tries it again." in html, "The release failed." in html) == (said, True)


def test_a_time_that_has_passed_is_not_named_as_the_end(stage):
    release = plan(stage)

    def said():
        return refusal(embargo_of_edition(release.edition_key))

    assert "under embargo until its release" not in said()
    with time_machine.travel(release.release_at + timedelta(seconds=1)):
        assert said() == (
            "This belongs to the edition of 2026, which is under embargo until its release, whose planned time has "
            "passed. It comes out with the edition."
        )


@pytest.mark.parametrize("announced", [True, False])
def test_of_an_announced_edition_not_all_is_secret(stage, client, announced):
    client.force_login(secretary("sam", "en"))
    planning.announce(release=stage.release, announced=announced, user=None)
    html = client.get(reverse("release:edition", args=[stage.release.pk])).content.decode()
    assert ("All of it is secret" in html, "own page may be public. All else" in html) == (not announced, announced)
    assert Page.objects.filter(path__startswith=stage.edition.path, live=True).count() == 0
