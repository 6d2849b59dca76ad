"""Addresses of the style page, for the host to include where it likes; they answer where ``STYLEGUIDE`` says so."""

from django.urls import path

from cases_cms.core.styleguide import views

app_name = "cases_cms_styleguide"
urlpatterns = [
    path("", views.choose_language, name="index"),
    path("<slug:language>/", views.page, name="page"),
    path("<slug:scheme>.css", views.stylesheet, name="stylesheet"),
]
