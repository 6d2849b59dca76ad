"""Members in Wagtail's admin."""

from wagtail import hooks

from cases_cms.members.desk import MemberViewSet


@hooks.register("register_admin_viewset")
def desk_listings():
    """Their listing in the menu "Practice cases"."""
    return MemberViewSet()
