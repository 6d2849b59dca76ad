"""Many pages written in one transaction: what follows from each of them is done once, for all of them, at the end.

What keeps tables equal to the pages asks ``postpone`` before it begins. Outside of ``gather`` nothing is postponed.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_gathered = ContextVar("cases_cms_gathered", default=None)


def postpone(do, items=()):
    """Whether ``do`` is left to the end: it is then called once, with the list of all ``items`` it was left with.

    Items are told apart by equality; the last of equal ones stays.
    """
    gathered = _gathered.get()
    if gathered is None:
        return False
    waiting = gathered.setdefault(do, {})
    for item in items:
        waiting.pop(item, None)
        waiting[item] = item
    return True


def is_gathering():
    """Whether many pages are just being written."""
    return _gathered.get() is not None


@contextmanager
def gather():
    """Postpone what follows from the pages written inside; done at the end, in the caller's transaction.

    Nothing is done if an exception leaves it. One inside another leaves all to the outer one.
    """
    if is_gathering():
        yield
        return
    token = _gathered.set({})
    try:
        yield
        gathered = _gathered.get()
    finally:
        _gathered.reset(token)
    for do, items in gathered.items():
        do(list(items.values()))
