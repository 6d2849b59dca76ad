"""Middleware of public sites."""

from cases_cms.core.views import page_not_found


class NulPathMiddleware:
    """Answers 404 to an address with a NUL character: no page has one, and PostgreSQL refuses to look for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info:
            return page_not_found(request)
        return self.get_response(request)
