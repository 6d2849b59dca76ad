"""What happens to the pictures of the site settings elsewhere."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.images import get_image_model

from cases_cms.core.memory import touch
from home.site_settings import STAMP, SiteSettings


@receiver(post_delete, sender=get_image_model(), dispatch_uid="home_image_deleted")
def forget_deleted_picture(**kwargs):
    """The settings have lost it by now."""
    touch(STAMP)


@receiver(post_save, sender=get_image_model(), dispatch_uid="home_image_saved")
def forget_changed_picture(instance, created, **kwargs):
    """Its file, or the part of it that matters, may be another one now."""
    if not created and SiteSettings.objects.filter(Q(logo=instance) | Q(social_image=instance)).exists():
        touch(STAMP)
