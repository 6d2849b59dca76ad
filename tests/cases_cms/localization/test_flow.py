"""Translate, review, approve: what each service does, refuses, and writes down."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

from cases_cms.collection.models import CasePage
from cases_cms.core import services
from cases_cms.core.roles import RoleCode
from cases_cms.localization import flow, rows, sources
from cases_cms.localization.enums import CellState, Stage
from cases_cms.localization.flow import FlowError, NotAllowedError
from cases_cms.localization.models import BoardCell, TranslationSettings
from tests.cases_cms.localization.people import make_reviewer, make_translator, make_worker
from tests.factories import OrganizationFactory, chinese, make_case, translate

pytestmark = pytest.mark.django_db


def write_all(cell, user, *, kind="manual"):
    """Translate every text of ``cell`` as ``user`` would."""
    cell.refresh_from_db()
    for segment in StringSegment.objects.filter(source=cell.translation.source).select_related("string"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=cell.locale,
            context=segment.context,
            defaults={
                "data": chinese(segment.string.data),
                "translation_type": kind,
                "last_translated_by": user,
                "has_error": False,
            },
        )
    rows.refresh([cell.row.object_id])
    cell.refresh_from_db()
    return cell


def hand_over(page, locale):
    """What handing over leaves: wagtail-localize's records, and an empty draft below a page of that language."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    source.translations.get_or_create(target_locale=locale)
    if not page.get_translation_or_none(locale):
        source.create_or_update_translation(locale, publish=False, fallback=True)
    return rows.cell_of(page, locale)


def republish(page, **values):
    """Publish ``page`` with other texts; what was handed over follows."""
    page.refresh_from_db()
    for name, value in values.items():
        setattr(page, name, value)
    services.save_page(page=page, publish=True)
    TranslationSource.objects.get(object_id=page.translation_key, locale=page.locale).update_from_db()
    rows.refresh([page.translation_key])


@pytest.fixture
def tara(small_site):
    return make_translator("tara")


@pytest.fixture
def rui(small_site):
    return make_reviewer("rui")


@pytest.fixture
def secretary(small_site):
    return make_worker("sun", RoleCode.SECRETARIAT)


@pytest.fixture
def case(small_site):
    return make_case(small_site.edition, title="A mast", slug="a-mast")


@pytest.fixture
def cell(case, small_site, tara):
    """A case handed over into Chinese, with all its texts written by Tara."""
    return write_all(hand_over(case, small_site.zh), tara)


def page_of(case, site):
    return CasePage.objects.get(translation_key=case.translation_key, locale=site.zh)


def actions(page):
    return list(PageLogEntry.objects.filter(page=page).order_by("timestamp", "pk").values_list("action", flat=True))


def test_submitting_makes_the_draft_and_asks_for_review(cell, case, small_site, tara):
    cell = flow.submit(cell=cell, user=tara)

    page = page_of(case, small_site)
    assert (cell.state, cell.stage, cell.submitted_by) == (CellState.IN_REVIEW, Stage.REVIEW, tara)
    assert (page.live, page.latest_revision.as_object().title) == (False, "译A mast")
    assert page.current_workflow_task_state.task.name == "Translation review"
    assert page.current_workflow_state.requested_by == tara
    assert actions(page)[-2:] == ["wagtail.workflow.start", "cases_localization.submit"]


def test_approving_publishes_under_a_public_source(cell, case, small_site, tara, rui):
    flow.submit(cell=cell, user=tara)
    cell = flow.approve(cell=cell, user=rui)

    page = page_of(case, small_site)
    assert (cell.state, cell.approved_by, cell.approved_hash) == (CellState.CURRENT, rui, cell.row.text_hash)
    assert (page.live, page.title, page.has_unpublished_changes) == (True, "译A mast", False)
    assert [state.status for state in WorkflowState.objects.for_instance(page)] == ["approved"]
    assert "cases_localization.approve" in actions(page)


