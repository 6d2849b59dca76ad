"""Pages of a list: the first without a number, a number out of range is no page at all."""

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404

from cases_cms.core.conf import get_setting

MAX_DIGITS = 9


def paginate(objects, request, *, per_page=None):
    """The Page of ``objects`` that ``?page=`` asks for; what is not a number is the first page.

    Raises Http404 for a number out of range.
    """
    given = request.GET.get("page", "")
    number = 1
    if given.isascii() and given.isdigit():
        if len(given) > MAX_DIGITS:
            raise Http404
        number = int(given)
    try:
        return Paginator(objects, per_page or get_setting("PAGE_SIZE")).page(number)
    except EmptyPage as error:
        raise Http404 from error
