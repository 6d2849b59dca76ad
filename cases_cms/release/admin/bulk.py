"""“Approve for the release” for several pages of the desk's listings at once."""

from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks

from cases_cms.core.desk.bulk import DeskBulkAction
from cases_cms.core.desk.menu import may_somewhere
from cases_cms.core.roles import PageRight
from cases_cms.release.ready import approve_pages
from cases_cms.release.withheld import is_anything_withheld


class ApproveBulkAction(DeskBulkAction):
    """Offered to those who may publish, as long as any edition is under embargo."""

    display_name = gettext_lazy("Approve for the release")
    aria_label = gettext_lazy("Approve selected pages for the release")
    action_type = "cases_cms_approve_for_release"
    action_priority = 15
    icon = "success"
    question = gettext_lazy("Approve these pages for the release of their edition")
    button = gettext_lazy("Approve for the release")
    needed = frozenset({PageRight.PUBLISH})

    @classmethod
    def is_offered(cls, user, model):
        return may_somewhere(user, model, cls.needed) and is_anything_withheld()

    def check_perm(self, page):
        return page.permissions_for_user(self.request.user).can_publish()

    def run(self, pages, data):
        return approve_pages(pages=pages, user=self.request.user)

    def say_changed(self, number):
        return ngettext(
            "%(number)s page approved for the release", "%(number)s pages approved for the release", number
        ) % {"number": number}


hooks.register("register_bulk_action", ApproveBulkAction)
