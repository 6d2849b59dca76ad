"""Addresses of previews; a host includes them outside ``i18n_patterns``, at an address of its own (docs/install.md)."""

from django.urls import path

from cases_cms.release.previewing.views import invited, linked

app_name = "cases_preview"
urlpatterns = [
    path("edition/<int:pk>/", invited, name="invited"),
    path("edition/<int:pk>/<path:rest>", invited),
    path("<str:secret>/", linked, name="linked"),
    path("<str:secret>/<path:rest>", linked),
]
