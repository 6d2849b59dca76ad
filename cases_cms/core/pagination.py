"""Pages of a list: the first without a number, a number out of range is no page at all."""

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.utils.functional import cached_property

from cases_cms.core.conf import get_setting

MAX_DIGITS = 9


class ListPaginator(Paginator):
    """A Paginator that does not count a list which fits on its first page: the rows themselves tell."""

    @cached_property
    def first_rows(self):
        """The first page's objects and one more, if there is one."""
        return list(self.object_list[: self.per_page + 1])

    def page(self, number):
        if number != 1:
            return super().page(number)
        if len(self.first_rows) <= self.per_page:
            self.count = len(self.first_rows)
        return self._get_page(self.first_rows[: self.per_page], number, self)


def paginate(objects, request, *, per_page=None):
    """The Page of the queryset ``objects`` that ``?page=`` asks for; what is not a number is the first page.

    Raises Http404 for a number out of range.
    """
    given = request.GET.get("page", "")
    number = 1
    if given.isascii() and given.isdigit():
        if len(given) > MAX_DIGITS:
            raise Http404
        number = int(given)
    try:
        return ListPaginator(objects, per_page or get_setting("PAGE_SIZE")).page(number)
    except EmptyPage as error:
        raise Http404 from error
