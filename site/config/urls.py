"""Addresses of the reference site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve
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
    path("", include("cases_cms.core.urls")),
    path("styleguide/", include("cases_cms.core.styleguide.urls")),
    path("", choose_language, name="choose_language"),
]

if getattr(settings, "SERVE_MEDIA", False):
    urlpatterns.append(
        re_path(
            # Pictures only: documents are served by Wagtail, which keeps to the privacy of their collections.
            rf"^{settings.MEDIA_URL.lstrip('/')}(?P<path>(?:images|original_images)/.*)$",
            serve,
            {"document_root": settings.MEDIA_ROOT},
        )
    )

urlpatterns += i18n_patterns(
    path("search/", include("cases_cms.search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=True,
)
