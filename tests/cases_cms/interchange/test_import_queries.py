"""What an import asks of the database, row by row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases_cms.collection import catalogue
from cases_cms.collection.models import CasePage
from cases_cms.localization.models import BoardCell, BoardRow
from cases_cms.localization.rows import refresh
from tests.cases_cms.interchange.sheets import bring_in, case, embargoed, session

pytestmark = pytest.mark.django_db

#: Queries for a new case with its translation; no organization is new. On PostgreSQL each writer asks for its turn.
A_ROW = {"sqlite": 270, "postgresql": 290}


@pytest.fixture
def edition(small_site):
    return embargoed(small_site)


def count(do):
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


def test_a_row_more_costs_so_many_queries(edition):
    bring_in(edition, case())
    few, many = [case(number) for number in (2, 3)], [case(number) for number in range(4, 10)]
    more = count(lambda: bring_in(edition, *many)) - count(lambda: bring_in(edition, *few))
    assert more / 4 <= A_ROW[connection.vendor]
    assert CasePage.objects.filter(locale=edition.locale).count() >= 9


def test_at_the_end_nothing_is_left_to_be_done(edition):
    bring_in(edition, case(), case(2))

    def board():
        rows = BoardRow.objects.order_by("pk").values_list("object_id", "title", "text_hash", "segments", "words")
        cells = BoardCell.objects.order_by("pk").values_list("row_id", "locale_id", "state", "translated", "target_pk")
        return list(rows), list(cells)

    before = board()
    keys = set(CasePage.objects.values_list("translation_key", flat=True))
    assert {row[0] for row in before[0]} >= keys
    refresh(keys)
    assert board() == before
    assert catalogue.find_differences() == []


def test_the_same_file_again_asks_no_row_anything(edition):
    rows = [case(number) for number in range(1, 5)]
    bring_in(edition, *rows)
    assert count(lambda: session(edition, *rows)) == count(lambda: session(edition, *rows[:2]))
