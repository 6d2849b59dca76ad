"""The embargo in Wagtail's own pages: a banner, “Approve for the release” where “Publish” was, and refusals."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.models import Page

from cases_cms.release.embargo import announcing, both, until
from cases_cms.release.guards import edition_at, embargo_keeping, embargoes_here
from cases_cms.release.page_forms import refusal_of
from cases_cms.release.ready import approve_for_release, is_waiting, ready_states, reasons_of, withdraw_approval
from cases_cms.release.rights import may_view

APPROVE, WITHDRAW = "action-approve-for-release", "action-withdraw-approval"


# --- The banner ------------------------------------------------------------------------------------


def _banner(page, embargo):
    """Why the page is not public, until when, and whether it is approved."""
    sentence = _("Under embargo %(until)s: this belongs to the edition of %(year)s and comes out with it.") % {
        "year": embargo.year,
        "until": until(embargo),
    }
    if not page.pk:
        return sentence
    state = ready_states([page])[page.pk]
    return both(sentence, _("It is approved for the release.") if state.is_ready else state.reason)


def _announced_banner(page, embargo):
    """What may be public of the page of an announced edition, and what waits."""
    sentence = _(
        "This page may be public before the release of the edition of %(year)s. What “Publish” makes public is public "
        "at once; what is approved for the release waits %(until)s."
    ) % {"year": embargo.year, "until": until(embargo)}
    if not is_waiting(page):
        return sentence
    state = ready_states([page])[page.pk]
    waits = _("A text is approved and waits; “Publish” would let it out now.")
    return both(sentence, waits if state.is_ready else state.reason)


def _show_banner(request, page, embargo):
    announced = announcing(page) if embargo is None and page.pk else None
    embargo = embargo or announced
    if request.method != "GET" or "_w_hydrate_create_view" in request.GET or embargo is None:
        return
    buttons = []
    if embargo.release_id is not None and may_view(request.user):
        buttons = [messages.button(reverse("release:edition", args=[embargo.release_id]), _("Release of the edition"))]
    # "lock" is the name of an icon for Wagtail's messages; there is none for "info".
    sentence = _announced_banner(page, embargo) if announced is not None else _banner(page, embargo)
    messages.info(request, format_html("{}", sentence), buttons=buttons, extra_tags="lock")


@hooks.register("before_edit_page", order=100)
def say_embargo(request, page):
    """After the hooks that lead elsewhere."""
    _show_banner(request, page, embargo_keeping(page))


@hooks.register("before_create_page", order=100)
def say_embargo_of_new_page(request, parent_page, page_class):
    _show_banner(request, page_class(), edition_at(parent_page.path, embargoes_here()))


# --- The menu of actions -----------------------------------------------------------------------------


class ApproveMenuItem(ActionMenuItem):
    """Saves the page, and approves it for the release."""

    label = gettext_lazy("Approve for the release")
    name = APPROVE
    icon_name = "success"


class WithdrawMenuItem(ActionMenuItem):
    """Saves the page, and takes its approval back."""

    label = gettext_lazy("Withdraw the approval for the release")
    name = WITHDRAW
    icon_name = "circle-xmark"


def _new_page(request):
    """A page of the type that the address of a form for a new one names."""
    names = request.resolver_match.kwargs
    return apps.get_model(names["content_type_app_name"], names["content_type_model_name"])()


@hooks.register("construct_page_action_menu", order=100)
def approve_instead_of_publishing(menu_items, request, context):
    page = context.get("page") or _new_page(request)
    if not refusal_of(page, context.get("parent_page")):
        if page.pk and announcing(page) is not None:
            _approve_beside_publishing(menu_items, page)
        return
    for item in menu_items:
        if isinstance(item, WorkflowMenuItem) and item.name == "approve" and _is_last_task(page):
            item.label = _("Approve for the release with comment") if item.launch_modal else ApproveMenuItem.label
    for place, item in enumerate(menu_items):
        if item.name == "action-publish":
            if page.pk and ready_states([page])[page.pk].is_ready:
                menu_items[place] = WithdrawMenuItem(order=item.order)
            elif page.pk and page.workflow_in_progress:
                del menu_items[place]  # its last task is the approval: another one would leave it running
            else:
                menu_items[place] = ApproveMenuItem(order=item.order)
            break


def _approve_beside_publishing(menu_items, page):
    """On the own page of an announced edition a text is published now, or waits for the release."""
    place = next((place for place, item in enumerate(menu_items) if item.name == "action-publish"), None)
    if place is None:
        return
    order = menu_items[place].order
    if is_waiting(page):
        menu_items.insert(place + 1, WithdrawMenuItem(order=order))
    if not is_waiting(page) or not ready_states([page])[page.pk].is_ready:
        menu_items.insert(place + 1, ApproveMenuItem(order=order))


def _is_last_task(page):
    state = page.current_workflow_state if page.pk else None
    return bool(state and state.is_at_final_task)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def approve_from_the_editor(request, page):
    """The page is saved; its approval may still be refused, with the reasons."""
    if WITHDRAW in request.POST:
        withdraw_approval(page=page, user=request.user)
    elif APPROVE in request.POST:
        try:
            approve_for_release(page=page, user=request.user)
        except ValidationError as error:
            reasons = {"title": page.get_admin_display_title(), "reasons": reasons_of(error, page)}
            messages.error(request, _("“%(title)s” is saved, but not approved: %(reasons)s") % reasons)
    else:
        return None
    return redirect("wagtailadmin_pages:edit", page.pk)


# --- What is refused ----------------------------------------------------------------------------------


@hooks.register("before_publish_page")
def refuse_to_publish(request, page):
    """The draft is saved; where the page's form did not know, the person is told here."""
    sentence = refusal_of(page)
    if not sentence:
        return None
    messages.error(request, sentence)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_edit_page", order=-30)
def refuse_to_publish_translation(request, page):
    """Before localization's own, which says only that the person may not: wagtail-localize's editor publishes so."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    return refuse_to_publish(request, page)


@hooks.register("before_bulk_action", order=-10)
def refuse_to_publish_in_bulk(request, action_type, objects, view):
    if action_type != "publish":
        return None
    pages = [page for page in objects if isinstance(page, Page)]
    if view.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in pages for below in page.get_descendants().not_live().specific()]
    kept = [(page, sentence) for page in pages if (sentence := refusal_of(page.get_latest_revision_as_object()))]
    if not kept:
        return None
    names = _(", ").join(f"“{page.get_admin_display_title()}”" for page, _sentence in kept[:5])
    if len(kept) > 5:
        names = f"{names} …"
    messages.error(request, _("Nothing was published: %(names)s. %(reason)s") % {"names": names, "reason": kept[0][1]})
    return redirect(view.next_url)
