"""Many pages written in one transaction: what follows from each of them is done once, for all of them, at the end.

What keeps tables equal to the pages asks ``postpone`` before it begins. Outside of ``gather`` nothing is postponed.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.apps import apps

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


def by_model(places):
    """``(model, [pk])`` of items that were left as ``(model label, pk)``."""
    keys = defaultdict(list)
    for label, pk in places:
        keys[label].append(pk)
    return [(apps.get_model(label), own) for label, own in keys.items()]


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


_written_here = ContextVar("cases_cms_written_here", default=frozenset())


@contextmanager
def written_here(translation_key):
    """Inside, a new page and its translations are written in the caller's transaction, and by nobody else.

    What their revisions name is there, so it need not be looked up whenever one is read (``BasePage``).
    """
    token = _written_here.set(_written_here.get() | {str(translation_key)})
    try:
        yield
    finally:
        _written_here.reset(token)


def is_written_here(translation_key):
    """Whether the page with this key is being written, for the first time, in this transaction."""
    return str(translation_key) in _written_here.get()
