"""An edition's release, its rehearsal, and the way back: each in one transaction, or nothing.

``user`` is None for the site itself. PermissionDenied for those who may not; ReleaseRefusedError with sentences for
what cannot be done. Whatever was tried is recorded as a ReleaseRun, also if it was refused or failed.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseProblem
from django.db import connection, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cases_cms.core.conf import get_setting
from cases_cms.core.gathering import gather
from cases_cms.core.told import gettext as _
from cases_cms.core.told import keep, language_of
from cases_cms.core.turns import take_turn
from cases_cms.localization.rows import refresh
from cases_cms.release import effects, mails
from cases_cms.release.embargo import embargo_of_edition, releasing
from cases_cms.release.enums import EditionState, RunKind, RunStatus
from cases_cms.release.errors import AlreadyReleasedError, ReleaseAbortedError, ReleaseRefusedError
from cases_cms.release.files import hold_anew
from cases_cms.release.holding import Watch, wait_for_turn
from cases_cms.release.models import EditionRelease, ReleasedPage, ReleaseRun
from cases_cms.release.publishing import publish_all
from cases_cms.release.readiness.selectors import blocking, blocking_texts
from cases_cms.release.ready import hand_over_waiting
from cases_cms.release.release_set import release_set, released_before
from cases_cms.release.rights import may_prepare, may_run
from cases_cms.release.selectors import source_of
from cases_cms.release.withdrawing import pages_to_withdraw, withdraw

logger = logging.getLogger(__name__)

#: A release by the clock that is not later than this is told as one on time.
LATE = timedelta(seconds=2)

PLAN = ("release_at", "planned_by", "planned_at", "approved_by", "approved_at")


# --- What is asked for ---------------------------------------------------------------------------


def release_edition(*, release, user, not_before=None):
    """Make all of the edition public at once; returns the ReleaseRun.

    ``not_before`` is an instant: the work is done ahead, and committed then. Must not be called in a transaction, or
    what is public would depend on its end.
    """
    _demand(user, may_run)
    attempt = _Attempt(release, RunKind.RELEASE, user, planned_for=not_before)
    return attempt.run(lambda: _release(attempt, not_before))


def rehearse(*, release, user):
    """Do all that a release does, on the real data, and take it back; returns the ReleaseRun with what it took.

    Nothing is left but the run: no mail, no log entry, nothing outside of the database.
    """
    _demand(user, may_prepare)
    attempt = _Attempt(release, RunKind.REHEARSAL, user)
    return attempt.run(lambda: _rehearse(attempt))


def undo(*, release, user, reason):
    """Put a released edition back under embargo, with all that belongs to it by now; returns the ReleaseRun.

    There is no plan afterwards: it is released again once somebody plans it.
    """
    _demand(user, may_run)
    reason = (reason or "").replace("\x00", "").strip()[:2000]
    if not reason:
        raise ReleaseRefusedError(_("Say why."))
    attempt = _Attempt(release, RunKind.UNDO, user)
    return attempt.run(lambda: _undo(attempt, reason))


def _demand(user, may):
    if user is not None and not may(user):
        raise PermissionDenied


# --- What was tried ------------------------------------------------------------------------------


class _Rehearsed(Exception):
    """Takes back what a rehearsal has written."""


@dataclass
class _Attempt:
    """One run: its work, measured and recorded."""

    release: EditionRelease
    kind: RunKind
    user: object
    planned_for: object = None
    messages: list = field(default_factory=list)
    pages: int = 0
    queries: int = 0

    def run(self, work):
        """The ReleaseRun of ``work()``, which records it itself if it is done; else it is recorded here, and raised."""
        self.begun = timezone.now()
        self.clock = time.monotonic()
        try:
            with connection.execute_wrapper(self._count):
                return work()
        except AlreadyReleasedError:
            raise
        except ReleaseAbortedError as error:
            self._ended_badly(RunStatus.ABORTED, error.kept)
            raise
        except ReleaseRefusedError as error:
            self._ended_badly(RunStatus.REFUSED, error.kept)
            raise
        except Exception as error:
            logger.exception("%s of edition %s failed", self.kind, self.release.edition_key)
            self._ended_badly(RunStatus.FAILED, [f"{type(error).__name__}: {error}"[:500]])
            raise

    def _count(self, execute, sql, params, many, context):
        self.queries += 1
        return execute(sql, params, many, context)

    def work_begins(self):
        """What was waited for before does not count."""
        self.begun, self.clock = timezone.now(), time.monotonic()

    def record(self, status, *, ended=None, kept=()):
        """The ReleaseRun, stored; ``kept`` are sentences as they are stored."""
        return ReleaseRun.objects.create(
            release_id=self.release.pk,
            kind=self.kind,
            status=status,
            user=self.user,
            planned_for=self.planned_for,
            started_at=self.begun,
            finished_at=ended or timezone.now(),
            duration=round((time.monotonic() - self.clock) * 1000),
            pages=self.pages,
            queries=self.queries,
            messages=[*kept, *map(keep, self.messages)],
        )

    def _ended_badly(self, status, reasons):
        self.messages, self.pages = [], 0
        try:
            with transaction.atomic():
                state = EditionRelease.objects.filter(pk=self.release.pk).values_list("state", flat=True).first()
                if state == EditionState.RELEASED and self.kind == RunKind.RELEASE and status == RunStatus.FAILED:
                    raise AlreadyReleasedError(_("The edition has been released."))
                if state is not None:
                    mails.run_ended(self.record(status, kept=reasons))
        except DatabaseProblem:
            # The database is gone: what is in it is as it was before, and so it is said to whoever asked.
            logger.exception("The run could not be recorded")


def _locked(attempt):
    """The edition's row, kept from others until the transaction ends; the turn comes before any row."""
    take_turn()
    return EditionRelease.objects.select_for_update(no_key=True).get(pk=attempt.release.pk)