def test_approving_publishes_nothing_under_a_source_that_is_not_public(small_site, tara, rui):
    case = make_case(small_site.edition, publish=False, title="Secret", slug="secret")
    cell = write_all(hand_over(case, small_site.zh), tara)
    flow.submit(cell=cell, user=tara)
    cell = flow.approve(cell=cell, user=rui)

    page = page_of(case, small_site)
    assert (page.live, page.latest_revision.as_object().title) == (False, "译Secret")
    assert cell.stage == Stage.APPROVED
    with pytest.raises(FlowError, match="not public yet"):
        flow.publish_approved(cell=cell, user=rui)

    services.publish_page(page=case)
    assert page_of(case, small_site).live is False
    flow.publish_approved(cell=cell)
    assert page_of(case, small_site).live is True
    assert page_of(case, small_site).title == "译Secret"


def test_the_live_translation_stays_until_its_successor_is_approved(case, small_site, tara, rui):
    translate(case)
    republish(case, summary="Two masts.")
    cell = write_all(rows.cell_of(case, small_site.zh), tara)
    flow.submit(cell=cell, user=tara)

    page = page_of(case, small_site)
    assert (page.live, page.summary) == (True, "译A network for villages.")
    assert page.latest_revision.as_object().summary == "译Two masts."

    flow.approve(cell=cell, user=rui)
    assert page_of(case, small_site).summary == "译Two masts."


def test_what_is_not_finished_is_not_submitted(cell, tara):
    StringTranslation.objects.filter(locale=cell.locale, context__path="summary").delete()
    with pytest.raises(FlowError, match="1 text is not translated"):
        flow.submit(cell=cell, user=tara)

    cell.refresh_from_db()
    assert cell.stage == Stage.TRANSLATING
    assert TaskState.objects.count() == 0


def test_what_has_an_error_is_not_submitted(cell, tara):
    StringTranslation.objects.filter(locale=cell.locale, context__path="summary").update(has_error=True)
    with pytest.raises(FlowError, match="1 text has an error"):
        flow.submit(cell=cell, user=tara)


def test_four_eyes_refuse_who_worked_on_it(cell, small_site, tara):
    both = make_worker("bo", RoleCode.TRANSLATORS, translates=["zh-hans"], reviews=["zh-hans"])
    StringTranslation.objects.filter(locale=cell.locale, context__path="summary").update(last_translated_by=both)
    flow.submit(cell=cell, user=tara)
    with pytest.raises(NotAllowedError, match="you worked on it"):
        flow.approve(cell=cell, user=both)

    cell.refresh_from_db()
    assert cell.stage == Stage.REVIEW
    assert page_of(CasePage.objects.get(title="A mast", locale=small_site.en), small_site).live is False


def test_who_submitted_approves_where_the_site_asks_for_two_eyes(cell):
    both = make_worker("bo", RoleCode.TRANSLATORS, translates=["zh-hans"], reviews=["zh-hans"])
    settings = TranslationSettings.load()
    settings.four_eyes = False
    settings.save()
    flow.submit(cell=cell, user=both)

    assert flow.approve(cell=cell, user=both).state == CellState.CURRENT


def test_what_was_approved_before_is_no_work_on_what_came_after(cell, case, tara, rui, small_site):
    flow.submit(cell=cell, user=tara)
    flow.approve(cell=cell, user=rui)
    republish(case, summary="Two masts.")
    both = make_worker("bo", RoleCode.TRANSLATORS, translates=["zh-hans"], reviews=["zh-hans"])
    write_all(cell, both)
    StringTranslation.objects.filter(last_translated_by=both).exclude(data="译Two masts.").update(
        last_translated_by=tara
    )
    cell = flow.submit(cell=cell, user=both)

    old = timezone.now() - datetime.timedelta(hours=1)
    StringTranslation.objects.filter(last_translated_by=tara).update(updated_at=old)
    tara.language_roles.update(reviews=True)
    assert flow.worked_on(cell, tara) is False
    assert flow.worked_on(cell, both) is True


