"""The translation memory: exact and fuzzy, from all pages, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases_cms.localization.memory import forget, matches
from cases_cms.localization.sources import hand_over
from tests.cases_cms.localization.workshop import at, write
from tests.factories import make_case


@pytest.fixture
def works(small_site):
    """Three cases handed over, two of them with a translated summary."""
    forget()
    made = []
    for title, summary, text in (
        ("One", "A network for all the villages of Kenya.", "肯尼亚所有村庄的网络。"),
        ("Two", "A network for all the villages of Peru.", "秘鲁所有村庄的网络。"),
        ("Three", "A network for all the villages of Laos.", ""),
    ):
        case = make_case(small_site.edition, title=title, summary=summary)
        (work,) = hand_over(instance=case, locales=[small_site.zh], user=None)
        if text:
            write(work, "summary", text)
        made.append(work)
    yield made
    forget()


def found(small_site, text, **options):
    return [(one.score, one.text, one.where) for one in matches(text, small_site.en, small_site.zh, **options)]


def test_the_same_text_comes_first_then_what_is_like_it(small_site, works):
    assert found(small_site, "A network for all the villages of Kenya.") == [
        (100, "肯尼亚所有村庄的网络。", "One"),
        (91, "秘鲁所有村庄的网络。", "Two"),
    ]


def test_the_place_itself_is_left_out_and_the_difference_shown(small_site, works):
    segment = at(works[0], "summary")
    (match,) = matches(segment.source, small_site.en, small_site.zh, exclude=segment.context_id)
    assert match.text == "秘鲁所有村庄的网络。"
    assert match.diff == "A network for all the villages of <del>Peru</del><ins>Kenya</ins>."


def test_what_is_unlike_or_empty_or_in_another_language_finds_nothing(small_site, works):
    assert found(small_site, "Quarterly balance sheet 2019") == []
    assert found(small_site, "<b> </b>") == []
    assert matches("A network for all the villages of Kenya.", small_site.zh, small_site.en) == []


def test_case_and_tags_do_not_make_a_text_the_same(small_site, works):
    assert found(small_site, "a <b>network</b> for all the villages of Kenya.", limit=1) == [
        (99, "肯尼亚所有村庄的网络。", "One")
    ]


def test_it_knows_at_once_what_was_written_changed_or_taken_away(small_site, works):
    text = "A network for all the villages of Laos."
    assert {one[0] for one in found(small_site, text)} <= {90, 91, 92}
    write(works[2], "summary", "老挝所有村庄的网络。")
    assert found(small_site, text)[0] == (100, "老挝所有村庄的网络。", "Three")
    write(works[2], "summary", "老挝村庄的网络。")
    assert found(small_site, text)[0] == (100, "老挝村庄的网络。", "Three")
    write(works[2], "summary", "")
    assert found(small_site, text)[0][0] < 100


def test_the_same_queries_whatever_there_is(small_site, works):
    matches("A network for all the villages of Kenya.", small_site.en, small_site.zh)
    with CaptureQueriesContext(connection) as queries:
        assert len(found(small_site, "A network for all the villages of Kenya.")) == 2
    few = len(queries)
    for n in range(5):
        case = make_case(small_site.edition, title=f"Also {n}", summary=f"A network for all the villages of {n}.")
        write(hand_over(instance=case, locales=[small_site.zh], user=None)[0], "summary", f"{n} 号网络。")
    matches("A network for all the villages of Kenya.", small_site.en, small_site.zh)
    with CaptureQueriesContext(connection) as queries:
        assert len(found(small_site, "A network for all the villages of Kenya.")) == 5
    assert len(queries) == few == 5
