"""Dates as people write them: a month, a day, or an hour in the institution's zone, with "24:00" at midnight."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases_cms.core.conf import get_setting


class Precision(models.TextChoices):
    """How exactly an instant is known."""

    MINUTE = "minute", _("to the minute")
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")


class PeriodState(models.TextChoices):
    """Where a period stands against now."""

    PAST = "past", _("past")
    CURRENT = "current", _("now")
    UPCOMING = "upcoming", _("upcoming")
    UNKNOWN = "unknown", _("date not known")


def institution_zone():
    """The zone in which the institution writes its deadlines."""
    return ZoneInfo(get_setting("TIME_ZONE"))


def moment_text(date, time):
    """A date and a time of day, both as texts, as the active language puts them together."""
    return gettext("%(date)s, %(time)s") % {"date": date, "time": time}


def date_and_time(local):
    """A date with hours and minutes, as the active language writes it."""
    return moment_text(date_format(local, "DATE_FORMAT"), f"{local:%H:%M}")


@dataclass(frozen=True)
class Period:
    """``[starts, ends)`` as aware datetimes, either of which may be None; ``ends`` is exclusive."""

    starts: datetime | None
    ends: datetime | None
    precision: str = Precision.DAY

    def state(self, now=None):
        """A PeriodState; a period whose one side is open is judged by the other."""
        now = now or timezone.now()
        if self.starts is None and self.ends is None:
            return PeriodState.UNKNOWN
        if self.ends is not None and now >= self.ends:
            return PeriodState.PAST
        if self.starts is not None and now < self.starts:
            return PeriodState.UPCOMING
        return PeriodState.CURRENT

    def _start_text(self):
        local = self.starts.astimezone(institution_zone())
        if self.precision == Precision.MONTH:
            return date_format(local, "YEAR_MONTH_FORMAT")
        if self.precision == Precision.DAY:
            return date_format(local, "DATE_FORMAT")
        return date_and_time(local)

    def _end_text(self):
        local = self.ends.astimezone(institution_zone())
        last = local - timedelta(microseconds=1)
        if self.precision == Precision.MONTH:
            return date_format(last, "YEAR_MONTH_FORMAT")
        if self.precision == Precision.DAY:
            return date_format(last, "DATE_FORMAT")
        if (local.hour, local.minute) == (0, 0):
            # Midnight belongs to the day that ends: "20 June, 24:00".
            return moment_text(date_format(last, "DATE_FORMAT"), "24:00")
        return date_and_time(local)

    def __str__(self):
        if self.starts is None and self.ends is None:
            return gettext("date not known")
        if self.ends is None:
            text = gettext("from %(start)s") % {"start": self._start_text()}
        elif self.starts is None:
            text = gettext("until %(end)s") % {"end": self._end_text()}
        elif self._start_text() == self._end_text():
            text = self._start_text()
        else:
            text = gettext("%(start)s – %(end)s") % {
                "start": self._start_text(),
                "end": self._end_text(),
            }
        if self.precision == Precision.MINUTE:
            return gettext("%(period)s (%(zone)s)") % {
                "period": text,
                "zone": get_setting("TIME_ZONE_NAME"),
            }
        return text
