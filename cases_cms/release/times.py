"""An instant as people read it: in the institution's zone and, where that is another, in the reader's own."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases_cms.core.conf import get_setting
from cases_cms.core.periods import institution_zone, moment_text


@dataclass(frozen=True)
class Shown:
    """An instant in one zone: “21 November 2026, 10:00” and “Beijing time”."""

    text: str
    zone: str

    def __str__(self):
        return _("%(time)s (%(zone)s)") % {"time": self.text, "zone": self.zone}


def _text(local):
    """With the seconds where there are any: a release is exact to the second."""
    return moment_text(date_format(local, "DATE_FORMAT"), f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}")


def zone_name(zone, moment):
    """What a zone is called: the institution's by its setting, others by their place and their distance from UTC."""
    if str(zone) == str(institution_zone()):
        return str(get_setting("TIME_ZONE_NAME"))
    offset = moment.astimezone(zone).strftime("%z")
    place = str(zone).rpartition("/")[2].replace("_", " ")
    return _("%(place)s, UTC%(offset)s") % {"place": place, "offset": f"{offset[:3]}:{offset[3:5]}"}


def in_zones(moment, zone=None):
    """``[Shown]``: the institution's time, then the reader's if it differs; [] for None.

    ``zone`` is the reader's; None: the one that is active, as Wagtail activates it from the profile.
    """
    if moment is None:
        return []
    own, theirs = institution_zone(), zone or timezone.get_current_timezone()
    zones = [own]
    if moment.astimezone(own).utcoffset() != moment.astimezone(theirs).utcoffset():
        zones.append(theirs)
    return [Shown(_text(moment.astimezone(each)), zone_name(each, moment)) for each in zones]


def clock_time(moment):
    """A moment of today in the institution's zone, to the second: “10:03:05” and “Beijing time”."""
    local = moment.astimezone(institution_zone())
    return Shown(f"{local:%H:%M:%S}", zone_name(institution_zone(), moment))


def zone_of(user):
    """The zone in a person's profile; the institution's for those who chose none."""
    profile = getattr(user, "wagtail_userprofile", None)
    chosen = profile.current_time_zone if profile else ""
    return ZoneInfo(chosen) if chosen else institution_zone()
