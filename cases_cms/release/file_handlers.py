"""When files come under embargo, and when a page that shows them is stopped."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import post_page_move

from cases_cms.collection.mixins import AboutCasesMixin
from cases_cms.core.visibility import is_irrelevant
from cases_cms.release.embargo import embargo_of, embargo_of_edition, embargoes
from cases_cms.release.file_guards import check_files
from cases_cms.release.files import hold_anew, hold_files_of, let_go_of_files
from cases_cms.release.models import EditionRelease, HeldPage


@receiver(post_save, sender=Revision, dispatch_uid="cases_cms_hold_files_of_revision")
def revision_saved(sender, instance, raw=False, **kwargs):
    """What a draft under embargo uses is held from now on."""
    if raw or instance.base_content_type.model_class() is not Page:
        return
    page, known = instance.content_object, embargoes()
    # A draft may be about other cases than its page.
    if page is not None and known and (isinstance(page, AboutCasesMixin) or embargo_of(page, known) is not None):
        hold_files_of(instance.as_object(), known)


@receiver(pre_save, dispatch_uid="cases_cms_held_files_stay")
def page_about_to_be_public(sender, instance, raw=False, update_fields=None, **kwargs):
    """A page that is, or becomes, public shows no file that is under embargo."""
    if issubclass(sender, Page) and instance.live and not raw and not is_irrelevant(update_fields):
        check_files(instance)


def _hold_all(pages):
    known = embargoes()
    for page in pages.specific():
        hold_files_of(page, known)
        hold_files_of(page.get_latest_revision_as_object(), known)


@receiver(post_save, sender=HeldPage, dispatch_uid="cases_cms_hold_files_of_page")
def page_held(sender, instance, raw=False, **kwargs):
    """A page kept for an edition keeps its files."""
    if not raw:
        _hold_all(Page.objects.filter(translation_key=instance.page_key))


@receiver(post_delete, sender=HeldPage, dispatch_uid="cases_cms_let_go_of_files_of_page")
def page_let_go(sender, instance, **kwargs):
    """One that is kept no longer takes its files along."""
    release = EditionRelease.objects.filter(pk=instance.release_id).first()
    if release is not None:
        let_go_of_files(release, instance.page_key)


@receiver(post_save, sender=EditionRelease, dispatch_uid="cases_cms_hold_files_of_unannounced")
def announcement_changed(sender, instance, raw=False, update_fields=None, **kwargs):
    """The files of an edition's own page are secret again with it."""
    if not raw and "is_announced" in (update_fields or ()) and not instance.is_announced:
        embargo = embargo_of_edition(instance.edition_key)
        if embargo is not None:
            hold_anew(embargo)


@receiver(post_page_move, dispatch_uid="cases_cms_hold_files_of_moved")
def page_moved(sender, instance, parent_page_before=None, parent_page_after=None, **kwargs):
    """So do drafts that were moved below an edition under embargo."""
    if embargo_of(instance) is not None and parent_page_before != parent_page_after:
        _hold_all(Page.objects.descendant_of(instance, inclusive=True))
