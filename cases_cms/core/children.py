"""Children of a page that is being saved: those that are not written again are known, and need not be read again."""

from contextlib import contextmanager

#: Where django-modelcluster keeps the children that are in memory; those in it are written when the page is saved.
WRITTEN = "_cluster_related_objects"
_AT_REST = "_cases_cms_children_at_rest"


@contextmanager
def at_rest(page, names):
    """Inside, the children in memory of the relations ``names`` are not written; ``whole`` finds them.

    Afterwards all children are in memory again as they were before.
    """
    children, resting = dict(getattr(page, WRITTEN, {})), getattr(page, _AT_REST, {})
    setattr(page, WRITTEN, {name: own for name, own in children.items() if name not in names})
    setattr(page, _AT_REST, {**resting, **{name: own for name, own in children.items() if name in names}})
    try:
        yield
    finally:
        setattr(page, WRITTEN, children)
        setattr(page, _AT_REST, resting)


@contextmanager
def whole(page):
    """Inside, whoever reads children of ``page`` finds those at rest, too, instead of asking the database."""
    resting = getattr(page, _AT_REST, None)
    if not resting:
        yield
        return
    children = getattr(page, WRITTEN)
    setattr(page, WRITTEN, {**resting, **children})
    try:
        yield
    finally:
        setattr(page, WRITTEN, children)


def forget(page):
    """Let the children of ``page`` come from the database again: whoever saves it next writes none of those in memory.

    As Wagtail leaves a page that was saved.
    """
    vars(page).pop(WRITTEN, None)
