"""System check: previews have an address."""

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


@register(Tags.urls)
def check_previews(app_configs, **kwargs):
    """The host includes the addresses of previews."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        reverse("cases_preview:linked", args=["x"])
    except NoReverseMatch:
        return [
            Warning(
                _("Nobody can look at an edition before its release: its previews have no address."),
                hint=_("Put path(“preview/”, include(“cases_cms.release.urls”)) into the root URLconf."),
                id="cases_cms.W035",
            )
        ]
    return []
