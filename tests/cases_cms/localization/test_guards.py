"""Wagtail's and wagtail-localize's own ways of publishing ask no less than the flow does; texts written late count."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import OverridableSegment, StringTranslation

from cases_cms.collection.models import CasePage, Organization
from cases_cms.core.bulk_services import submit_for_translation
from cases_cms.core.outcomes import Outcome
from cases_cms.core.roles import RoleCode
from cases_cms.core.turns import take_turn
from cases_cms.localization import flow, rows, sources
from cases_cms.localization.enums import CellState, Stage
from cases_cms.localization.models import BoardCell
from cases_cms.localization.segment_services import keep_former
from cases_cms.localization.segments import segments
from tests.cases_cms.localization.people import make_reviewer, make_translator, make_worker
from tests.cases_cms.localization.test_flow import hand_over, republish, write_all
from tests.cases_cms.localization.test_flow_rights import client_of, page_of
from tests.factories import OrganizationFactory, make_case, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def tara(small_site):
    return make_translator("tara")


@pytest.fixture
def moderator(small_site):
    """Publishes pages, and reviews no language."""
    return make_worker("mo", RoleCode.MODERATORS)


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="A mast", slug="a-mast", full=True)


@pytest.fixture
def cell(case, small_site, tara):
    return write_all(hand_over(case, small_site.zh), tara)


def fresh(cell):
    return BoardCell.objects.get(pk=cell.pk)


def in_bulk(user, *pages, **data):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={page.pk}" for page in pages)
    return client_of(user).post(f"{address}?{ids}&next=/admin/", data, follow=True)


def is_live(cell):
    return page_of(cell).live


@pytest.mark.parametrize("key", ["localize-restart-translation", "localize-convert-to-alias", "nothing"])
def test_no_key_of_a_form_gets_round_the_review(cell, moderator, key, django_capture_on_commit_callbacks):
    address = reverse("wagtailadmin_pages:edit", args=[page_of(cell).pk])
    with django_capture_on_commit_callbacks(execute=True):
        client_of(moderator).post(address, {"action": "publish", key: "1"})
    assert is_live(cell) is False


@pytest.mark.parametrize("key", ["localize-restart-translation", "localize-convert-to-alias"])
def test_nor_for_what_has_no_drafts(small_site, tara, key, django_capture_on_commit_callbacks):
    organization = OrganizationFactory(name="A maker", code="maker")
    translate(organization)
    translated = Organization.objects.get(translation_key=organization.translation_key, locale=small_site.zh)
    Organization.objects.filter(pk=translated.pk).update(name="Before")
    address = reverse("wagtailsnippets_cases_collection_organization:edit", args=[translated.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client_of(tara).post(address, {"action": "publish", key: "1"})
    translated.refresh_from_db()
    assert translated.name == "Before"


@pytest.mark.parametrize("kind", ["manual", "machine"])
def test_nobody_publishes_in_bulk_what_nobody_reviewed(case, small_site, tara, moderator, kind):
    cell = write_all(hand_over(case, small_site.zh), tara, kind=kind)
    response = in_bulk(moderator, page_of(cell))
    assert (is_live(cell), fresh(cell).stage) == (False, Stage.TRANSLATING)
    assert len(list(response.context["messages"])) == 1


def test_a_superuser_does_not_publish_a_machine_s_text_in_bulk(case, small_site, tara):
    cell = write_all(hand_over(case, small_site.zh), tara, kind="machine")
    root = make_worker("root")
    root.is_superuser = True
    root.save()
    in_bulk(root, page_of(cell))
    assert is_live(cell) is False
    StringTranslation.objects.filter(locale=cell.locale).update(translation_type="manual")
    in_bulk(root, page_of(cell))
    assert is_live(cell) is True


def test_drafts_of_translations_do_not_go_public_with_the_edition(cell, small_site, moderator):
    edition = small_site.in_zh(small_site.edition)
    in_bulk(moderator, edition, include_descendants="on")
    assert is_live(cell) is False


def test_what_is_approved_is_published_in_bulk_once_its_source_is_public(small_site, tara, moderator):
    draft = make_case(small_site.edition, publish=False, title="A draft", slug="a-draft")
    cell = write_all(hand_over(draft, small_site.zh), tara)
    flow.submit(cell=cell, user=tara)
    flow.approve(cell=cell, user=make_reviewer("rui"))
    in_bulk(moderator, page_of(cell))
    assert is_live(cell) is False
    draft.get_latest_revision().publish()
    in_bulk(moderator, page_of(cell))
    assert is_live(cell) is True


def test_a_reviewer_does_not_publish_under_a_source_that_is_not_public(small_site, tara):
    draft = make_case(small_site.edition, publish=False, title="A draft", slug="a-draft")
    cell = write_all(hand_over(draft, small_site.zh), tara)
    both = make_worker("ruth", RoleCode.MODERATORS, reviews=["zh-hans"])
    address = reverse("wagtailadmin_pages:edit", args=[page_of(cell).pk])
    response = client_of(both).post(address, {"action": "publish"})
    assert (response.status_code, is_live(cell)) == (302, False)


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_wagtail_s_workflow_says_why_something_cannot_be_decided(cell, tara, action):
    flow.submit(cell=cell, user=tara)
    StringTranslation.objects.filter(locale=cell.locale, context__path="summary").delete()
    page, rui = page_of(cell), make_reviewer("rui")
    step = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, step.pk])
    response = client_of(rui).post(address, {"comment": ""}, follow=True)
    said = [str(message) for message in response.context["messages"]]
    reason = {"approve": "1 text is not translated.", "reject": "Say what is to change."}[action]
    assert [reason in one for one in said] == [True]
    assert fresh(cell).stage == Stage.REVIEW


def test_a_picture_replaced_after_approval_opens_the_translation(cell, tara):
    flow.submit(cell=cell, user=tara)
    assert flow.approve(cell=cell, user=make_reviewer("rui")).state == CellState.CURRENT
    segment = OverridableSegment.objects.filter(source=cell.translation.source).first()
    address = reverse("wagtail_localize:edit_override", args=[cell.translation_id, segment.pk])
    client_of(tara).put(address, data="value=x", content_type="application/x-www-form-urlencoded")
    assert fresh(cell).state == CellState.IN_PROGRESS


def test_still_right_in_review_opens_it_unless_a_reviewer_says_so(cell, case, tara):
    rui = make_reviewer("rui")
    flow.submit(cell=cell, user=tara)
    republish(case, summary="A network for the villages.")
    assert keep_former(translation=cell.translation, user=rui) == 1
    assert fresh(cell).stage == Stage.REVIEW
    republish(case, summary="A network for all the villages.")
    assert keep_former(translation=cell.translation, user=tara) == 1
    assert fresh(cell).stage == Stage.TRANSLATING


def update(user, cell, **data):
    address = reverse("wagtail_localize:update_translations", args=[cell.row.source_id])
    return client_of(user).post(f"{address}?next=/admin/", data)


def test_an_update_takes_the_latest_draft_of_what_is_not_public(small_site, tara):
    draft = make_case(small_site.edition, publish=False, title="A draft", slug="a-draft")
    draft.summary = "What it says now."
    draft.save_revision()
    sources.update_source(instance=draft)
    cell = write_all(hand_over_again(draft, small_site.zh), tara)
    before = [segment.source for segment in segments(cell.translation)]
    assert "What it says now." in before
    root = make_worker("root")
    root.is_superuser = True
    root.save()
    assert update(root, cell).status_code == 302
    assert [segment.source for segment in segments(cell.translation)] == before


def hand_over_again(page, locale):
    sources.hand_over(instance=page, locales=[locale], user=None)
    return rows.cell_of(page, locale)


def test_an_update_publishes_nothing_that_is_left_to_translate(cell, case, tara, django_capture_on_commit_callbacks):
    flow.submit(cell=cell, user=tara)
    flow.approve(cell=cell, user=make_reviewer("rui"))
    CasePage.objects.filter(pk=case.pk).update(summary="Something else now.")
    root = make_worker("root")
    root.is_superuser = True
    root.save()
    summary = page_of(cell).summary
    with django_capture_on_commit_callbacks(execute=True):
        update(root, cell, publish_translations="on", use_machine_translation="on")
    assert page_of(cell).summary == summary
    assert [one.source for one in segments(cell.translation) if one.path == "summary"] == ["Something else now."]


def test_pages_are_submitted_in_bulk_into_ones_languages_only(case, small_site):
    Locale.objects.get_or_create(language_code="fr")
    fern = make_worker("fern", RoleCode.TRANSLATORS, translates=["fr"])
    report = submit_for_translation(pages=[case], locales=[small_site.zh], user=fern)
    assert report.count(Outcome.FORBIDDEN) == 1
    assert CasePage.objects.filter(translation_key=case.translation_key).count() == 1


def test_the_board_takes_its_turn(cell, monkeypatch):
    turns = []
    monkeypatch.setattr(rows, "take_turn", lambda: turns.append(take_turn()))
    rows.refresh([cell.row.object_id])
    assert len(turns) == 1
