"""Approval for the release: of pages by a mark on their latest draft, of translations by the board."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page, PageLogEntry

from cases_cms.core import services
from cases_cms.core.outcomes import Outcome
from cases_cms.core.roles import RoleCode
from cases_cms.localization.models import BoardRow
from cases_cms.localization.sources import find_source
from cases_cms.release.models import ReadyMark
from cases_cms.release.ready import ReadyState, approve_for_release, approve_pages, ready_states, withdraw_approval
from cases_cms.release.services import mark_released
from tests.cases_cms.release.readiness.building import approve_translations
from tests.cases_cms.release.secretariat import make_secretary
from tests.cases_cms.release.secrets import make_secret
from tests.factories import make_case, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(small_site):
    return make_secret(small_site)


def fresh(page):
    return Page.objects.get(pk=page.pk)


def state(page):
    page = fresh(page)
    return ready_states([page])[page.pk]


def draft(page, **values):
    page = fresh(page).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(page, name, value)
    return page.save_revision(clean=False)


def log_of(page):
    found = PageLogEntry.objects.filter(page_id=page.pk, action__startswith="cases_release.").order_by("pk")
    return list(found.values_list("action", "user__username"))


def test_an_approval_is_of_a_revision(secret):
    case = secret.case
    assert state(case) == ReadyState(False, "It is not approved for the release.", fresh(case).latest_revision_id)
    approve_for_release(page=case, user=None)
    assert state(case) == ReadyState(True, "", fresh(case).latest_revision_id)
    revision = draft(case, summary="Another one.")
    assert state(case) == ReadyState(False, "It has changed since it was approved for the release.", revision.pk)
    approve_for_release(page=case, user=None)
    assert state(case) == ReadyState(True, "", revision.pk)
    assert not fresh(case).live


def test_it_is_logged_and_can_be_withdrawn(secret):
    sam = make_secretary("sam")
    approve_for_release(page=secret.case, user=sam)
    assert withdraw_approval(page=secret.case, user=sam)
    assert not withdraw_approval(page=secret.case, user=sam)
    assert not state(secret.case).is_ready
    assert log_of(secret.case) == [("cases_release.approve_page", "sam"), ("cases_release.withdraw_page", "sam")]


def test_who_may_not_publish_may_not_approve(secret):
    editor = make_secretary("ed", RoleCode.EDITORS)
    for service in (approve_for_release, withdraw_approval):
        with pytest.raises(PermissionDenied):
            service(page=secret.case, user=editor)
    assert not ReadyMark.objects.exists()
    moderator = make_secretary("mo", RoleCode.MODERATORS)
    approve_for_release(page=secret.case, user=moderator)
    assert ReadyMark.objects.get().approved_by == moderator


def test_the_rules_of_publishing_hold(secret):
    draft(secret.case, summary="", countries=["CN"])
    with pytest.raises(ValidationError) as error:
        approve_for_release(page=secret.case, user=None)
    assert set(error.value.message_dict) == {"summary", "countries"}
    assert not ReadyMark.objects.exists()


def test_what_is_free_is_published_and_not_approved(secret):
    case = make_case(secret.site.edition, publish=False)
    with pytest.raises(ValidationError) as error:
        approve_for_release(page=case, user=None)
    assert error.value.messages == ["This is not under embargo: publish it."]
    services.publish_page(page=case)
    assert state(case) == ReadyState(True, "", fresh(case).live_revision_id)


def test_translators_get_what_was_approved(secret):
    before = BoardRow.objects.get(object_id=secret.case.translation_key).text_hash
    draft(secret.case, summary="Another one.")
    assert BoardRow.objects.get(object_id=secret.case.translation_key).text_hash == before
    approve_for_release(page=secret.case, user=None)
    assert BoardRow.objects.get(object_id=secret.case.translation_key).text_hash != before
    assert "Another one." in find_source(secret.case).content_json


def test_a_translation_is_approved_on_the_board(secret):
    page = secret.case_zh
    assert state(page).reason == "The translation is not approved."
    with pytest.raises(ValidationError) as error:
        approve_for_release(page=page, user=None)
    assert error.value.messages == [
        "This is a translation: it is approved on the board of translations; its original, in its language."
    ]
    approve_translations(secret.case)
    assert state(page) == ReadyState(True, "", fresh(page).latest_revision_id)
    approve_for_release(page=page, user=None)  # it is, already
    assert not ReadyMark.objects.exists()
    draft(secret.case, summary="Another one.")
    approve_for_release(page=secret.case, user=None)
    assert state(page).reason == "Its source has changed since the translation was approved."


def test_several_at_once(secret):
    other = make_case(secret.edition, publish=False, title="Incomplete", summary="")
    approve_for_release(page=secret.story, user=None)
    report = approve_pages(pages=[secret.case, other, secret.story], user=None)
    assert [(page.title, outcome, reason) for page, outcome, reason in report.entries] == [
        ("Secret case", Outcome.CHANGED, ""),
        ("Incomplete", Outcome.REFUSED, "Summary: This field cannot be blank."),
        ("Secret story", Outcome.UNCHANGED, ""),
    ]


def test_states_cost_three_queries(secret, django_assert_num_queries):
    for number in (1, 4):
        for count in range(number):
            translate(make_case(secret.edition, publish=False, title=f"Case {number}.{count}"), publish=False)
        pages = list(Page.objects.filter(path__startswith=secret.edition.path))
        with django_assert_num_queries(3):
            assert len(ready_states(pages)) == len(pages)


def test_marks_of_a_released_edition_mean_nothing(secret):
    approve_for_release(page=secret.case, user=None)
    mark_released(secret.edition.translation_key)
    services.publish_page(page=secret.edition)
    services.publish_page(page=secret.case)
    assert state(secret.case).is_ready
