"""``rebuild_board`` and ``check_board``."""

import io

import pytest
from django.core.management import CommandError, call_command

from cases_cms.localization.enums import CellState
from cases_cms.localization.models import BoardCell, BoardRow
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def run(name):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, stdout=out, stderr=err, verbosity=1)
    except CommandError as error:
        return err.getvalue(), str(error)
    return out.getvalue(), ""


def test_what_is_missing_is_built_anew_and_what_is_published_adopted(small_site):
    case = make_case(small_site.edition, title="A mast", translated=True)
    number = BoardRow.objects.count()
    BoardRow.objects.all().delete()

    assert run("check_board")[1] != ""
    assert run("rebuild_board") == (f"The translation board has {number} rows.\n", "")
    assert BoardCell.objects.get(row__object_id=case.translation_key).state == CellState.CURRENT
    assert run("check_board") == ("The translation board is as it should be.\n", "")


def test_the_check_names_each_difference_and_changes_nothing(small_site):
    case = make_case(small_site.edition, title="A mast")
    BoardCell.objects.filter(row__object_id=case.translation_key).update(words_left=7)
    said, error = run("check_board")

    assert "A mast (zh-hans): words_left is 7, expected" in said
    assert error == "The translation board differs in 1 places; run rebuild_board."
    assert BoardCell.objects.get(row__object_id=case.translation_key).words_left == 7