# --- Release and rehearsal -----------------------------------------------------------------------


def _demand_plan(release, not_before):
    """Refuse what is not planned and confirmed as it is to be done."""
    if not_before is not None and release.release_at != not_before:
        raise ReleaseRefusedError(_("The edition is not planned for this time any more."))
    if get_setting("RELEASE_FOUR_EYES") and not release.is_confirmed:
        raise ReleaseRefusedError(
            _("Nobody has confirmed this release: plan it, and let somebody else confirm the plan.")
        )


def _demand_ready(release):
    """The ReleaseSet; refused with every reason, each once, if anything keeps the edition from its release."""
    is_kept = bool(blocking_texts(release))
    chosen = release_set(release)
    if is_kept or chosen.missing:
        found = blocking(release)
        places = {key: place for place, key in enumerate(dict.fromkeys(one.thing_key for one in found))}
        said = [_said_of(one) for one in sorted(found, key=lambda one: places[one.thing_key])]
        raise ReleaseRefusedError(*dict.fromkeys([*said, *chosen.missing_besides(found)]))
    return chosen


def _said_of(finding):
    """A Finding of the readiness as a sentence."""
    values = {"title": finding.title, "reason": finding.message}
    if not finding.language:
        return _("“%(title)s”: %(reason)s") % values
    return _("“%(title)s” (%(language)s): %(reason)s") % {**values, "language": language_of(finding.language)}


def _bring_out(attempt, release, at):
    """Write all that the release writes; returns the Published."""
    if release.state == EditionState.RELEASED:
        raise AlreadyReleasedError(_("The edition has been released."))
    chosen = _demand_ready(release)
    with releasing(release.edition_key), gather():
        release.state, release.released_at, release.released_by = EditionState.RELEASED, at, attempt.user
        release.save(update_fields=["state", "released_at", "released_by"])
        published, left_out = publish_all(chosen.pages, at=at, user=attempt.user)
    refresh({one.page.translation_key for one in published}, texts=False)
    attempt.pages = len(published)
    attempt.messages = [*chosen.left_out, *left_out]
    languages = list(dict.fromkeys(one.language for one in published))
    _log(release, "release", attempt.user, at, pages=len(published), languages=languages)
    _check_constraints()
    return published


def _check_constraints():
    """Let the database say now what it would only say at the commit."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _log(release, verb, user, at, **data):
    source = source_of(release)
    if source is not None:
        log(instance=source, action=f"cases_release.{verb}", user=user, data=data, timestamp=at)


def _said_late(late):
    """How long after its instant the edition came out, in words."""
    seconds = round(late.total_seconds())
    if seconds < 120:
        return _("Late by %(number)d seconds: at the time that was planned it was not possible.") % {"number": seconds}
    return _("Late by %(number)d minutes: at the time that was planned it was not possible.") % {
        "number": round(seconds / 60)
    }


def _release(attempt, not_before):
    if not_before is not None:
        wait_for_turn(attempt.release, not_before)
        attempt.work_begins()
    with Watch(attempt.release.edition_key) as watch, transaction.atomic():
        release = _locked(attempt)
        at = max(timezone.now(), not_before) if not_before else timezone.now()
        if release.state != EditionState.RELEASED:
            _demand_plan(release, not_before)
        published = _bring_out(attempt, release, at)
        if not_before is not None and at - not_before >= LATE:
            attempt.messages.insert(0, _said_late(at - not_before))
        run = attempt.record(RunStatus.DONE, ended=max(at, timezone.now()))
        ReleasedPage.objects.bulk_create(
            ReleasedPage(
                run=run,
                page_id=one.page.pk,
                revision_id=one.revision.pk,
                language=one.language,
                title=one.page.title,
                before=one.before,
            )
            for one in published
        )
        effects.pages_went_live(run, [pair for one in published for pair in one.pairs])
        mails.run_ended(run)
        if not_before is not None:
            watch.hold(not_before)
    return run


def _rehearse(attempt):
    try:
        with transaction.atomic():
            _bring_out(attempt, _locked(attempt), timezone.now())
            raise _Rehearsed
    except _Rehearsed:
        run = attempt.record(RunStatus.DONE)
    mails.run_ended(run)
    return run


# --- Undo ----------------------------------------------------------------------------------------


def _undo(attempt, reason):
    with transaction.atomic():
        release = _locked(attempt)
        if release.state != EditionState.RELEASED:
            raise ReleaseRefusedError(_("The edition is under embargo already."))
        before = released_before(release)
        if not before:
            raise ReleaseRefusedError(_("The edition was not released here: there is nothing to undo."))
        at = timezone.now()
        with releasing(release.edition_key), gather():
            release.state, release.released_at, release.released_by = EditionState.EMBARGO, None, None
            for name in PLAN:
                setattr(release, name, None)
            release.save(update_fields=["state", "released_at", "released_by", *PLAN])
            embargo = embargo_of_edition(release.edition_key)
            pages = pages_to_withdraw(embargo, before)
            withdrawn, shown = withdraw(pages, before, user=attempt.user, at=at)
        refresh({page.translation_key for page in pages}, texts=False)
        hold_anew(embargo)
        hand_over_waiting(release.edition_key)
        attempt.pages, attempt.messages = len(pages), [reason]
        _log(release, "undo", attempt.user, at, reason=reason, pages=len(pages))
        run = attempt.record(RunStatus.DONE)
        effects.pages_were_withdrawn(run, withdrawn)
        effects.pages_went_live(run, shown)
        mails.run_ended(run)
    return run
