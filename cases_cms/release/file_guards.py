"""What is kept of files under embargo: nobody of the public gets them, and no page outside shows them."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from wagtail.permissions import policy_registry

from cases_cms.core.media import PRIVATE, Access
from cases_cms.core.told import gettext as _
from cases_cms.release.embargo import embargoes, is_releasing, refusal
from cases_cms.release.enums import FileKind
from cases_cms.release.errors import EmbargoError
from cases_cms.release.files import files_of, held_ids, image_at, model_of, release_ids_of
from cases_cms.release.models import HeldFile

#: One of these, and the admin's door, is what it takes to see a file under embargo.
RIGHTS = ("choose", "change", "delete")

# --- Who gets them --------------------------------------------------------------------------------


def may_see_file(user, kind, pk):
    """Whether ``user`` sees a file in the admin: of those who work there, who may choose or change it."""
    if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    instance = model_of(kind).objects.filter(pk=pk).first()
    policy = policy_registry.get_by_type(model_of(kind))
    return instance is not None and policy.user_has_any_permission_for_instance(user, RIGHTS, instance)


def _is_for(request, kind, pk):
    """Whether the visitor may have a file under embargo.

    To one who may not, the answer must not tell that somebody was asked about: it does not vary by cookie.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return False
    accessed = request.session.accessed
    if request.user.is_authenticated and may_see_file(request.user, kind, pk):
        return True
    request.session.accessed = accessed
    return False


def media_access(request, name):
    """Guard of ``core.media``: pictures under embargo are for staff; a file that no picture knows is for nobody.

    Such a file may be what is left of a rendition made in a transaction that was undone. One query for the public.
    """
    found = image_at(name)
    if found is None:
        return Access.WITHHELD
    pk, is_held = found
    if not is_held:
        return Access.PUBLIC
    return Access.PRIVATE if _is_for(request, FileKind.IMAGE, pk) else Access.WITHHELD


def guard_document(document, request):
    """Before Wagtail serves a document: 404 for the public; staff are led to where the admin has it. One query."""
    if not held_ids(FileKind.DOCUMENT).filter(pk=document.pk).exists():
        return None
    if not _is_for(request, FileKind.DOCUMENT, document.pk):
        raise Http404
    response = HttpResponseRedirect(reverse("release:document", args=[document.pk, document.filename]))
    response["Cache-Control"] = PRIVATE
    return response


# --- Who shows them -------------------------------------------------------------------------------


def _let_out(page, held, known):
    """Files on the own page of an announced edition become public with it, unless they are in its folder."""
    for (kind, pk), release_id in list(held.items()):
        embargo = next((one for one in known if one.release_id == release_id), None)
        if embargo is not None and embargo.is_announced and page.path in embargo.paths:
            rows = HeldFile.objects.filter(kind=kind, object_id=pk, release_id=release_id)
            rows.delete()
    return release_ids_of({kind: [pk for one, pk in held if one == kind] for kind in FileKind})


def check_files(page):
    """Raise EmbargoError if ``page``, which is about to be public, shows a file of an edition under embargo.

    Besides reading the page's children one query, if it shows any, for pictures and one for documents.
    """
    held = release_ids_of(files_of(page))
    if not held:
        return
    known = embargoes()
    held = _let_out(page, held, known)
    for (kind, pk), release_id in sorted(held.items()):
        embargo = next((one for one in known if one.release_id == release_id), None)
        if embargo is None or not is_releasing(embargo.edition_key):
            raise EmbargoError(file_refusal(kind, pk, embargo))


def file_refusal(kind, pk, embargo):
    """Why a page with this file cannot be public now, and until when."""
    title = model_of(kind).objects.filter(pk=pk).values_list("title", flat=True).first() or ""
    reason = refusal(embargo) if embargo else _("This is kept for an edition whose pages have been deleted.")
    return _("“%(file)s”: %(reason)s") % {"file": title, "reason": reason}
