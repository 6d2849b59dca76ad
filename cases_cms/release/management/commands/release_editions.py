"""``manage.py release_editions``: releases what is planned and confirmed, at its time. By cron, or as a service."""

import contextlib
import signal
import sys
import threading
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases_cms.core.jobs.services import lives
from cases_cms.release.enums import SchedulerMode
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.planning import is_effective
from cases_cms.release.releasing import rehearse
from cases_cms.release.schedule import due, is_given_up, is_missed, not_carried_out, planned, release_due
from cases_cms.release.selectors import all_releases, edition_of
from cases_cms.release.signs import Sign, signs
from cases_cms.release.times import in_zones

#: Seconds between two looks of the loop; it begins with an edition this long before its time, so as to be exact.
PAUSE, AHEAD = 1, 90
#: What the database's going away looks like, in the middle of something or before it.
AWAY = (OperationalError, InterfaceError)


class Command(BaseCommand):
    help = gettext_lazy("Releases the editions whose planned and confirmed time has come.")

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help=_("Look every second, for ever."))
        parser.add_argument("--beside", type=int, metavar="PID", help=_("With --loop: end when this process is gone."))
        parser.add_argument(
            "--within",
            type=int,
            default=0,
            metavar=_("SECONDS"),
            help=_("Also take editions whose time comes this soon, and wait for it: for cron, every minute, 60."),
        )
        parser.add_argument("--edition", type=int, metavar=_("YEAR"), help=_("This edition and no other."))
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Rehearse what is planned, whenever its time; release nothing.")
        )

        parser.add_argument(
            "--check",
            action="store_true",
            help=_(
                "Say of each planned edition whether a scheduler will release it; exit code 1 if not. For monitoring."
            ),
        )

    def handle(self, *args, loop, within, edition, dry_run, beside=None, check=False, verbosity=1, **options):
        if check:
            return self.check_plans(edition)
        if dry_run:
            return self.rehearse(edition)
        if loop:
            if verbosity:
                self.stdout.write(_("Waiting for the time of planned editions."))
                self.stdout.flush()
            try:
                with Sign(SchedulerMode.LOOP, edition) as sign, interruptible() as is_interrupted:
                    return self.watch(sign, edition, beside, is_interrupted)
            except KeyboardInterrupt:
                sys.exit(130)
        try:
            with Sign(SchedulerMode.CRON, edition) as sign:
                found = due(within, edition)
                sign.give()
                is_done = self.release(found)
        except AWAY as error:
            raise CommandError(_("The database does not answer: %(reason)s") % {"reason": error}) from error
        if not is_done:
            raise CommandError(_("Not everything was released."))

    def check_plans(self, year):
        try:
            found = [release for release in all_releases() if release.is_planned]
            found = [release for release in found if year in (None, release.edition.year)]
            given = signs()
            outcomes = [self.check_plan(release, given) for release in sorted(found, key=lambda one: one.release_at)]
        except AWAY as error:
            raise CommandError(_("The database does not answer: %(reason)s") % {"reason": error}) from error
        if not found:
            self.stdout.write(_("Nothing is planned."))
        if not all(outcomes):
            raise CommandError(_("Not everything that is planned comes out by itself."))

    def check_plan(self, release, given):
        """Say in a line whether a scheduler releases the edition; returns whether nobody has to see to that."""
        seen, run = given.outlook(release.edition.year), not_carried_out(release)
        is_good = False
        if run is not None and is_given_up(release, run):
            verdict = _("Was tried, and is not tried again.")
        elif not seen.is_watched:
            verdict = _("Does not come out by itself.")
        elif is_missed(release):
            verdict = _("Is late.")
        else:
            is_good = True
            verdict = _("Will be taken up at its time.") if is_effective(release) else _("Has to be confirmed.")
        self.stdout.write(
            _("%(edition)s, %(time)s: %(verdict)s %(scheduler)s")
            % {
                "edition": release.edition.year,
                "time": in_zones(release.release_at)[0],
                "verdict": verdict,
                "scheduler": seen.text,
            }
        )
        return is_good

    def rehearse(self, year):
        found = list(planned(year))
        if not found:
            self.stdout.write(_("Nothing is planned and confirmed."))
        refused = [release for release in found if not self.tell(release, self.rehearsed)]
        if refused:
            raise CommandError(_("Not everything could be released."))

    def rehearsed(self, release):
        run = rehearse(release=release, user=None)
        times = _(", ").join(str(shown) for shown in in_zones(release.release_at))
        self.stdout.write(
            _("%(edition)s: rehearsed, %(pages)d pages, %(seconds).1f s; planned for %(time)s")
            % {"edition": name(release), "pages": run.pages, "seconds": run.duration / 1000, "time": times}
        )
        self.say(run.sentences)

    def watch(self, sign, year, beside=None, is_interrupted=lambda: False):
        """For ever, or as long as the process ``beside``; what goes wrong is said, and the watch goes on."""
        is_away = False
        while not beside or lives(beside):
            if is_interrupted():
                raise KeyboardInterrupt
            try:
                close_old_connections()
                found = due(AHEAD, year)
                if is_away:
                    self.stdout.write(_("The database answers again."))
                    self.stdout.flush()
                    is_away = False
                sign.give()
                self.release(found)
            except AWAY as error:
                if not is_away:  # once, not every second
                    self.stderr.write(
                        _("The database does not answer; this goes on until it does: %(reason)s") % {"reason": error}
                    )
                    self.stderr.flush()
                is_away = True
                connection.close()
            time.sleep(PAUSE)

    def release(self, releases):
        """Whether all went well; one that is refused keeps no other back."""
        outcomes = [self.tell(release, self.released) for release in releases]
        return all(outcomes)

    def released(self, release):
        run = release_due(release)
        if run is None:
            self.stdout.write(_("%(edition)s: another process has released it") % {"edition": name(release)})
            return
        self.stdout.write(
            _("%(edition)s: released, %(pages)d pages, %(seconds).1f s of work")
            % {"edition": name(release), "pages": run.pages, "seconds": run.duration / 1000}
        )
        self.say(run.sentences)

    def tell(self, release, do):
        """Whether ``do`` went well; why not is said."""
        try:
            do(release)
        except ReleaseRefusedError as error:
            self.stderr.write(_("%(edition)s: not released") % {"edition": name(release)})
            self.say(error.reasons, self.stderr)
            return False
        except AWAY:
            raise
        except Exception as error:
            self.stderr.write(f"{name(release)}: {type(error).__name__}: {error}")
            return False
        return True

    def say(self, sentences, stream=None):
        for sentence in sentences:
            (stream or self.stdout).write(f"  {sentence}")
        (stream or self.stdout).flush()


def name(release):
    """What the edition is called."""
    edition = edition_of(release)
    return str(edition.year) if edition else str(release.edition_key)


@contextlib.contextmanager
def interruptible():
    """Gives a function: whether Ctrl-C was pressed, even if whoever was at work just then swallowed the exception."""
    pressed = []

    def remember(number, frame):
        pressed.append(number)
        signal.default_int_handler(number, frame)

    former = signal.getsignal(signal.SIGINT)
    is_ours = former is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if is_ours:
        signal.signal(signal.SIGINT, remember)
    try:
        yield lambda: bool(pressed)
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, former)
