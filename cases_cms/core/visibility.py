"""What the public may see: an unpublished page and a restricted one hide all that is below them.

Upper apps may keep more from it (``register_hidden``): what is under embargo, say, whatever its rows claim.
"""

from dataclasses import dataclass, field

from django.db.models import IntegerField, Q, Value
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
    """Tree paths at or under which the public sees nothing; ``below`` are those under which it sees nothing."""

    restricted: tuple = ()
    unpublished: tuple = ()
    below: tuple = ()

    def closes(self, path):
        """Whether nobody is shown the page at the tree path ``path``; who knows its password sees a restricted one."""
        return path.startswith(self.unpublished) or (
            bool(self.below) and any(path != above and path.startswith(above) for above in self.below)
        )

    def covers(self, path):
        """Whether the public sees nothing at the tree path ``path``."""
        return path.startswith(self.restricted) or self.closes(path)

    def condition(self):
        """Q of the live pages that are no alias copies and that nothing hides."""
        condition = Q(live=True, alias_of__isnull=True)
        for path in self.restricted + self.unpublished:
            condition &= ~Q(path__startswith=path)
        for path in self.below:
            condition &= ~Q(path__startswith=path) | Q(path=path)
        return condition


@dataclass(frozen=True)
class Withheld:
    """What an upper app keeps from the public: tree paths with all under them, paths of which only what is under them
    is kept, and querysets of single Pages."""

    trees: tuple = ()
    below: tuple = ()
    pages: tuple = field(default=(), compare=False)


_sources = []

RESTRICTED, UNPUBLISHED = 1, 2


def register_hidden(source):
    """Let ``source()``, which gives a Withheld, say what else the public does not see. It makes no query of its own."""
    if source not in _sources:
        _sources.append(source)


def _paths(pages, kind):
    return pages.order_by().values_list("path", Value(kind, output_field=IntegerField()))


def find_hidden(request=None):
    """What is hidden, as Hidden: restricted pages, unpublished parents, what upper apps withhold.

    One query, once a request if one is given.
    """
    if request is not None and hasattr(request, "_cases_cms_hidden"):
        return request._cases_cms_hidden
    withheld = [source() for source in _sources]
    restricted = Page.objects.filter(pk__in=PageViewRestriction.objects.order_by().values("page_id"))
    # Found by core.page_index.
    unpublished = [Page.objects.filter(live=False, numchild__gt=0), *(pages for one in withheld for pages in one.pages)]
    rows = list(_paths(restricted, RESTRICTED).union(*(_paths(pages, UNPUBLISHED) for pages in unpublished)))
    closed = {path for path, kind in rows if kind == UNPUBLISHED}
    closed.update(path for one in withheld for path in one.trees)
    hidden = Hidden(
        restricted=tuple(path for path, kind in rows if kind == RESTRICTED),
        unpublished=tuple(sorted(closed)),
        below=tuple(path for one in withheld for path in one.below if path not in closed),
    )
    if request is not None:
        request._cases_cms_hidden = hidden
    return hidden


def public(pages, request=None):
    """The queryset ``pages`` as the public sees it; one query to know what is hidden, once a request."""
    return pages.filter(find_hidden(request).condition())
