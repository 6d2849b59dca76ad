"""Translations → Files: files of other programs come in here; single files go out."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize.models import Translation

from cases_cms.core.jobs.services import InputFile, start_job
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.files.documents import FileError
from cases_cms.localization.files.exporting import FORMATS, export
from cases_cms.localization.files.jobs import KIND, documents_of
from cases_cms.localization.files.reading import UPLOAD
from cases_cms.localization.menu import MENU_HOOK
from cases_cms.localization.rights import languages_of, may_review, may_translate, may_work


def may_import(user):
    """Whether ``user`` writes translations into any language."""
    return user.is_superuser or bool(languages_of(user))


def _may_write(user, locale):
    return may_translate(user, locale) or may_review(user, locale)


class ImportForm(forms.Form):
    """A file, and whether it is a trial."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PO or XLIFF 1.2 (.po, .xlf, .xliff), or a zip of such files; at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".po,.xlf,.xliff,.zip"}),
    )
    dry_run = forms.BooleanField(
        label=gettext_lazy("Only try"),
        required=False,
        help_text=gettext_lazy("Says what would be taken over and what would be refused; writes nothing."),
    )
    overwrite = forms.BooleanField(
        label=gettext_lazy("Replace what was changed here since"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise a text that somebody changed here after the file was made is refused. What is replaced stays "
            "in the history."
        ),
    )

    def clean_file(self):
        """The upload and its documents; the form knows both afterwards."""
        upload = self.cleaned_data["file"]
        if upload.size > UPLOAD:
            raise forms.ValidationError(
                _("The file is too large: at most %(size)s MB are read.") % {"size": UPLOAD // 1024**2}
            )
        self.data_read = upload.read()
        try:
            self.documents = documents_of(upload.name, self.data_read)
        except FileError as error:
            raise forms.ValidationError(str(error)) from error
        return upload

    def start(self, user, only=None):
        """Start the import; returns the Job."""
        upload = self.cleaned_data["file"]
        documents = []
        for member, name, number, document, _error in self.documents:
            texts = len(document.units) if document else 0
            told = ngettext("%(number)d text", "%(number)d texts", texts) % {"number": texts}
            label = f"{name} ({told})" if document else name
            documents.append({"member": member, "name": name, "number": number, "label": label})
        params = {
            "name": upload.name,
            "documents": documents,
            "dry_run": self.cleaned_data["dry_run"],
            "overwrite": self.cleaned_data["overwrite"],
            "only": only.pk if only else None,
        }
        return start_job(KIND, params, user, files=[InputFile(upload.name, "application/octet-stream", self.data_read)])


def _translation(request):
    """The Translation that ``?translation=`` names, or None; 404 for one that is not there."""
    key = request.GET.get("translation", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    return get_object_or_404(
        Translation.objects.select_related("source__locale", "source__specific_content_type", "target_locale"),
        pk=int(key),
    )


@require_http_methods(["GET", "POST"])
def files(request):
    """The form for a file, and what to know of files; with ``?translation=`` for that one alone."""
    if not may_import(request.user):
        raise PermissionDenied
    only = _translation(request)
    if only is not None and not _may_write(request.user, only.target_locale):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        return redirect("cases_cms_job", form.start(request.user, only).pk)
    context = {"form": form, "only": only, "formats": list(FORMATS)}
    return TemplateResponse(request, "cases_cms/localization/files.html", context)


@require_GET
@never_cache
def export_file(request, translation_id, file_format):
    """The file of one translation, to be saved."""
    translation = get_object_or_404(
        Translation.objects.select_related("source__locale", "source__specific_content_type", "target_locale"),
        pk=translation_id,
    )
    if file_format not in FORMATS:
        raise Http404
    if not may_work(request.user, translation.target_locale):
        raise PermissionDenied
    if not translation.enabled:
        messages.error(request, _("It was not handed over yet."))
        return redirect("localization:board")
    name, content_type, data = export(translation, file_format)
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type=content_type, headers=headers)


class FilesMenuItem(MenuItem):
    """For those who translate."""

    def is_shown(self, request):
        return may_import(request.user)


@hooks.register(MENU_HOOK)
def files_menu_item():
    return FilesMenuItem(
        gettext_lazy("Files"), reverse("localization:files"), name="translation-files", icon_name="download", order=60
    )


patterns += [
    path("files/", files, name="files"),
    path("files/<int:translation_id>/<slug:file_format>/", export_file, name="export"),
]
