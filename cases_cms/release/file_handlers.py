"""When files come under embargo, and when a page that shows them is stopped."""

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import post_page_move

from cases_cms.collection.mixins import AboutCasesMixin
from cases_cms.core.visibility import is_irrelevant
from cases_cms.release.embargo import embargo_of, embargoes
from cases_cms.release.file_guards import check_files
from cases_cms.release.files import hold_files_of
from cases_cms.release.models import HeldPage


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


@receiver(post_page_move, dispatch_uid="cases_cms_hold_files_of_moved")
def page_moved(sender, instance, parent_page_before=None, parent_page_after=None, **kwargs):
    """So do drafts that were moved below an edition under embargo."""
    if embargo_of(instance) is not None and parent_page_before != parent_page_after:
        _hold_all(Page.objects.descendant_of(instance, inclusive=True))
