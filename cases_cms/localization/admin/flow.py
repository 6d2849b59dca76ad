"""The flow in the admin: one's queue, and what its services are called in Wagtail's log."""

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.log_actions import LogFormatter

from cases_cms.core import dashboard
from cases_cms.core.dashboard_panels import DashboardPanel
from cases_cms.core.languages import language_label
from cases_cms.localization.admin.urls import patterns
from cases_cms.localization.menu import MENU_HOOK
from cases_cms.localization.queue import queue_of
from cases_cms.localization.rights import languages_of, may_manage


def has_queue(user):
    """Whether the workshop has anything for ``user``."""
    return bool(user.is_superuser or languages_of(user) or may_manage(user))


def queue(request):
    """What waits for the person who asks."""
    if not has_queue(request.user):
        raise PermissionDenied
    return TemplateResponse(
        request,
        "cases_cms/localization/flow_queue.html",
        {"lists": queue_of(request.user), "page_title": _("My queue"), "header_icon": "tasks"},
    )


patterns += [path("queue/", queue, name="queue")]


class QueueMenuItem(MenuItem):
    """For those who translate or review."""

    def is_shown(self, request):
        return has_queue(request.user)


@hooks.register(MENU_HOOK)
def queue_item():
    return QueueMenuItem(
        gettext_lazy("My queue"), reverse("localization:queue"), name="translation-queue", icon_name="tasks", order=10
    )


class QueuePanel(DashboardPanel):
    """The beginning of one's queue, on the admin's first page."""

    name = "cases_cms_queue"
    template_name = "cases_cms/localization/flow_panel.html"
    order = 115
    LIMIT = 5

    @property
    def media(self):
        return super().media + Media(css={"all": [versioned_static("cases_cms/localization/flow.css")]})

    def get_context_data(self, parent_context):
        return {
            **super().get_context_data(parent_context),
            "heading": _("My translations"),
            "lists": queue_of(self.user, self.LIMIT),
        }


@dashboard.register
def queue_panel(request):
    """For those who have languages; others have no queue."""
    return QueuePanel(request) if languages_of(request.user) else None


# --- The log ---------------------------------------------------------------------------------

MESSAGES = {
    "assign": (gettext_lazy("Translation assigned"), gettext_lazy("%(language)s: assigned to %(person)s")),
    "submit": (gettext_lazy("Translation submitted"), gettext_lazy("%(language)s: submitted for review")),
    "withdraw": (gettext_lazy("Translation withdrawn"), gettext_lazy("%(language)s: taken back from review")),
    "send_back": (gettext_lazy("Translation sent back"), gettext_lazy("%(language)s: sent back: “%(reason)s”")),
    "approve": (gettext_lazy("Translation approved"), gettext_lazy("%(language)s: approved")),
    "publish": (gettext_lazy("Translation published"), gettext_lazy("%(language)s: the approved draft was published")),
    "same": (gettext_lazy("Same on purpose"), gettext_lazy("%(language)s: the same on purpose")),
    "not_same": (gettext_lazy("Not the same"), gettext_lazy("%(language)s: not the same on purpose any more")),
    "current": (gettext_lazy("Translation marked as current"), gettext_lazy("%(language)s: says what the source says")),
}


def _formatter(action):
    class Formatter(LogFormatter):
        label = MESSAGES[action][0]

        def format_message(self, log_entry):
            data = log_entry.data or {}
            return MESSAGES[action][1] % {
                "language": language_label(data.get("language", "")),
                "person": data.get("person") or _("nobody"),
                "reason": data.get("reason", ""),
            }

    return Formatter


@hooks.register("register_log_actions")
def log_actions(actions):
    for action in MESSAGES:
        actions.register_action(f"cases_localization.{action}")(_formatter(action))