def test_a_machine_s_text_is_not_approved_until_a_person_confirmed_it(case, small_site, tara, rui):
    cell = write_all(hand_over(case, small_site.zh), None, kind="machine")
    flow.submit(cell=cell, user=tara)
    ids = list(StringSegment.objects.filter(source=cell.translation.source).values_list("pk", flat=True))
    with pytest.raises(FlowError, match="nobody has confirmed"):
        flow.approve(cell=cell, user=rui, confirmed=ids[1:])
    assert page_of(case, small_site).live is False

    flow.approve(cell=cell, user=rui, confirmed=ids)
    assert page_of(case, small_site).live is True
    kinds = StringTranslation.objects.filter(locale=small_site.zh, context__object_id=case.translation_key)
    assert set(kinds.values_list("translation_type", flat=True)) == {"manual"}


def test_sending_back_says_why_and_to_whom(cell, case, small_site, tara, rui, django_capture_on_commit_callbacks):
    flow.submit(cell=cell, user=tara)
    with pytest.raises(FlowError, match="Say what"):
        flow.send_back(cell=cell, user=rui, reason="  ")
    with django_capture_on_commit_callbacks(execute=True):
        cell = flow.send_back(cell=cell, user=rui, reason="A mast is 桅杆.")

    page = page_of(case, small_site)
    assert (cell.stage, cell.remark, cell.state) == (Stage.TRANSLATING, "A mast is 桅杆.", CellState.IN_PROGRESS)
    assert [state.status for state in WorkflowState.objects.for_instance(page)] == ["needs_changes"]
    assert [(message.to, message.subject) for message in mail.outbox] == [([tara.email], "Sent back: A mast")]
    assert "A mast is 桅杆." in mail.outbox[0].body

    again = flow.submit(cell=cell, user=tara)
    assert again.remark == ""
    assert sorted(state.status for state in WorkflowState.objects.for_instance(page)) == ["cancelled", "in_progress"]


def test_withdrawing_ends_the_review(cell, case, small_site, tara):
    flow.submit(cell=cell, user=tara)
    cell = flow.withdraw(cell=cell, user=tara)

    assert (cell.stage, cell.state) == (Stage.TRANSLATING, CellState.IN_PROGRESS)
    assert page_of(case, small_site).current_workflow_state is None
    with pytest.raises(FlowError, match="not in review"):
        flow.withdraw(cell=cell, user=tara)


def test_a_text_written_in_review_goes_back_unless_a_reviewer_wrote_it(cell, tara, rui):
    flow.submit(cell=cell, user=tara)
    assert flow.text_changed(cell=cell, user=rui).stage == Stage.REVIEW
    assert flow.text_changed(cell=cell, user=tara).stage == Stage.TRANSLATING


def test_the_source_changed_while_it_was_in_review(cell, case, small_site, tara, rui):
    flow.submit(cell=cell, user=tara)
    republish(case, summary="Two masts.")
    with pytest.raises(FlowError, match="1 text is not translated"):
        flow.approve(cell=cell, user=rui)

    assert page_of(case, small_site).live is False


def test_approval_takes_what_the_source_shares_now(cell, case, small_site, tara, rui):
    flow.submit(cell=cell, user=tara)
    republish(case, start_year=2018)
    flow.approve(cell=cell, user=rui)

    assert page_of(case, small_site).start_year == 2018


def test_an_assignment_is_mailed_once(small_site, tara, secretary, django_capture_on_commit_callbacks):
    cells = [hand_over(make_case(small_site.edition), small_site.zh) for _number in range(3)]
    deadline = timezone.now() + datetime.timedelta(days=2)
    with django_capture_on_commit_callbacks(execute=True):
        changed = flow.assign(cells=cells, assignee=tara, deadline=deadline, user=secretary)

    assert [(cell.assignee, cell.deadline) for cell in changed] == [(tara, deadline)] * 3
    assert [(message.to, message.subject) for message in mail.outbox] == [([tara.email], "3 translations are yours")]
    assert flow.assign(cells=cells, assignee=tara, deadline=deadline, user=secretary) == []
    assert [cell.deadline for cell in flow.assign(cells=cells, deadline=None, user=secretary)] == [None] * 3
    assert BoardCell.objects.get(pk=cells[0].pk).assignee == tara


