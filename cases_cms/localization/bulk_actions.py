"""The board's actions on sources and files: hand over, update from the source, export."""

import io
import zipfile

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases_cms.core.jobs.handlers import Result, skipped
from cases_cms.core.jobs.services import add_file
from cases_cms.core.languages import language_label
from cases_cms.localization import sources
from cases_cms.localization.bulk import BulkForm, BulkHandler, ThingsHandler, register_bulk
from cases_cms.localization.files.exporting import export
from cases_cms.localization.rights import may_work

SUBMIT = "wagtail_localize.submit_translation"


@register_bulk
class HandOver(ThingsHandler):
    """Gives things to the translators of the languages that were selected."""

    code = "hand_over"
    label = gettext_lazy("Hand over for translation")
    explanation = gettext_lazy(
        "Translators get the text as it is published or, before that, as the latest draft has it. Pages get drafts in "
        "these languages; nothing is published."
    )
    order = 10

    def may(self, user):
        return user.has_perm(SUBMIT)

    def do_thing(self, instance, cells, job):
        locales = [cell.locale for cell in cells if cell.translation_id is None or not cell.target_pk]
        if not locales:
            return skipped(_("Translators have it."))
        sources.hand_over(instance=instance, locales=locales, user=job.user)
        return Result(message=_(", ").join(str(language_label(locale.language_code)) for locale in locales))


@register_bulk
class UpdateSource(ThingsHandler):
    """Brings what translators have up to date with the source."""

    code = "update_source"
    label = gettext_lazy("Update from the source")
    explanation = gettext_lazy(
        "Translators get the present text of the source. What they have translated stays; texts that changed keep "
        "their former translation as a proposal."
    )
    order = 20

    def may(self, user):
        return user.has_perm(SUBMIT)

    def do_thing(self, instance, cells, job):
        if not job.user.has_perm(SUBMIT):
            raise PermissionDenied
        if sources.find_source(instance) is None:
            return skipped(_("It was never handed over."))
        sources.update_source(instance=instance, user=job.user)
        return None


FORMATS = [("po", "PO (gettext)"), ("xliff", "XLIFF 1.2")]


class ExportForm(BulkForm):
    """In which format."""

    format = forms.ChoiceField(
        label=pgettext_lazy("of a file", "Format"), choices=FORMATS, initial="po", widget=forms.RadioSelect
    )

    def params(self):
        return {"format": self.cleaned_data["format"]}


@register_bulk
class Export(BulkHandler):
    """Writes a file for each translation; several are put into one zip file."""

    code = "export"
    label = gettext_lazy("Export files")
    explanation = gettext_lazy("A file for each translation, for translators who work with programs of their own.")
    icon = "download"
    order = 90
    form_class = ExportForm

    def do(self, cell, job):
        if not may_work(job.user, cell.locale):
            raise PermissionDenied
        if cell.translation is None or not cell.translation.enabled:
            return skipped(_("It was not handed over yet."))
        add_file(job, *export(cell.translation, job.params["format"]))
        return None

    def finish(self, job):
        files = list(job.files.filter(is_input=False))
        if len(files) < 2:
            return _("The file is ready.") if files else _("There was nothing to export.")
        add_file(job, "translations.zip", "application/zip", _zipped(files))
        job.files.filter(pk__in=[file.pk for file in files]).delete()
        return _("The files are ready.")


def _zipped(files):
    """The bytes of a zip file; files of one name get numbers."""
    out, used = io.BytesIO(), set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            name, number = file.name, 2
            stem, dot, rest = file.name.partition(".")
            while name in used:
                name, number = f"{stem}-{number}{dot}{rest}", number + 1
            used.add(name)
            archive.writestr(name, bytes(file.data))
    return out.getvalue()
