"""Addresses outside the page tree that a host includes: the sitemap of all languages, and robots.txt."""

from django.urls import path

from cases_cms.core.sitemaps import MultilingualSitemap
from cases_cms.core.views import robots, sitemap

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": MultilingualSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
