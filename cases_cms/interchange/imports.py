"""Imports: a file is kept, checked in the background, and brought in all or nothing; each change logged."""

from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases_cms.core.jobs.enums import ACTIVE
from cases_cms.core.jobs.services import start_job
from cases_cms.core.reference_entries import gather_all
from cases_cms.core.turns import take_turn
from cases_cms.interchange.applying import Importer
from cases_cms.interchange.archive import Pictures
from cases_cms.interchange.editions import edition_of
from cases_cms.interchange.models import Import
from cases_cms.interchange.planned import Action
from cases_cms.interchange.planning import Planner
from cases_cms.interchange.reading import read_table
from cases_cms.interchange.rights import may_import
from cases_cms.release.library import make_library
from cases_cms.release.services import ensure_release

CHECK, IMPORT = "interchange.check", "interchange.import"


class Session:
    """One file and its plan; ``rows`` by their numbers. What is planned is applied by ``apply``, in one transaction.

    FileRefusedError for files that are not read, ValidationError where the edition is gone.
    """

    def __init__(self, *, edition_key, name, data, archive=b"", user=None, told=lambda number, total: None):
        self.edition = edition_of(edition_key)
        if self.edition is None:
            raise ValidationError(_("The edition is not there any more."))
        self.name, self.user = name, user
        self.planner = Planner(read_table(name, data), self.edition, Pictures(bytes(archive)), user)
        for number, row in enumerate(self.planner.rows, start=1):
            self.planner.plan(row)
            told(number, len(self.planner.rows))
        self.plan = self.planner.finish()
        self.rows = {row.number: row for row in self.plan.rows}
        self._importer = None

    @contextmanager
    def writing(self):
        """To be entered around all ``apply``, in their transaction: what follows from pages is done once, at the end.

        Search, references, catalogue and board say meanwhile what they said before.
        """
        with gather_all():
            yield

    def apply(self, row):
        """Do what is planned for a row; returns its page, None if it is left."""
        if row.action == Action.LEFT:
            return None
        if self._importer is None:
            self._make_folder()
            self._importer = Importer(edition=self.edition, planner=self.planner, user=self.user, name=self.name)
        return self._importer.apply(row)

    def _make_folder(self):
        """Pictures of a file go into the edition's folder, which keeps them from the public until the release."""
        images = self.planner.images
        if images.folder is None and any(
            picture is not None and picture.pk is None
            for row in self.plan.rows
            for picture in (row.cover, *row.gallery)
        ):
            images.folder = make_library(release=ensure_release(self.edition.key), user=None)

    def undone(self):
        """Remove the files of pictures, after the transaction was undone."""
        self.planner.images.remove_stored()


def _check_right(user):
    if not may_import(user):
        raise PermissionDenied


@transaction.atomic
def upload(*, edition_key, name, data, archive, user):
    """Keep a file and start its dry run; returns the Import. FileRefusedError for files that are not read."""
    _check_right(user)
    read_table(name, data)
    Pictures(archive)
    imported = Import.objects.create(edition_key=edition_key, name=name[:255], table=data, archive=archive, user=user)
    imported.check_job = start_job(CHECK, {"import": imported.pk, "name": imported.name}, user)
    imported.save(update_fields=["check_job"])
    log(instance=imported, action="cases_interchange.upload", user=user, data={"file": imported.name})
    return imported


@transaction.atomic
def check_again(*, imported, user):
    """Start the dry run anew: something has changed since; returns the Job."""
    imported = _unfinished(imported, user)
    imported.plan = None
    imported.check_job = start_job(CHECK, {"import": imported.pk, "name": imported.name}, user)
    imported.save(update_fields=["plan", "check_job"])
    return imported.check_job


@transaction.atomic
def start_import(*, imported, user):
    """Start bringing in what the dry run found, all or nothing; returns the Job. ValidationError if it may not be."""
    imported = _unfinished(imported, user)
    plan = imported.plan
    if plan is None or plan["problems"] or not plan["counts"]["create"] + plan["counts"]["change"]:
        raise ValidationError(_("There is nothing that can be imported."))
    imported.import_job = start_job(IMPORT, {"import": imported.pk, "name": imported.name}, user)
    imported.save(update_fields=["import_job"])
    return imported.import_job


def _unfinished(imported, user):
    """The import as it is now; ValidationError for one that is at work, or done."""
    _check_right(user)
    take_turn()
    imported = Import.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    jobs = [job for job in (imported.check_job, imported.import_job) if job is not None]
    if imported.imported_at or any(job.status in ACTIVE for job in jobs):
        raise ValidationError(_("It is at work, or done."))
    return imported


@transaction.atomic
def discard(*, imported, user):
    """Forget an uploaded file; what was imported stays."""
    imported = _unfinished(imported, user)
    log(instance=imported, action="cases_interchange.discard", user=user, data={"file": imported.name})
    imported.delete()


def note_imported(imported):
    """The file was brought in: its bytes are kept no longer. Part of the import's transaction."""
    imported.table = imported.archive = b""
    imported.imported_at = timezone.now()
    imported.save(update_fields=["table", "archive", "imported_at"])
