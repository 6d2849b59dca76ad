"""An edition's previews: links with a secret, and guests."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail import hooks
from wagtail.admin.utils import get_admin_base_url
from wagtail.log_actions import LogFormatter

from cases_cms.core.conf import get_setting
from cases_cms.release import previews
from cases_cms.release.admin.frame import frame, release_or_404
from cases_cms.release.admin.preview_forms import GuestForm, LinkForm
from cases_cms.release.admin.urls import patterns
from cases_cms.release.models import PreviewGuest, PreviewLink
from cases_cms.release.rights import may_prepare
from cases_cms.release.times import in_zones


def _release(request, pk):
    if not may_prepare(request.user):
        raise PermissionDenied
    return release_or_404(request, pk)


def _state(link):
    if link.revoked_at is not None:
        return pgettext("preview link", "revoked")
    if link.expires_at <= timezone.now():
        return pgettext("preview link", "expired")
    return pgettext("preview link", "valid")


def _full(path_):
    return (get_admin_base_url() or "") + path_


def _addresses(release, secret=""):
    """``(address of the new link or "", address for guests)``; empty where the host includes no previews."""
    try:
        guests = _full(reverse("cases_preview:invited", args=[release.pk]))
        return _full(reverse("cases_preview:linked", args=[secret])) if secret else "", guests
    except NoReverseMatch:
        return "", ""


def _page(request, release, *, link_form=None, guest_form=None, made=None, secret=""):
    zone = str(get_setting("TIME_ZONE_NAME"))
    links = list(release.preview_links.select_related("created_by"))
    for link in links:
        link.is_open = previews.is_open(link)
        link.state = _state(link)
        link.until = in_zones(link.expires_at.replace(second=0))
        link.last = in_zones(link.last_used_at and link.last_used_at.replace(second=0))
    new_address, guests_address = _addresses(release, secret)
    context = {
        **frame(release, "previews"),
        "links": links,
        "guests": release.preview_guests.select_related("user", "invited_by").order_by("pk"),
        "link_form": link_form or LinkForm(zone=zone),
        "guest_form": guest_form or GuestForm(prefix="guest"),
        "made": made,
        "new_address": new_address,
        "guests_address": guests_address,
    }
    response = TemplateResponse(request, "cases_cms/release/previews.html", context)
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request, pk):
    """Links and guests; a POST makes a link, whose address is in the answer to it and never again."""
    release = _release(request, pk)
    if request.method != "POST":
        return _page(request, release)
    form = LinkForm(request.POST, zone=str(get_setting("TIME_ZONE_NAME")))
    made, secret = None, ""
    if form.is_valid():
        try:
            made, secret = previews.make_link(release=release, user=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, release, link_form=None if made else form, made=made, secret=secret)


@require_POST
def revoke(request, pk, link_pk):
    """End a link."""
    release = _release(request, pk)
    link = get_object_or_404(PreviewLink, pk=link_pk, release=release)
    if previews.revoke_link(link=link, user=request.user):
        messages.success(request, _("The link for %(label)s leads nowhere now.") % {"label": link.label})
    return redirect("release:previews", pk)


@require_POST
def invite(request, pk):
    """Invite a guest."""
    release = _release(request, pk)
    form = GuestForm(request.POST, prefix="guest")
    if not form.is_valid():
        return _page(request, release, guest_form=form)
    previews.invite(release=release, guest=form.guest, user=request.user)
    messages.success(request, _("%(name)s may read the preview now.") % {"name": form.guest.get_username()})
    return redirect("release:previews", pk)


@require_POST
def uninvite(request, pk, guest_pk):
    """Take an invitation back."""
    release = _release(request, pk)
    guest = get_object_or_404(PreviewGuest.objects.select_related("user", "release"), pk=guest_pk, release=release)
    if previews.uninvite(guest=guest, user=request.user):
        name = guest.user.get_username()
        messages.success(request, _("%(name)s may read the preview no longer.") % {"name": name})
    return redirect("release:previews", pk)


patterns += [
    path("<int:pk>/previews/", overview, name="previews"),
    path("<int:pk>/previews/<int:link_pk>/revoke/", revoke, name="revoke_preview"),
    path("<int:pk>/previews/guests/", invite, name="invite_guest"),
    path("<int:pk>/previews/guests/<int:guest_pk>/remove/", uninvite, name="remove_guest"),
]


# --- Log ----------------------------------------------------------------------------------------

MESSAGES = {
    "make_preview_link": (gettext_lazy("Preview link made"), gettext_lazy("Preview link for “%(label)s” made")),
    "revoke_preview_link": (
        gettext_lazy("Preview link revoked"),
        gettext_lazy("Preview link for “%(label)s” revoked"),
    ),
    "invite_guest": (gettext_lazy("Guest invited"), gettext_lazy("“%(label)s” may read the preview")),
    "remove_guest": (gettext_lazy("Guest removed"), gettext_lazy("“%(label)s” may read the preview no longer")),
}


def _formatter(verb):
    class Formatter(LogFormatter):
        label = MESSAGES[verb][0]

        def format_message(self, log_entry):
            return MESSAGES[verb][1] % {"label": (log_entry.data or {}).get("label", "")}

    return Formatter


@hooks.register("register_log_actions")
def log_actions(actions):
    for verb in MESSAGES:
        actions.register_action(f"cases_release.{verb}")(_formatter(verb))
