"""Pictures, films and documents of a preview: those that its pages name, as long as the preview is open."""

from django.conf import settings
from django.http import Http404
from wagtail.documents import get_document_model

from cases_cms.core.media import private_file
from cases_cms.release.enums import FileKind
from cases_cms.release.files import held_ids, image_at, is_file_of


def file_response(access, request, rest):
    """The file that ``rest`` names, “<signature>/<name>” as ``Rewriter.file`` has it; 404 for any other.

    What a page names is not enough: a text may link to anything. It is sent if it is in the libraries, and not kept for
    another edition.
    """
    signature, _slash, name = rest.partition("/")
    if not access.is_signed(name, signature):
        raise Http404
    kind, _slash, name = name.partition("/")
    if kind == "document":
        return _document(access, request, name.partition("/")[0])
    return _picture(access, request, name)


def _document(access, request, number):
    document = get_document_model().objects.filter(pk=int(number)).select_related("collection").first()
    # What is private stays so, whoever links to it.
    if document is None or document.collection.get_view_restrictions().exists():
        raise Http404
    if held_ids(FileKind.DOCUMENT).filter(pk=document.pk).exists():
        _ask(access, FileKind.DOCUMENT, document.pk)
    inline = document.content_type in getattr(settings, "WAGTAILDOCS_INLINE_CONTENT_TYPES", ["application/pdf"])
    return private_file(
        request,
        document.file.name,
        content_type=document.content_type,
        filename=document.filename,
        attachment=not inline,
    )


def _picture(access, request, name):
    found = image_at(name) if name else None
    if found is None:
        raise Http404
    pk, is_held = found
    if is_held:
        _ask(access, FileKind.IMAGE, pk)
    return private_file(request, name)


def _ask(access, kind, pk):
    if not is_file_of(access.release, kind, pk):
        raise Http404
