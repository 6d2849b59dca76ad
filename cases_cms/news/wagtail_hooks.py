"""News in Wagtail's admin."""

from wagtail import hooks

from cases_cms.news.desk import NewsViewSet


@hooks.register("register_admin_viewset")
def desk_listings():
    """Its listing in the menu "Practice cases"."""
    return NewsViewSet()
