"""Changes of the reference site's own settings."""

from django.db import transaction
from wagtail.log_actions import log


@transaction.atomic
def save_site_settings(*, settings, user=None):
    """Check, save and log ``settings`` (SiteSettings with its children); returns it. Raises ValidationError."""
    settings.full_clean()
    for name in ("texts", "contacts", "links"):
        for child in getattr(settings, name).all():
            child.full_clean(exclude=["settings"])
    settings.save()
    log(instance=settings, action="wagtail.edit", user=user, content_changed=True)
    return settings
