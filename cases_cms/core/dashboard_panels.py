"""The dashboard's parts for every site: what waits for a person, and what was published."""

from django.forms import Media
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component

from cases_cms.core.waiting import published_last, scheduled_next, waiting_for


class DashboardPanel(Component):
    """A part of the dashboard for one person."""

    def __init__(self, request):
        self.user = request.user

    @cached_property
    def media(self):
        return Media(css={"all": [versioned_static("cases_cms/desk/dashboard.css")]})


class WaitingPanel(DashboardPanel):
    """What waits for me."""

    name = "cases_cms_waiting"
    template_name = "cases_cms/desk/waiting.html"
    order = 120

    def get_context_data(self, parent_context):
        return {
            **super().get_context_data(parent_context),
            "heading": _("What waits for you"),
            "lists": waiting_for(self.user),
        }


class PublishedPanel(DashboardPanel):
    """What was published last, and what comes next."""

    name = "cases_cms_published"
    template_name = "cases_cms/desk/published.html"
    order = 130

    def get_context_data(self, parent_context):
        return {
            **super().get_context_data(parent_context),
            "published_heading": _("Published last"),
            "published": published_last(self.user),
            "scheduled_heading": _("Scheduled next"),
            "scheduled": scheduled_next(self.user),
        }
