"""Views of the admin for those who write: suggested slugs, a page in all its languages side by side."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail.admin.views.pages.preview import ViewDraftView
from wagtail.models import Locale, Page
from wagtail.utils.decorators import xframe_options_sameorigin_override

from cases_cms.core.languages import language_tag
from cases_cms.core.slugs import free_slug, make_slug

#: Widths at which a page is looked at, in CSS pixels: ``(width, name, height of the window)``.
WIDTHS = ((360, _("Phone"), 740), (768, _("Tablet"), 1024), (1440, _("Desk"), 900))
TITLE_LENGTH = 255


def may_see_drafts(page, user):
    """Whether a person may see what of ``page`` is not published: as Wagtail's "view draft"."""
    permissions = page.permissions_for_user(user)
    return permissions.can_edit() or permissions.can_publish()


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _place(request):
    """``(parent, page)`` that a suggested slug is for; (None, None) where the person may not write."""
    page = Page.objects.filter(pk=_number(request.GET.get("page"))).first()
    if page is not None:
        return (page.get_parent(), page) if page.permissions_for_user(request.user).can_edit() else (None, None)
    parent = Page.objects.filter(pk=_number(request.GET.get("parent"))).first()
    if parent is not None and parent.permissions_for_user(request.user).can_add_subpage():
        return parent, None
    return None, None


@require_GET
def suggest_slug(request):
    """The slug for a title, free below the parent named; ``{"slug": ""}`` for an empty title."""
    title = request.GET.get("title", "")[:TITLE_LENGTH]
    slug = make_slug(title) if title.strip() else ""
    parent, page = _place(request)
    if slug and parent is not None:
        slug = free_slug(slug, parent, page)
    return JsonResponse({"slug": slug})


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class FramedDraftView(ViewDraftView):
    """The latest draft of a page, as Wagtail shows it to editors, in a frame of the admin."""


def _language(locale, page, source, user):
    """What the view of several languages says of one of them; ``page`` is None where there is none."""
    entry = {"locale": locale, "tag": language_tag(locale.language_code), "page": page}
    if page is None:
        if user.has_perm("wagtail_localize.submit_translation"):
            entry["translate_url"] = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
        return entry
    permissions = page.permissions_for_user(user)
    if permissions.can_edit():
        entry["edit_url"] = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if may_see_drafts(page, user):
        entry["frame_url"] = reverse("cases_cms_framed_draft", args=[page.pk])
    return entry


@require_GET
def side_by_side(request, page_id):
    """The latest draft of a page in every language, next to each other, at the width chosen or at all three.

    PermissionDenied (Wagtail leads away with a message) for who may not see the page's drafts.
    """
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id, depth__gt=1).specific
    if not may_see_drafts(page, request.user):
        raise PermissionDenied
    versions = {version.locale_id: version for version in page.get_translations(inclusive=True).filter(alias_of=None)}
    versions[page.locale_id] = page
    chosen = request.GET.get("width", "")
    widths = [width for width in WIDTHS if str(width[0]) == chosen] or list(WIDTHS)
    context = {
        "page": page,
        "languages": [
            _language(locale, versions.get(locale.pk), page, request.user)
            for locale in sorted(Locale.objects.all(), key=lambda locale: (locale.pk != page.locale_id, locale.pk))
        ],
        "widths": widths,
        "all_widths": WIDTHS,
        "chosen": chosen if len(widths) == 1 else "",
    }
    return TemplateResponse(request, "cases_cms/desk/side_by_side.html", context)