def test_work_is_given_to_those_who_translate_into_the_language(cell, rui, secretary):
    with pytest.raises(FlowError, match="does not translate into this language"):
        flow.assign(cells=[cell], assignee=rui, user=secretary)
    assert BoardCell.objects.get(pk=cell.pk).assignee is None


def test_a_translator_takes_what_nobody_has(cell, tara):
    other = make_translator("tim")
    flow.assign(cells=[cell], assignee=tara, user=tara)
    with pytest.raises(NotAllowedError):
        flow.assign(cells=[cell], assignee=other, user=other)
    with pytest.raises(NotAllowedError):
        flow.assign(cells=[cell], assignee=None, user=tara, deadline=timezone.now())
    assert BoardCell.objects.get(pk=cell.pk).assignee == tara


def test_a_snippet_without_drafts_is_written_when_it_is_approved(small_site, tara, rui):
    organization = OrganizationFactory(name="A maker", code="maker")
    translate(organization)
    organization.name = "A better maker"
    organization.save()
    TranslationSource.objects.get(object_id=organization.translation_key).update_from_db()
    cell = write_all(rows.cell_of(organization, small_site.zh), tara)
    flow.submit(cell=cell, user=tara)
    assert organization.get_translation(small_site.zh).name == "译A maker"

    flow.approve(cell=cell, user=rui)
    assert organization.get_translation(small_site.zh).name == "译A better maker"


def test_a_snippet_without_drafts_is_handed_over_written_and_approved(small_site, tara, rui):
    organization = OrganizationFactory(name="A maker", code="maker")
    sources.hand_over(instance=organization, locales=[small_site.zh], user=None)
    cell = write_all(rows.cell_of(organization, small_site.zh), tara)
    cell = flow.submit(cell=cell, user=tara)
    assert (cell.stage, organization.get_translations().count()) == (Stage.REVIEW, 0)
    cell = flow.approve(cell=cell, user=rui)
    assert (cell.state, organization.get_translation(small_site.zh).name) == (CellState.CURRENT, "译A maker")


def test_the_same_on_purpose_and_back(cell, rui, tara):
    with pytest.raises(NotAllowedError):
        flow.mark_same(cell=cell, user=tara)
    assert flow.mark_same(cell=cell, user=rui).state == CellState.SAME_ON_PURPOSE
    assert flow.mark_same(cell=cell, user=rui, same=False).state == CellState.IN_PROGRESS


def test_a_page_that_is_not_synchronized_any_more_is_current_when_somebody_says_so(case, small_site, rui):
    translate(case)
    republish(case, summary="Two masts.")
    cell = rows.cell_of(case, small_site.zh)
    with pytest.raises(FlowError, match="text by text"):
        flow.mark_current(cell=cell, user=rui)
    translation = cell.translation
    translation.enabled = False
    translation.save()

    assert flow.mark_current(cell=cell, user=rui).state == CellState.CURRENT


@pytest.mark.parametrize("name", ["submit", "approve", "send_back", "withdraw", "mark_same", "mark_current"])
def test_another_language_is_no_language(cell, name):
    stranger = make_worker("fern", RoleCode.TRANSLATORS, translates=["en"], reviews=["en"])
    values = {"reason": "No."} if name == "send_back" else {}
    with pytest.raises(PermissionDenied):
        getattr(flow, name)(cell=cell, user=stranger, **values)

    assert BoardCell.objects.get(pk=cell.pk).stage == Stage.TRANSLATING
