"""Bulk actions of the flow: each calls the service of the flow, and what it refuses is told at the item."""

import pytest
from django.urls import reverse

from cases_cms.core.jobs.models import Job
from cases_cms.localization import rows
from cases_cms.localization.enums import CellState, Origin, Stage
from cases_cms.localization.models import BoardCell, LanguageRole
from cases_cms.localization.segment_services import save_texts
from cases_cms.localization.segments import segments
from cases_cms.localization.sources import hand_over
from tests.desk import client_of, make_admin, make_user
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(small_site):
    """An administrator, and two who translate into Chinese."""
    users = make_admin(), make_user("li"), make_user("wang")
    for user in users[1:]:
        LanguageRole.objects.create(user=user, locale=small_site.zh, translates=True)
    return users


@pytest.fixture
def cells(small_site):
    """The first case is translated as far as it goes, the second handed over, the third not."""
    cases = [make_case(small_site.edition, title=f"Mast {number}") for number in (1, 2, 3)]
    for number, case in enumerate(cases[:2]):
        (translation,) = hand_over(instance=case, locales=[small_site.zh], user=None)
        if not number:
            texts = {one.pk: f"译文：{one.order}。" for one in segments(translation)}
            save_texts(translation=translation, texts=texts, user=None, origin=Origin.TYPED)
    return [rows.cell_of(case, small_site.zh) for case in cases]


@pytest.fixture
def do(people, django_capture_on_commit_callbacks):
    """``do(action, cells, **values)``: confirm an action and have it done; returns ``[(status, message)]``."""

    def start(action, cells, user=None, **values):
        data = {"action": action, "cells": [cell.pk for cell in cells], "confirmed": "1", **values}
        with django_capture_on_commit_callbacks(execute=True):
            response = client_of(user or people[0]).post(reverse("localization:bulk"), data)
        assert response.status_code == 302, response.content
        return [(item.status, item.message) for item in Job.objects.first().items.all()]

    return start


def states(cells):
    return [cell.state for cell in BoardCell.objects.filter(pk__in=[cell.pk for cell in cells]).order_by("pk")]


def test_submit_and_approve(do, cells, people):
    assert [status for status, _message in do("submit", cells)] == ["done", "failed", "failed"]
    assert states(cells) == [CellState.IN_REVIEW, CellState.NOT_STARTED, CellState.MISSING]
    assert do("submit", cells[:1]) == [("skipped", "It is in review already.")]
    BoardCell.objects.filter(pk=cells[0].pk).update(submitted_by=people[1])
    assert [status for status, _message in do("approve", cells)] == ["done", "failed", "failed"]
    assert states(cells) == [CellState.CURRENT, CellState.NOT_STARTED, CellState.MISSING]
    assert BoardCell.objects.get(pk=cells[0].pk).is_public
    assert do("approve", cells[:1]) == [("skipped", "It is approved already.")]
    assert do("publish", cells[:1]) == [("skipped", "It is published already.")]


def test_four_eyes_hold_in_bulk_too(do, cells):
    do("submit", cells[:1])
    assert do("approve", cells[:1]) == [("failed", "Somebody else has to approve this: you worked on it.")]
    assert BoardCell.objects.get(pk=cells[0].pk).stage == Stage.REVIEW


def test_assign_with_one_mail_for_all(do, cells, people, mailoutbox):
    _admin, li, _wang = people
    values = {"person": str(li.pk), "deadline_change": "set", "deadline": "2026-12-01 12:00"}
    assert do("assign", cells, **values) == [("done", "3 changed")]
    found = BoardCell.objects.filter(pk__in=[cell.pk for cell in cells])
    assert {(cell.assignee, cell.deadline.isoformat()) for cell in found} == {(li, "2026-12-01T04:00:00+00:00")}
    assert [mail.to for mail in mailoutbox] == [["li@example.org"]]
    assert do("assign", cells, **values) == [("skipped", "It was so already.")]
    assert do("assign", cells, person="nobody", deadline_change="keep") == [("done", "3 changed")]
    assert {cell.assignee for cell in found.all()} == {None}
    assert {cell.deadline.year for cell in found.all()} == {2026}


def test_a_deadline_that_is_written_is_meant_and_can_be_picked(do, cells, people):
    page = client_of(people[0]).post(reverse("localization:bulk"), {"action": "assign", "cells": [cells[0].pk]}).text
    assert page.count("wagtailadmin/js/date-time-chooser.js") == 1
    do("assign", cells, person=str(people[1].pk), deadline_change="keep", deadline="2026-12-01 12:00")
    found = BoardCell.objects.filter(pk__in=[cell.pk for cell in cells])
    assert {cell.deadline and cell.deadline.isoformat() for cell in found} == {"2026-12-01T04:00:00+00:00"}


def test_what_an_assignment_needs_is_asked_for(people, cells):
    admin, _li, _wang = people
    data = {"action": "assign", "cells": [cells[0].pk], "confirmed": "1"}
    client = client_of(admin)
    for values, message in (
        ({"person": "keep", "deadline_change": "keep"}, "Choose what is to change."),
        ({"person": "keep", "deadline_change": "set"}, "Say until when."),
        ({"person": str(admin.pk), "deadline_change": "keep"}, "Select a valid choice."),
    ):
        response = client.post(reverse("localization:bulk"), {**data, **values})
        assert (response.status_code, message in response.content.decode(), Job.objects.count()) == (200, True, 0)


def test_the_same_on_purpose_and_back(do, cells):
    assert do("same", cells[2:], same="1") == [("done", "")]
    assert states(cells)[2] == CellState.SAME_ON_PURPOSE
    assert do("same", cells[2:], same="1") == [("skipped", "It was so already.")]
    assert do("same", cells[2:], same="0") == [("done", "")]
    assert states(cells)[2] == CellState.MISSING


@pytest.mark.parametrize("action", ["assign", "approve", "publish", "same"])
def test_who_translates_only_is_not_offered_what_others_decide(cells, people, small_site, action):
    client = client_of(people[1])
    values = {"same": "1", "person": "nobody", "deadline_change": "keep"}
    data = {"action": action, "cells": [cells[0].pk], "confirmed": "1", **values}
    response = client.post(reverse("localization:bulk"), data)
    assert (response.status_code, Job.objects.count()) == (302, 0)
