"""Which editions are to be released by the clock, and their release: for ``manage.py release_editions``."""

from datetime import timedelta

from django.utils import timezone

from cases_cms.collection.models import EditionPage
from cases_cms.core.conf import get_setting
from cases_cms.release.enums import EditionState, RunKind, RunStatus
from cases_cms.release.errors import AlreadyReleasedError
from cases_cms.release.models import EditionRelease, ReleaseRun
from cases_cms.release.releasing import release_edition

#: How often a release that failed for no reason of its own (the database was away) is tried again.
TRIES = 3
#: So long after its time a release is in no scheduler's hands.
LATE = timedelta(seconds=30)


def planned(year=None):
    """EditionReleases with a plan that counts, the first first; those of the edition of ``year`` if it is given."""
    releases = EditionRelease.objects.filter(state=EditionState.EMBARGO, release_at__isnull=False)
    if get_setting("RELEASE_FOUR_EYES"):
        releases = releases.filter(approved_at__isnull=False)
    if year is not None:
        releases = releases.filter(edition_key__in=EditionPage.objects.filter(year=year).values("translation_key"))
    return releases.order_by("release_at", "pk")


def due(within=0, year=None):
    """The planned ones whose time has come, or comes ``within`` seconds. Three queries at most for any number.

    One that was refused or aborted waits for another plan: somebody has to look at it. One that failed is tried again.
    """
    found = list(planned(year).filter(release_at__lte=timezone.now() + timedelta(seconds=within)))
    runs = ReleaseRun.objects.filter(release__in=found, kind=RunKind.RELEASE)
    tried = list(runs.values_list("release_id", "planned_for", "started_at", "status"))
    return [release for release in found if _is_open([row[3] for row in tried if _is_of_plan(release, *row[:3])])]


def _is_of_plan(release, pk, planned_for, started_at):
    """Whether a run was for the plan as it stands: one that was aborted may be made anew for the same instant."""
    is_since = release.planned_at is None or started_at >= release.planned_at
    return (pk, planned_for) == (release.pk, release.release_at) and is_since


def _is_open(statuses):
    return not {RunStatus.REFUSED, RunStatus.ABORTED} & set(statuses) and statuses.count(RunStatus.FAILED) < TRIES


def not_carried_out(release):
    """The last ReleaseRun that tried the plan as it stands, and did not bring the edition out; None without one."""
    if not release.is_planned:
        return None
    run = release.runs.filter(kind=RunKind.RELEASE, planned_for=release.release_at).first()
    return run if run is not None and _is_of_plan(release, run.release_id, run.planned_for, run.started_at) else None


def is_given_up(release, run):
    """Whether no scheduler tries a plan again that ``run`` (``not_carried_out``) has tried."""
    return run.status != RunStatus.FAILED or release not in due()


def is_missed(release):
    """Whether its planned time came and no scheduler has brought it out. Asks only once it is late."""
    if not release.is_planned or release.release_at > timezone.now() - LATE:
        return False
    return release in due()


def release_due(release):
    """Release a due edition at its time; returns the run, or None if another process has just done it."""
    try:
        return release_edition(release=release, user=None, not_before=release.release_at)
    except AlreadyReleasedError:
        return None
