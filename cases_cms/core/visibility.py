"""What the public may see: an unpublished page and a restricted one hide all that is below them."""

from dataclasses import dataclass

from django.db.models import BooleanField, Q, Value
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction

#: Columns of a page on which nothing that the public sees depends.
IRRELEVANT = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "latest_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "draft_title",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
    }
)


def is_irrelevant(update_fields):
    """Whether a save of these columns alone (None: of all) leaves what the public sees as it is."""
    return update_fields is not None and set(update_fields) <= IRRELEVANT


@dataclass(frozen=True)
class Hidden:
    """Tree paths at or under which the public sees nothing."""

    restricted: tuple = ()
    unpublished: tuple = ()

    def covers(self, path):
        """Whether the public sees nothing at the tree path ``path``."""
        return path.startswith(self.restricted + self.unpublished)

    def condition(self):
        """Q of the live pages that are no alias copies and that nothing hides."""
        condition = Q(live=True, alias_of__isnull=True)
        for path in self.restricted + self.unpublished:
            condition &= ~Q(path__startswith=path)
        return condition


def find_hidden(request=None):
    """Restricted pages and unpublished parents, as Hidden. One query, once a request if one is given."""
    if request is not None and hasattr(request, "_cases_cms_hidden"):
        return request._cases_cms_hidden
    restricted = (
        Page.objects.filter(pk__in=PageViewRestriction.objects.order_by().values("page_id"))
        .order_by()
        .values_list("path", Value(True, output_field=BooleanField()))
    )
    # Found by core.page_index.
    unpublished = (
        Page.objects.filter(live=False, numchild__gt=0)
        .order_by()
        .values_list("path", Value(False, output_field=BooleanField()))
    )
    rows = list(restricted.union(unpublished))
    hidden = Hidden(
        restricted=tuple(path for path, is_restricted in rows if is_restricted),
        unpublished=tuple(path for path, is_restricted in rows if not is_restricted),
    )
    if request is not None:
        request._cases_cms_hidden = hidden
    return hidden


def public(pages, request=None):
    """The queryset ``pages`` as the public sees it; one query to know what is hidden, once a request."""
    return pages.filter(find_hidden(request).condition())
