"""Files under embargo in the admin: the list of an edition's, its folder, and where staff get documents."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.log_actions import LogFormatter

from cases_cms.core.media import private_file
from cases_cms.core.pagination import paginate
from cases_cms.release.admin.frame import frame, release_or_404
from cases_cms.release.admin.urls import patterns
from cases_cms.release.embargo import joined
from cases_cms.release.enums import FileKind
from cases_cms.release.errors import EmbargoError
from cases_cms.release.file_guards import check_files, guard_document, may_see_file
from cases_cms.release.files import ids_of, model_of
from cases_cms.release.library import LET_GO, MADE, let_go_of_file, make_library
from cases_cms.release.rights import may_prepare

#: Files on a page of the list.
PER_PAGE = 50
THUMBNAIL = "max-165x165"

hooks.register("before_serve_document", guard_document, order=-10)  # before privacy, which would say that it is there


@hooks.register("before_publish_page")
def keep_draft(request, page):
    """A page that shows a held file is not published; what its editor wrote stays as a draft."""
    try:
        check_files(page)
    except EmbargoError as error:
        messages.error(request, joined(error.messages))
        messages.warning(request, _("What you wrote was saved as a draft."))
        return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return None


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


def _rows(release, kind, page):
    """The files of a page of the list, with whether they are in the edition's folder, or below it."""
    pks = list(page.object_list)
    files = model_of(kind).objects.filter(pk__in=pks).select_related("collection")
    if kind == FileKind.IMAGE:
        files = files.prefetch_renditions(THUMBNAIL)
    folder = release.library.path if release.library else None
    found = {file.pk: file for file in files}
    return [
        {"file": found[pk], "is_in_folder": folder is not None and found[pk].collection.path.startswith(folder)}
        for pk in pks
        if pk in found
    ]


@require_GET
def files(request, pk):
    """Pictures, or documents, that belong to an edition; as many queries for one as for fifty."""
    release = release_or_404(request, pk)
    kind = FileKind.DOCUMENT if request.GET.get("kind") == FileKind.DOCUMENT else FileKind.IMAGE
    page = paginate(ids_of(release, kind), request, per_page=PER_PAGE)
    context = {
        **frame(release, "files"),
        "kind": kind,
        "kinds": [(one.value, one.label, one == kind) for one in FileKind],
        "rows": _rows(release, kind, page),
        "page_obj": page,
        "may_prepare": may_prepare(request.user) and not release.is_released,
        "edit_url_name": "wagtailimages:edit" if kind == FileKind.IMAGE else "wagtaildocs:edit",
        "index_url": reverse("wagtailimages:index" if kind == FileKind.IMAGE else "wagtaildocs:index"),
    }
    return TemplateResponse(request, "cases_cms/release/files.html", context)


def _back(release, kind=""):
    query = f"?kind={kind}" if kind == FileKind.DOCUMENT else ""
    return HttpResponseRedirect(reverse("release:files", args=[release.pk]) + query)


@require_POST
def library(request, pk):
    """Makes the edition's folder."""
    release = release_or_404(request, pk)
    folder = make_library(release=release, user=request.user)
    messages.success(request, _("What is put into the folder “%(name)s” is under embargo at once.") % {"name": folder})
    return _back(release)


@require_POST
def let_go(request, pk, kind, file_pk):
    """Says that a file does not belong to the edition."""
    release = release_or_404(request, pk)
    if kind not in FileKind.values:
        raise Http404
    try:
        let_go_of_file(release=release, kind=FileKind(kind), pk=file_pk, user=request.user)
    except ValidationError as error:
        messages.error(request, joined(error.messages))
    else:
        messages.success(request, _("The file no longer belongs to the edition."))
    return _back(release, kind)


patterns += [
    path("documents/<int:pk>/<path:filename>", document, name="document"),
    path("<int:pk>/files/", files, name="files"),
    path("<int:pk>/files/<str:kind>/<int:file_pk>/", let_go, name="let_go_of_file"),
    path("<int:pk>/library/", library, name="make_library"),
]


def _formatter(name, message):
    class Formatter(LogFormatter):
        label = name

        def format_message(self, log_entry):
            return message % {"name": (log_entry.data or {}).get("name", "")}

    return Formatter


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(MADE)(_formatter(gettext_lazy("Folder made"), gettext_lazy("Folder “%(name)s” made")))
    actions.register_action(LET_GO)(
        _formatter(gettext_lazy("File kept no longer"), gettext_lazy("The file “%(name)s” is not the edition's"))
    )
