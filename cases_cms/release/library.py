"""The folder of an edition's pictures and documents: what is put there is under embargo from its first second."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection

from cases_cms.core.turns import take_turn
from cases_cms.release.embargo import embargo_of_edition
from cases_cms.release.errors import EmbargoError
from cases_cms.release.files import files_of_edition, model_of
from cases_cms.release.models import EditionRelease, HeldFile
from cases_cms.release.rights import may_prepare
from cases_cms.release.selectors import source_of

MADE = "cases_release.make_library"
LET_GO = "cases_release.let_go_of_file"


@transaction.atomic
def make_library(*, release, user):
    """The folder of ``release``, made at the top of the libraries if there is none; returns the Collection.

    Groups have the rights there that they have on all folders. PermissionDenied without the right to prepare a release.
    """
    if user is not None and not may_prepare(user):
        raise PermissionDenied
    take_turn()
    release = EditionRelease.objects.select_for_update(of=("self",)).select_related("library").get(pk=release.pk)
    if release.library is not None:
        return release.library
    page = source_of(release)
    name = _("Edition of %(year)s") % {"year": page.year} if page else str(release.edition_key)
    release.library = Collection.get_first_root_node().add_child(name=name)
    release.save(update_fields=["library"])
    if page:
        log(page, MADE, user=user, data={"name": name})
    return release.library


@transaction.atomic
def let_go_of_file(*, release, kind, pk, user):
    """Say that a file that a draft used does not belong to the edition: it may be public.

    EmbargoError while a page of the edition uses it; PermissionDenied without the right to prepare a release.
    """
    if user is not None and not may_prepare(user):
        raise PermissionDenied
    take_turn()
    embargo = embargo_of_edition(release.edition_key)
    if embargo is not None and pk in files_of_edition(embargo, as_published=False).get(kind, ()):
        raise EmbargoError(_("A page of the edition uses this file."))
    if not HeldFile.objects.filter(release=release, kind=kind, object_id=pk).delete()[0]:
        return
    page = source_of(release)
    title = model_of(kind).objects.filter(pk=pk).values_list("title", flat=True).first() or ""
    if page:
        log(page, LET_GO, user=user, data={"name": title})
