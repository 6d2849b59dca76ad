"""Keeps descriptions of pictures equal to the library's, in the transaction of what changes one."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.images import get_image_model

from cases_cms.localization import images
from cases_cms.localization.models import ImageText


@receiver(post_save)
def image_saved(sender, instance, raw=False, **kwargs):
    """The library's own description is the origin of its translations."""
    if not raw and sender is get_image_model():
        images.follow(instance)


@receiver([post_save, post_delete], sender=ImageText)
def text_changed(sender, raw=False, **kwargs):
    """Every process reads the descriptions anew."""
    if not raw:
        images.known_texts.touch()
