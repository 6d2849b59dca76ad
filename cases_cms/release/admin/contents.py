"""An edition's contents: what comes out with it, what is kept for it, its folder of the libraries."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from cases_cms.core.languages import language_label
from cases_cms.release import planning
from cases_cms.release.admin.actions import ActionView
from cases_cms.release.admin.frame import frame, release_or_404
from cases_cms.release.admin.urls import patterns
from cases_cms.release.contents import contents_of, keepable_pages, released_pages
from cases_cms.release.embargo import required_languages
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import HeldFile
from cases_cms.release.rights import may_prepare


@require_GET
def contents(request, pk):
    """The pages of an edition by kind and language; of a released one, what its release made public."""
    release = release_or_404(request, pk)
    codes = required_languages(release)
    context = {
        **frame(release, "contents"),
        "may_prepare": may_prepare(request.user),
        "kinds": contents_of(release, request.user, codes),
        "released_pages": _released(release),
        "files": HeldFile.objects.filter(release=release).count(),
        "keepable": keepable_pages(request.user) if not release.is_released and may_prepare(request.user) else [],
    }
    return TemplateResponse(request, "cases_cms/release/contents.html", context)


def _released(release):
    if not release.is_released:
        return []
    return [(page, language_label(page.language)) for page in released_pages(release)]


class KeepView(ActionView):
    """Keep a page for the release, or no longer."""

    back = "release:contents"

    def named(self):
        number = self.request.POST.get("page", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise ReleaseRefusedError(_("Choose a page."))
        return get_object_or_404(Page, pk=int(number))


class HoldView(KeepView):
    def act(self, release):
        page = self.named()
        planning.hold_page(release=release, page=page, user=self.request.user)
        messages.success(
            self.request, _("“%(title)s” comes out with the edition.") % {"title": page.get_admin_display_title()}
        )


class LetGoView(KeepView):
    def act(self, release):
        page = self.named()
        planning.let_go(release=release, page=page, user=self.request.user)
        messages.success(
            self.request,
            _("“%(title)s” is kept no longer; it stays a draft.") % {"title": page.get_admin_display_title()},
        )


patterns += [
    path("<int:pk>/contents/", contents, name="contents"),
    path("<int:pk>/contents/hold/", HoldView.as_view(), name="hold"),
    path("<int:pk>/contents/let-go/", LetGoView.as_view(), name="let_go"),
]
