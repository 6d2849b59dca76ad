"""Views of a page below its own address, as ``<page>/bilingual/``: for those who may open the page, and nobody else."""

from django.utils.module_loading import import_string
from wagtail.url_routing import RouteResult


class SubviewsMixin:
    """Put before BasePage; ``subviews`` is ``{"path/below": "dotted.path.of.view"}``, a view ``(page, request)``.

    Such an address is routed and served as the page's own: where that is a 404 or asks for a password, so does this.
    It goes before a child page of the same slug, which BasePage.clean therefore refuses. Previews show the page itself.
    """

    subviews = {}

    def route(self, request, path_components):
        name = "/".join(path_components)
        if name in self.subviews:
            result = super().route(request, [])
            return RouteResult(result.page, kwargs={"subview": name})
        return super().route(request, path_components)

    def serve(self, request, *args, subview="", **kwargs):
        if not subview:
            return super().serve(request, *args, **kwargs)
        request.is_preview = False
        return import_string(self.subviews[subview])(self, request)
