"""Wagtail's API, for tests of what the models give to it; the site has no such addresses."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet

from cases_cms.collection.models import Organization
from config.urls import urlpatterns as site_urls


class OrganizationsAPIViewSet(BaseAPIViewSet):
    model = Organization
    name = "organizations"
    body_fields = BaseAPIViewSet.body_fields


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("organizations", OrganizationsAPIViewSet)

urlpatterns = [path("api/", router.urls), *site_urls]
