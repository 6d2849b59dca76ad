"""What the public may see, asked of single pages."""

from wagtail.models import PageViewRestriction


def restricted_paths():
    """Tree paths under which pages need a password, a login or a group. One query."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))


def is_public_path(path, restricted):
    """Whether no restriction of ``restricted`` (see ``restricted_paths``) covers the tree path ``path``."""
    return not path.startswith(tuple(restricted)) if restricted else True
