"""The site's search; a host includes it before Wagtail's own addresses, which answer for everything."""

from django.urls import path

from cases_cms.search.views import search_site, suggest

app_name = "cases_search"
urlpatterns = [
    path("", search_site, name="site"),
    path("suggestions/", suggest, name="suggestions"),
]
