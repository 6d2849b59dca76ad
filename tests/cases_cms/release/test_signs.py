"""Signs of life of schedulers: who gives them, who sees them, and what monitoring is told."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone, translation

from cases_cms.core.jobs.enums import JobStatus
from cases_cms.core.jobs.models import Job
from cases_cms.core.roles import RoleCode
from cases_cms.interchange import export_jobs
from cases_cms.interchange.import_jobs import IMPORT
from cases_cms.release import planning, signs
from cases_cms.release.enums import SchedulerMode
from cases_cms.release.management.commands import release_editions
from cases_cms.release.models import ReleaseRun, SchedulerSign
from cases_cms.release.services import ensure_release
from tests.cases_cms.release.readiness.building import embargoed_edition, ready_case
from tests.cases_cms.release.secretariat import in_days, make_secretary

pytestmark = pytest.mark.django_db

ALONE = "The edition will not come out by itself."
TAKEN_UP = "It takes up the release at its time."
ONCE_CONFIRMED = "It takes up the release at its time, once the plan is confirmed."


@pytest.fixture
def edition(small_site):
    page, _release = embargoed_edition(small_site)
    ready_case(page)
    return page


@pytest.fixture
def planned(edition):
    """Planned for in two days, not confirmed."""
    release = ensure_release(edition.translation_key)
    return planning.plan(release=release, release_at=in_days(), languages=["en", "zh-hans"], user=make_secretary("sue"))


@pytest.fixture
def release(planned):
    return planning.confirm(release=planned, user=None)


@pytest.fixture
def desk(client, planned):
    client.force_login(make_secretary("sam"))
    return client


def given(mode=SchedulerMode.LOOP, *, ago=0, year=None, ended=False, host="one"):
    """A sign that was given so many seconds ago."""
    at = timezone.now() - timedelta(seconds=ago)
    return SchedulerSign.objects.create(
        key=f"{mode}|{host}|{year}",
        mode=mode,
        host=host,
        year=year,
        looked_at=at,
        ended_at=at if ended else None,
    )


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def read(client, release, name="edition"):
    """The words of a page, from its heading on."""
    url = reverse("release:editions") if name == "editions" else reverse(f"release:{name}", args=[release.pk])
    return words(client.get(url).content.decode())


# --- Given -----------------------------------------------------------------------------------


def told():
    return list(SchedulerSign.objects.order_by("pk").values_list("mode", "year", "ended_at"))


def test_cron_says_that_it_looked(release):
    before = timezone.now()
    call_command("release_editions", within=60, stdout=StringIO())
    call_command("release_editions", stdout=StringIO())
    call_command("release_editions", edition=2025, stdout=StringIO())
    assert told() == [("cron", None, None), ("cron", 2025, None)]
    assert before <= SchedulerSign.objects.first().looked_at <= timezone.now()


@pytest.fixture
def seconds(monkeypatch):
    """The pauses of a loop that goes on for 25 seconds and is then interrupted: a list of the signs after each."""
    clock, seen = [1000.0], []

    def sleep(pause):
        clock[0] += pause
        seen.append(SchedulerSign.objects.values_list("looked_at", flat=True).get())
        traveller.shift(pause)
        if clock[0] >= 1025:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    monkeypatch.setattr(release_editions, "close_old_connections", lambda: None)  # it is the test's own
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield seen


def test_a_loop_says_so_every_ten_seconds_and_when_it_ends(release, seconds):
    begun = timezone.now()
    with pytest.raises(SystemExit):
        call_command("release_editions", loop=True, verbosity=0)
    assert [(at - begun).total_seconds() for at in seconds] == [0] * 10 + [10] * 10 + [20] * 5
    assert told() == [("loop", None, begun + timedelta(seconds=25))]


def test_a_rehearsal_and_a_check_leave_none(release):
    call_command("release_editions", dry_run=True, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("release_editions", check=True, stdout=StringIO())
    assert told() == []


def test_old_ones_go_when_another_begins(release):
    given(ago=8 * 86400, host="long ago")
    given(ago=6 * 86400, host="before")
    call_command("release_editions", stdout=StringIO())
    assert list(SchedulerSign.objects.order_by("looked_at").values_list("host", flat=True))[:-1] == ["before"]
    assert SchedulerSign.objects.count() == 2


def test_a_release_that_waits_goes_on_giving_signs(release, monkeypatch):
    """From ninety seconds before its time on the loop is with the release, not in its own round."""
    given_by = []
    monkeypatch.setattr(signs.Sign, "give", lambda self, at_once=False: given_by.append(at_once))
    with time_machine.travel(release.release_at - timedelta(seconds=80), tick=False) as traveller:
        monkeypatch.setattr("time.sleep", lambda pause: traveller.shift(pause))
        call_command("release_editions", within=90, stdout=StringIO())
    assert given_by.count(False) > 100
    assert given_by.count(True) == 1  # the last thing before it begins to write
    assert ReleaseRun.objects.get().status == "done"


def test_what_cannot_be_written_is_left_for_the_next_look(release, monkeypatch):
    def refuse():
        raise OperationalError("database is locked")

    with signs.Sign(SchedulerMode.LOOP) as sign:
        sign.database = connection.copy()
        monkeypatch.setattr(sign.database, "cursor", refuse)
        sign.give()
        assert told() == []
        sign.database = connection
        sign.give()
        assert told() == [("loop", None, None)]


# --- Seen ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], False),
        ([{"ago": 29}], True),
        ([{"ago": 31}], False),
        ([{"mode": SchedulerMode.CRON, "ago": 179}], True),
        ([{"mode": SchedulerMode.CRON, "ago": 181}], False),
        ([{"ago": 1, "ended": True}], False),
        ([{"ago": 1, "year": 2026}], True),
        ([{"ago": 1, "year": 2025}], False),
        ([{"ago": 1, "year": 2025}, {"ago": 5, "host": "two"}], True),
        ([{"ago": 1, "ended": True}, {"ago": 5, "host": "two"}], True),
    ],
)
def test_who_counts(desk, release, values, expected):
    for each in values:
        given(**each)
    for name in ("edition", "scheduler"):
        page = read(desk, release, name)
        assert (TAKEN_UP in page, ALONE in page) == (expected, not expected)
    assert ("No scheduler runs: it will not come out by itself." in read(desk, release, "editions")) is not expected


def test_what_is_said(desk, release):
    with time_machine.travel("2030-01-02 03:04:05+00:00", tick=False):
        desk.force_login(release.planned_by)  # who logged in before is logged out by then
        planning.plan(release=release, release_at=in_days(), languages=["en"], user=None)
        release.refresh_from_db()
        planning.confirm(release=release, user=None)

        def said():
            return read(desk, release, "scheduler")

        advice = (
            "Tell whoever runs the server: “manage.py release_editions --loop” has to run. "
            "Or choose “Release now” when the time has come."
        )
        assert said() == f"{ALONE} No scheduler has ever given a sign. {advice}"
        given(SchedulerMode.CRON, ago=3600)
        shown = "No scheduler has given a sign since 2 January 2030, 10:04:05 (Beijing time)."
        assert said() == f"{ALONE} {shown} {advice}"
        given(ago=1800, ended=True)
        assert said() == f"{ALONE} The scheduler was ended: 2 January 2030, 10:34:05 (Beijing time). {advice}"
        given(SchedulerMode.CRON, ago=65, host="two")
        cron = "A scheduler looks by cron: last at 11:03:00 (Beijing time), expected every minute."
        assert said() == f"{cron} {TAKEN_UP}"
        given(ago=4, host="two")
        loop = "A scheduler looks every second; its last sign was 4 seconds ago, at 11:04:01 (Beijing time)."
        assert said() == f"{loop} {TAKEN_UP}"
        with translation.override("zh-hans"):
            loop = "定时程序每秒检查一次；最近一次运行信号在 4 秒前，即 11:04:01（北京时间）。"
            assert signs.signs().outlook(2026).text == loop


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere an import keeps nobody from a sign")
@pytest.mark.parametrize(
    ("kind", "sign", "began", "expected"),
    [
        (IMPORT, 85, 60, True),
        (IMPORT, 95, 60, False),
        (IMPORT, 3620, 3600, False),  # its worker is gone
        (export_jobs.KIND, 85, 60, False),
    ],
)
def test_an_import_that_holds_sqlite_keeps_schedulers_from_signs(desk, release, kind, sign, began, expected):
    """What counts is the silence before it began."""
    given(ago=sign)
    begun = timezone.now() - timedelta(seconds=began)
    Job.objects.create(kind=kind, title="Import", status=JobStatus.RUNNING, worker="elsewhere|1|x", heartbeat_at=begun)
    assert signs.signs().outlook(2026).is_watched is expected


def test_who_confirms_sees_it(desk, planned):
    def panel():
        html = desk.get(reverse("release:edition", args=[planned.pk])).content.decode()
        return words(html.partition('id="release-confirm-content"')[2].partition("</section>")[0])

    assert (ALONE in panel(), "Confirm this release" in panel()) == (True, True)
    given()
    assert (ALONE in panel(), ONCE_CONFIRMED in panel()) == (False, True)


def test_where_no_scheduler_is_waited_for_nothing_is_said(desk, planned):
    def silent():
        page = read(desk, planned)
        return {ALONE in page, ONCE_CONFIRMED in page, read(desk, planned, "scheduler") != ""} == {False}

    assert silent() is False
    with time_machine.travel(planned.release_at + timedelta(seconds=1)):
        assert silent() is True  # nobody has confirmed it: a person has to plan it anew
    planning.abort(release=planned, user=None, reason="No.")
    assert silent() is True
    assert "No scheduler runs" not in read(desk, planned, "editions")


def test_a_plan_that_was_refused_does_not_come_out_by_itself(desk, release, edition):
    given()
    page = ready_case(edition)
    page.save_revision()
    with time_machine.travel(release.release_at - timedelta(seconds=1)), pytest.raises(CommandError):
        call_command("release_editions", within=60, stdout=StringIO(), stderr=StringIO())
    assert (TAKEN_UP in read(desk, release), read(desk, release, "scheduler")) == (False, "")


def test_a_late_release_is_told_with_what_is_known_of_the_scheduler(desk, release):
    with time_machine.travel(release.release_at + timedelta(seconds=31)):
        assert "the scheduler does not seem to run" in read(desk, release)
        given()
        page = read(desk, release)
        assert ("the scheduler does not seem to run" in page, "It is late: a scheduler runs" in page) == (False, True)


def test_those_who_see_the_plan_see_it_and_nobody_else(client, release):
    given()
    url = reverse("release:scheduler", args=[release.pk])
    assert (client.get(url).status_code, b"scheduler" in client.get(url).content) == (302, False)
    client.force_login(make_secretary("olga", RoleCode.EDITORS))
    assert TAKEN_UP in words(client.get(url).content.decode())
    assert client.post(url).status_code == 405


# --- Monitoring ------------------------------------------------------------------------------


def check(**options):
    """What ``--check`` says, and its exit code."""
    out = StringIO()
    try:
        call_command("release_editions", check=True, stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), error.returncode
    return out.getvalue(), 0


def test_monitoring_without_a_plan(edition):
    assert check() == ("Nothing is planned.\n", 0)


def test_monitoring(planned, edition):
    with time_machine.travel("2030-01-02 03:04:05+00:00", tick=False) as traveller:
        planning.plan(release=planned, release_at=in_days(), languages=["en", "zh-hans"], user=None)
        planned.refresh_from_db()
        place = "2026, 4 January 2030, 11:04:05 (Beijing time):"
        assert check() == (f"{place} Does not come out by itself. No scheduler has ever given a sign.\n", 1)
        sign = given(ago=2)
        loop = "A scheduler looks every second; its last sign was 2 seconds ago, at 11:04:03 (Beijing time)."
        assert check() == (f"{place} Has to be confirmed. {loop}\n", 0)
        planning.confirm(release=planned, user=None)
        assert check() == (f"{place} Will be taken up at its time. {loop}\n", 0)
        assert check(edition=2025) == ("Nothing is planned.\n", 0)
        traveller.shift(timedelta(days=2, seconds=31))
        SchedulerSign.objects.filter(pk=sign.pk).update(looked_at=timezone.now())
        assert (check()[0].startswith(f"{place} Is late. A scheduler looks every second"), check()[1]) == (True, 1)
        page = ready_case(edition)
        page.save_revision()
        with pytest.raises(CommandError):
            call_command("release_editions", stdout=StringIO(), stderr=StringIO())
        said, code = check()
        assert (said.startswith(f"{place} Was tried, and is not tried again. "), code) == (True, 1)
