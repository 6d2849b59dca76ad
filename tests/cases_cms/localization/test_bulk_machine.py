"""Machine translation of a selection of the board."""

import pytest
from django.db import connection
from django.urls import reverse

from cases_cms.core.jobs.models import Job
from cases_cms.localization import machine, rows
from cases_cms.localization.machine import MachineError
from cases_cms.localization.segments import segments
from cases_cms.localization.sources import hand_over
from cases_cms.localization.translators import DemoTranslator
from tests.desk import client_of, make_admin
from tests.factories import make_case

pytestmark = pytest.mark.django_db
BULK = reverse("localization:bulk")


@pytest.fixture
def cells(small_site):
    """Two cases, the first of which was handed over."""
    cases = [make_case(small_site.edition, title=f"Mast {number}") for number in (1, 2)]
    hand_over(instance=cases[0], locales=[small_site.zh], user=None)
    return [rows.cell_of(case, small_site.zh) for case in cases]


@pytest.fixture
def do(django_capture_on_commit_callbacks):
    def start(cells):
        data = {"action": "machine_translate", "cells": [cell.pk for cell in cells], "confirmed": "1"}
        with django_capture_on_commit_callbacks(execute=True):
            client_of(make_admin(f"admin-{Job.objects.count()}")).post(BULK, data)
        return [(item.status, item.message) for item in Job.objects.latest("pk").items.order_by("number")]

    return start


def test_what_is_missing_is_filled_and_what_was_not_handed_over_said(do, cells):
    number = len(segments(cells[0].translation))
    assert do(cells) == [("done", f"{number} texts"), ("failed", "It was never handed over.")]
    assert {segment.state for segment in segments(cells[0].translation)} == {"machine"}
    assert do(cells[:1]) == [("skipped", "Nothing is missing.")]


def test_the_service_is_asked_outside_of_the_items_transaction(do, cells, monkeypatch):
    depths = []

    class Down(DemoTranslator):
        def translate(self, *args):
            depths.append(len(connection.savepoint_ids))
            raise MachineError("Used up.")

    monkeypatch.setattr(machine, "get_machine_translator", lambda: Down({}))
    before = len(connection.savepoint_ids)
    number = len(segments(cells[0].translation))
    assert do(cells[:1]) == [("failed", f"0 texts; {number} texts failed: Used up.")]
    assert depths == [before]
