"""Background work in the admin's menu, addresses and history; imported by core's ``wagtail_hooks``."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cases_cms.core.jobs import views


@hooks.register("register_admin_urls")
def register_jobs():
    return views.urlpatterns


@hooks.register("register_reports_menu_item")
def jobs_menu_item():
    """Everybody has a list: of the work they started."""
    return MenuItem(_("Background work"), reverse("cases_cms_jobs"), name="jobs", icon_name="tasks", order=2000)


@hooks.register("register_log_actions")
def log_jobs(actions):
    actions.register_action("cases_cms.job.start", _("Background work started"), _("Background work started"))
    actions.register_action("cases_cms.job.stop", _("Background work stopped"), _("Background work stopped"))
    actions.register_action("cases_cms.job.continue", _("Background work continued"), _("Background work continued"))
