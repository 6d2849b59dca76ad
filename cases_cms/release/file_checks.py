"""System checks: ways in which uploads could be had around the embargo."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Info, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from cases_cms.core.conf import get_setting
from cases_cms.core.media import serve_media

ID = "cases_cms"


def _is_routed():
    """Whether pictures' addresses lead to the view that asks the guards."""
    if not settings.MEDIA_URL.startswith("/"):
        return False
    try:
        found = [resolve(f"{settings.MEDIA_URL}{folder}/picture.webp") for folder in ("images", "original_images")]
    except Resolver404:
        return False
    return all(match.func is serve_media for match in found)


def _is_below(folder, above):
    return bool(above) and Path(folder).resolve().is_relative_to(Path(above).resolve())


@register(Tags.security, deploy=True)
def check_media(app_configs, **kwargs):
    """Pictures and documents of an edition that is not released are asked for where the embargo is known."""
    problems = []
    storages = (default_storage, get_image_model().get_rendition_model()._meta.get_field("file").storage)
    if not all(isinstance(each, FileSystemStorage) for each in storages):
        problems.append(
            Warning(
                _("Uploads are in a storage that hands them out itself: it does not know what is under embargo."),
                hint=_("Keep uploads in files, or a storage whose addresses are secret, and let Django serve them."),
                id=f"{ID}.W030",
            )
        )
    if not _is_routed():
        problems.append(
            Warning(
                _("Pictures are not served by the plugin: those of an edition under embargo are open to everybody."),
                hint=_("Include “cases_cms.core.media_urls” before other addresses, with MEDIA_URL on this host."),
                id=f"{ID}.W031",
            )
        )
    if getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None) in ("direct", "redirect"):
        problems.append(
            Warning(
                _("Documents are handed out at the addresses of their files, which do not know what is under embargo."),
                hint=_("Remove WAGTAILDOCS_SERVE_METHOD from the settings."),
                id=f"{ID}.W032",
            )
        )
    public = [settings.STATIC_ROOT, getattr(settings, "WHITENOISE_ROOT", None)]
    if any(_is_below(settings.MEDIA_ROOT, folder) for folder in public):
        problems.append(
            Warning(
                _("The folder of uploads is inside one that is served as it is."),
                hint=_("Move MEDIA_ROOT out of STATIC_ROOT and WHITENOISE_ROOT."),
                id=f"{ID}.W033",
            )
        )
    location = get_setting("MEDIA_ACCEL")
    if location and f"{location.rstrip('/')}/".startswith(settings.MEDIA_URL):
        problems.append(
            Warning(
                _("The web server's internal location is the public one: nothing would be asked."),
                hint=_("Give MEDIA_ACCEL another path than MEDIA_URL, and mark it “internal”."),
                id=f"{ID}.W034",
            )
        )
    if not location:
        problems.append(
            Info(
                _("Django sends pictures itself, which is slow."),
                hint=_(
                    "Set MEDIA_ACCEL to an internal location of the web server (docs/deployment.md); a location that "
                    "serves MEDIA_ROOT itself would get around the embargo."
                ),
                id=f"{ID}.I030",
            )
        )
    return problems
