"""The board's action that has a machine translate what is missing."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases_cms.core.jobs.enums import ItemStatus
from cases_cms.core.jobs.handlers import ItemError, Result, skipped
from cases_cms.localization.bulk import BulkHandler, register_bulk
from cases_cms.localization.machine import machine_translate
from cases_cms.localization.rights import languages_of


@register_bulk
class MachineTranslate(BulkHandler):
    """Fills texts that are missing; asks a service elsewhere, so it holds no transaction meanwhile."""

    code = "machine_translate"
    label = gettext_lazy("Translate by machine")
    explanation = gettext_lazy(
        "Texts without a translation get one by the machine. It is marked as such, and a person has to read it before "
        "it can be approved; nothing is published."
    )
    order = 30
    in_transaction = False

    def may(self, user):
        return user.is_superuser or bool(languages_of(user))

    def do(self, cell, job):
        if cell.translation is None:
            raise ItemError(_("It was never handed over."))
        result = machine_translate(translation=cell.translation, user=job.user)
        done = ngettext("%(number)d text", "%(number)d texts", result.done) % {"number": result.done}
        if result.errors:
            failed = ngettext("%(number)d text failed", "%(number)d texts failed", len(result.errors))
            message = f"{done}; {failed % {'number': len(result.errors)}}: {result.errors[0][1]}"
            return Result(ItemStatus.DONE if result.done else ItemStatus.FAILED, message)
        return Result(message=done) if result.done else skipped(_("Nothing is missing."))
