"""What the public may see: an unpublished page and a restricted one hide all that is below them."""

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction


def hidden_paths():
    """Tree paths at or under which the public sees nothing: restricted pages, unpublished parents. One query."""
    restricted = PageViewRestriction.objects.order_by().values_list("page__path", flat=True)
    unpublished = Page.objects.filter(live=False, numchild__gt=0).order_by().values_list("path", flat=True)
    return tuple(restricted.union(unpublished))


def is_hidden(path, hidden):
    """Whether a path of ``hidden`` (see ``hidden_paths``) covers the tree path ``path``."""
    return path.startswith(hidden) if hidden else False


def public(pages):
    """The queryset ``pages`` as the public sees it: live, no alias copies, nothing above them hidden. One query."""
    condition = Q(live=True, alias_of__isnull=True)
    for path in hidden_paths():
        condition &= ~Q(path__startswith=path)
    return pages.filter(condition)
