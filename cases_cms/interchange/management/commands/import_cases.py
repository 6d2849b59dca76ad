import sys
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tqdm import tqdm
from wagtail.log_actions import LogContext

from cases_cms.collection.models import EditionPage
from cases_cms.core.turns import take_turn
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.imports import Session
from cases_cms.interchange.planned import Action, Level

#: Exit codes: the file has problems, or it is not read at all.
PROBLEMS, REFUSED = 1, 2
MARKS = {Action.CREATE: "+", Action.CHANGE: "~", Action.LEFT: "="}


class Command(BaseCommand):
    help = gettext_lazy(
        "Brings an edition's cases in from a table (XLSX or CSV): all of it, or nothing. Exit codes: 0 done, 1 the "
        "table has problems, 2 the file is not read."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="The table: .xlsx or .csv.")
        parser.add_argument("--edition", type=int, required=True, metavar="YEAR", help="The edition's year.")
        parser.add_argument("--pictures", type=Path, metavar="ZIP", help="The pictures that the table names.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and write nothing.")
        parser.add_argument("--user", metavar="NAME", help="In whose name; their rights are asked (default: the site).")

    def handle(self, file, *, edition, pictures=None, dry_run=False, user=None, verbosity=1, **options):
        self.verbosity = verbosity
        key = self._edition(edition)
        person = self._person(user)
        data, archive = self._bytes(file), self._bytes(pictures) if pictures else b""
        with LogContext(user=person):
            try:
                if dry_run:
                    self._check(key, file.name, data, archive, person)
                else:
                    self._import(key, file.name, data, archive, person)
            except FileRefusedError as error:
                raise CommandError(str(error), returncode=REFUSED) from error

    # --- What it is about -------------------------------------------------------------------

    @staticmethod
    def _edition(year):
        keys = EditionPage.objects.filter(year=year, alias_of__isnull=True).values_list("translation_key", flat=True)
        keys = set(keys.order_by())
        if len(keys) != 1:
            told = _("There is no edition of %(year)s.") if not keys else _("There are several editions of %(year)s.")
            raise CommandError(told % {"year": year}, returncode=REFUSED)
        return keys.pop()

    @staticmethod
    def _person(name):
        if not name:
            return None
        found = get_user_model().objects.filter(**{get_user_model().USERNAME_FIELD: name}, is_active=True).first()
        if found is None:
            raise CommandError(_("There is no user “%(name)s”.") % {"name": name}, returncode=REFUSED)
        return found

    @staticmethod
    def _bytes(path):
        try:
            return path.read_bytes()
        except OSError as error:
            told = _("“%(file)s” cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror or error}
            raise CommandError(told, returncode=REFUSED) from error

    # --- Work -------------------------------------------------------------------------------

    def _check(self, key, name, data, archive, person):
        session = self._session(key, name, data, archive, person)
        self._say(session.plan)
        if session.plan.problems:
            sys.exit(PROBLEMS)

    def _session(self, key, name, data, archive, person):
        return Session(edition_key=key, name=name, data=data, archive=archive, user=person)

    def _import(self, key, name, data, archive, person):
        session = None
        try:
            with transaction.atomic():
                take_turn()
                session = self._session(key, name, data, archive, person)
                if not session.plan.problems:
                    rows = tqdm(session.plan.rows, unit=" rows", disable=self.verbosity == 0 or None)
                    with session.writing():
                        for row in rows:
                            session.apply(row)
        except BaseException:
            if session is not None:
                session.undone()
            raise
        self._say(session.plan)
        if session.plan.problems:
            self.stderr.write(_("Nothing was imported: mend the problems first."))
            sys.exit(PROBLEMS)

    def _say(self, plan):
        """Every row that is not left, every remark, and the sums."""
        for remark in plan.remarks:
            self._say_remark(remark)
        for row in plan.rows:
            if self.verbosity and (row.action != Action.LEFT or row.remarks):
                self.stdout.write(f"{MARKS[row.action]} {row.number}  {row.identifier}  {row.title}")
            for remark in row.remarks:
                self._say_remark(remark)
        if self.verbosity:
            self.stdout.write(
                _("New: %(new)d. Changed: %(changed)d. As they are: %(left)d. Problems: %(problems)d.")
                % {
                    "new": len(plan.of(Action.CREATE)),
                    "changed": len(plan.of(Action.CHANGE)),
                    "left": len(plan.of(Action.LEFT)),
                    "problems": plan.problems,
                }
            )

    def _say_remark(self, remark):
        is_problem = remark.level == Level.PROBLEM
        if is_problem or self.verbosity:
            out = self.stderr if is_problem else self.stdout
            out.write(f"    {remark.coordinate}  {remark.message}")
