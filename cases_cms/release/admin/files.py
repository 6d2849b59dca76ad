"""Files under embargo in the admin: where staff get documents, and the edition's folder."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.log_actions import LogFormatter

from cases_cms.core.media import private_file
from cases_cms.release.admin.frame import release_or_404
from cases_cms.release.admin.urls import patterns
from cases_cms.release.enums import FileKind
from cases_cms.release.file_guards import guard_document, may_see_file
from cases_cms.release.library import LET_GO, MADE, make_library

hooks.register("before_serve_document", guard_document, order=-10)  # before privacy, which would say that it is there


@require_safe
def document(request, pk, filename):
    """A document for those who may choose it; kept by nobody."""
    found = get_object_or_404(get_document_model(), pk=pk)
    if found.filename != filename:
        raise Http404
    if not may_see_file(request.user, FileKind.DOCUMENT, pk):
        raise PermissionDenied
    return private_file(
        request,
        found.file.name,
        content_type=found.content_type,
        filename=found.filename,
        attachment=found.content_disposition != "inline",
    )


@require_POST
def library(request, pk):
    """Makes the edition's folder, and leads to its pictures."""
    release = release_or_404(request, pk)
    folder = make_library(release=release, user=request.user)
    messages.success(request, _("What is put into the folder “%(name)s” is under embargo at once.") % {"name": folder})
    return HttpResponseRedirect(reverse("release:edition", args=[release.pk]))


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(MADE)(_formatter(gettext_lazy("Folder made"), gettext_lazy("Folder “%(name)s” made")))
    actions.register_action(LET_GO)(
        _formatter(gettext_lazy("File kept no longer"), gettext_lazy("The file “%(name)s” is not the edition's"))
    )


def _formatter(name, message):
    class Formatter(LogFormatter):
        label = name

        def format_message(self, log_entry):
            return message % {"name": (log_entry.data or {}).get("name", "")}

    return Formatter


patterns += [
    path("documents/<int:pk>/<path:filename>", document, name="document"),
    path("<int:pk>/library/", library, name="make_library"),
]
