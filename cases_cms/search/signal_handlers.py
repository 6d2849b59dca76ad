"""Says that the public pages may have changed, in the transaction that changes them."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction

from cases_cms.core.visibility import is_irrelevant
from cases_cms.search.shown import pages_changed


@receiver(post_save, dispatch_uid="cases_cms_search_page_saved")
def page_saved(sender, instance, created=False, raw=False, update_fields=None, **kwargs):
    """A page was saved, moved or unpublished; a new draft changes nothing that is public."""
    if raw or not isinstance(instance, Page) or is_irrelevant(update_fields) or (created and not instance.live):
        return
    pages_changed()


@receiver(post_delete, sender=Page, dispatch_uid="cases_cms_search_page_deleted")
def page_deleted(sender, **kwargs):
    """A page of any type is gone: Django says so of its row in the table of pages, too."""
    pages_changed()


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="cases_cms_search_restriction")
@receiver([post_save, post_delete], sender=Locale, dispatch_uid="cases_cms_search_locale")
def condition_changed(sender, raw=False, **kwargs):
    """What is public, or in which languages, has changed."""
    if not raw:
        pages_changed()
