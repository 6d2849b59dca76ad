"""Release → Editions: the list, and one edition's plan."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cases_cms.release.admin.frame import frame, release_or_404
from cases_cms.release.admin.urls import patterns
from cases_cms.release.menu import MENU_HOOK
from cases_cms.release.models import EditionRelease
from cases_cms.release.rights import may_view
from cases_cms.release.selectors import editions_by_key


@require_GET
def editions(request):
    """All editions, the newest first; as many queries for one as for ten."""
    if not may_view(request.user):
        raise PermissionDenied
    releases = list(EditionRelease.objects.all())
    pages = editions_by_key([release.edition_key for release in releases])
    for release in releases:
        release.edition = pages.get(release.edition_key)
    releases = [release for release in releases if release.edition]
    releases.sort(key=lambda release: -release.edition.year)
    context = {
        "releases": releases,
        "header_title": _("Editions and their releases"),
        "header_icon": "date",
        "breadcrumbs_items": [{"url": "", "label": _("Editions and their releases")}],
    }
    return TemplateResponse(request, "cases_cms/release/editions.html", context)


@require_GET
def edition(request, pk):
    """One edition: its plan."""
    release = release_or_404(request, pk)
    return TemplateResponse(request, "cases_cms/release/edition.html", frame(release, "edition"))


patterns += [path("", editions, name="editions"), path("<int:pk>/", edition, name="edition")]


class ReleaseMenuItem(MenuItem):
    """Shown to those who may see releases."""

    def is_shown(self, request):
        return may_view(request.user)


@hooks.register(MENU_HOOK)
def editions_item():
    return ReleaseMenuItem(
        gettext_lazy("Editions"), reverse("release:editions"), name="release-editions", icon_name="date", order=10
    )
