"""Dry run and import as background work (docs/jobs.md)."""

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cases_cms.core.jobs.handlers import Handler, Item, ItemError, register_job, skipped
from cases_cms.core.turns import take_turn
from cases_cms.interchange.errors import FileRefusedError
from cases_cms.interchange.imports import CHECK, IMPORT, Session, note_imported
from cases_cms.interchange.models import Import
from cases_cms.interchange.planned import Action, title_for


def _import_of(job):
    imported = Import.objects.filter(pk=job.params["import"]).first()
    if imported is None:
        raise ItemError(_("The file is not there any more."))
    return imported


def _session(imported, user):
    try:
        return Session(
            edition_key=imported.edition_key,
            name=imported.name,
            data=bytes(imported.table),
            archive=imported.archive,
            user=user,
        )
    except FileRefusedError as error:
        raise ItemError(str(error)) from error


class Check(Handler):
    """Finds out what an import would do."""

    label = gettext_lazy("Dry run of an import")
    icon = "clipboard-list"
    in_transaction = False  # it writes its result alone: nobody has to wait for it

    def title(self, params):
        return _("Dry run: %(name)s") % {"name": params["name"]}

    def items(self, params, user):
        return [Item(label=params["name"])]

    def run(self, job, item):
        imported = _import_of(job)
        plan = _session(imported, job.user).plan.as_json()
        with transaction.atomic():
            Import.objects.filter(pk=imported.pk).update(plan=plan)


class BringIn(Handler):
    """Brings a file's cases in, all or nothing."""

    label = gettext_lazy("Import of cases")
    icon = "download"
    all_or_nothing = True

    def title(self, params):
        return _("Import: %(name)s") % {"name": params["name"]}

    def items(self, params, user):
        plan = Import.objects.get(pk=params["import"]).plan
        language = get_language()
        return [
            Item(key=str(row["number"]), label=f"{row['id']} {title_for(row, language)}")
            for row in plan["rows"]
            if row["action"] != Action.LEFT
        ]

    def begin(self, job):
        take_turn()  # before any row is read that others change
        job.imported = _import_of(job)
        job.session = None
        if job.imported.imported_at:
            raise ItemError(_("It was imported already."))
        job.session = _session(job.imported, job.user)
        if job.session.plan.problems:
            raise ItemError(
                _("Something has changed since the dry run, and the file has problems now. Check it again.")
            )

    def around(self, job):
        return job.session.writing()

    def undone(self, job):
        if getattr(job, "session", None) is not None:
            job.session.undone()

    def run(self, job, item):
        row = job.session.rows.get(int(item.key))
        if row is None or row.action == Action.LEFT:
            return skipped(_("It is so already."))
        item.params = {"page": job.session.apply(row).pk}
        return None

    def finish(self, job):
        note_imported(job.imported)
        number = job.done
        return ngettext("%(number)d case imported.", "%(number)d cases imported.", number) % {"number": number}


def register_import():
    """Called once the apps are ready."""
    register_job(CHECK, Check)
    register_job(IMPORT, BringIn)
