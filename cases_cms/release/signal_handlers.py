"""Every edition has its row, from its first page on."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from cases_cms.collection.models import EditionPage
from cases_cms.release.services import ensure_release


@receiver(post_save, sender=EditionPage, dispatch_uid="cases_cms_edition_has_release")
def edition_made(sender, instance, created=False, raw=False, **kwargs):
    """A new edition is under embargo; a translation shares the row of its source."""
    if created and not raw:
        ensure_release(instance.translation_key)
