"""Addresses of the reference site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cases_cms.core.views import choose_language

handler404 = "cases_cms.core.views.page_not_found"
handler500 = "cases_cms.core.views.server_error"
handler403 = "cases_cms.core.views.permission_denied"
handler400 = "cases_cms.core.views.bad_request"

urlpatterns = [
    path("django-admin/", admin.site.urls),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cases_cms.core.media_urls")),
    path("", include("cases_cms.core.urls")),
    path("preview/", include("cases_cms.release.urls")),
    path("styleguide/", include("cases_cms.core.styleguide.urls")),
    path("", choose_language, name="choose_language"),
]

urlpatterns += i18n_patterns(
    path("search/", include("cases_cms.search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
