from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from cases_cms.core.periods import Period, PeriodState, Precision

BEIJING = ZoneInfo("Asia/Shanghai")


def at(*parts):
    return datetime(*parts, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("starts", "ends", "precision", "text"),
    [
        (None, at(2024, 6, 21), Precision.MINUTE, "until 20 June 2024, 24:00 (Beijing time)"),
        (None, at(2024, 6, 20, 16, 30), Precision.MINUTE, "until 20 June 2024, 16:30 (Beijing time)"),
        (None, at(2024, 6, 21).astimezone(UTC), Precision.MINUTE, "until 20 June 2024, 24:00 (Beijing time)"),
        (at(2024, 5, 1), None, Precision.MINUTE, "from 1 May 2024, 00:00 (Beijing time)"),
        (None, at(2024, 6, 21), Precision.DAY, "until 20 June 2024"),
        (at(2024, 5, 1), at(2024, 6, 21), Precision.DAY, "1 May 2024 – 20 June 2024"),
        (at(2024, 11, 20), at(2024, 11, 21), Precision.DAY, "20 November 2024"),
        (at(2024, 11, 1), at(2024, 12, 1), Precision.MONTH, "November 2024"),
        (at(2024, 12, 1), at(2025, 2, 1), Precision.MONTH, "December 2024 – January 2025"),
        (at(2024, 12, 1), None, Precision.MONTH, "from December 2024"),
        (None, None, Precision.DAY, "date not known"),
        (None, None, Precision.MINUTE, "date not known"),
    ],
)
def test_text(starts, ends, precision, text):
    with translation.override("en"):
        assert str(Period(starts, ends, precision)) == text


@pytest.mark.parametrize(
    ("precision", "part"),
    [
        (Precision.MINUTE, "2024年6月20日24:00"),
        (Precision.DAY, "2024年6月20日"),
        (Precision.MONTH, "2024年6月"),
    ],
)
def test_chinese_dates(precision, part):
    with translation.override("zh-hans"):
        text = str(Period(None, at(2024, 6, 21), precision))
    assert part in text
    assert "2024年6月21日" not in text


def test_start_at_an_hour():
    with translation.override("en"):
        period = Period(at(2024, 5, 1, 9), at(2024, 5, 1, 18), Precision.MINUTE)
        assert str(period) == "1 May 2024, 09:00 – 1 May 2024, 18:00 (Beijing time)"


INSTANT = timedelta(microseconds=1)
START, END = at(2024, 5, 1), at(2024, 6, 21)


@pytest.mark.parametrize(
    ("starts", "ends", "now", "state"),
    [
        (START, END, START - INSTANT, PeriodState.UPCOMING),
        (START, END, START, PeriodState.CURRENT),
        (START, END, END - INSTANT, PeriodState.CURRENT),
        (START, END, END, PeriodState.PAST),
        (START, END, END.astimezone(UTC), PeriodState.PAST),
        (START, None, START - INSTANT, PeriodState.UPCOMING),
        (START, None, START, PeriodState.CURRENT),
        (None, END, END - INSTANT, PeriodState.CURRENT),
        (None, END, END, PeriodState.PAST),
        (None, None, START, PeriodState.UNKNOWN),
    ],
)
def test_state_at_the_very_instants(starts, ends, now, state):
    assert Period(starts, ends).state(now) == state
    with time_machine.travel(now, tick=False):
        assert Period(starts, ends).state() == state
