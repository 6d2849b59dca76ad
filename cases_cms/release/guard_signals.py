"""Asks the guards before anything is written, and keeps what follows from an embargo up to date."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published, post_page_move, pre_page_move

from cases_cms.collection import catalogue
from cases_cms.collection.models import EditionPage
from cases_cms.core.visibility import is_irrelevant
from cases_cms.release.embargo import announcing
from cases_cms.release.enums import EditionState
from cases_cms.release.guards import check_may_go_live, check_may_move, clear_schedules
from cases_cms.release.models import EditionRelease, HeldPage, ReadyMark
from cases_cms.release.withheld import embargo_changed
from cases_cms.search.shown import pages_changed

#: Columns of an EditionRelease on which depends what the public sees.
SHOWN = {"state", "is_announced", "edition_key"}


@receiver(pre_save, dispatch_uid="cases_cms_embargo_of_pages")
def page_will_be_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Every way of publishing ends here: buttons, schedules, workflows, aliases, translations, programs."""
    if raw or not issubclass(sender, Page) or not instance.live or is_irrelevant(update_fields):
        return
    check_may_go_live(instance)


@receiver(pre_save, sender=Revision, dispatch_uid="cases_cms_embargo_of_schedules")
def revision_will_be_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """What is under embargo is not scheduled either: it comes out with its edition."""
    if raw or not instance.approved_go_live_at:
        return
    if update_fields is not None and "approved_go_live_at" not in update_fields:
        return
    page = instance.as_object()
    if isinstance(page, Page):
        check_may_go_live(page)


@receiver(pre_page_move, dispatch_uid="cases_cms_embargo_of_moves")
def page_will_be_moved(sender, instance, parent_page_after, **kwargs):
    check_may_move(instance, parent_page_after)


@receiver(post_page_move, dispatch_uid="cases_cms_embargo_moved")
def page_was_moved(sender, **kwargs):
    """Paths have changed, those of pages beside it, too."""
    embargo_changed()
    clear_schedules()


@receiver(post_save, sender=EditionPage, dispatch_uid="cases_cms_embargo_edition_made")
def edition_saved(sender, created=False, raw=False, **kwargs):
    if created or raw:
        embargo_changed()


@receiver(post_delete, sender=EditionPage, dispatch_uid="cases_cms_embargo_edition_deleted")
def edition_deleted(sender, **kwargs):
    embargo_changed()


@receiver(post_save, sender=EditionRelease, dispatch_uid="cases_cms_embargo_saved")
def release_saved(sender, instance, update_fields=None, **kwargs):
    """Who writes the state by ``update`` does this: ``follow_state``."""
    if update_fields is None or SHOWN & set(update_fields):
        follow_state(instance)


@receiver(post_delete, sender=EditionRelease, dispatch_uid="cases_cms_embargo_deleted")
def release_deleted(sender, instance, **kwargs):
    follow_state(instance)


def follow_state(release):
    """Let lists, search and schedules follow the state of ``release``, in the caller's transaction."""
    embargo_changed()
    pages_changed()
    keys = set()
    for path in (
        EditionPage.objects.filter(translation_key=release.edition_key).order_by().values_list("path", flat=True)
    ):
        keys |= catalogue.keys_below(path)
    catalogue.sync(keys)
    if release.state == EditionState.EMBARGO:
        clear_schedules()


@receiver(page_published, dispatch_uid="cases_cms_approval_falls")
def page_was_published(sender, instance, is_followed=False, **kwargs):
    """Of an announced edition's own page: whoever publishes it now lets nothing of it wait any more."""
    if not is_followed and isinstance(instance, EditionPage) and announcing(instance) is not None:
        ReadyMark.objects.filter(page_id=instance.pk).delete()


@receiver([post_save, post_delete], sender=HeldPage, dispatch_uid="cases_cms_embargo_held_page")
def held_page_changed(sender, raw=False, **kwargs):
    if not raw:
        pages_changed()
        clear_schedules()
