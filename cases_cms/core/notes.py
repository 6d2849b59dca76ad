"""Sentences for the person whose request is being answered, from where there is no request."""

from contextlib import contextmanager
from contextvars import ContextVar

_notes = ContextVar("cases_cms_notes", default=None)


def tell(sentence):
    """Have the person told, if there is one: as a message in the admin (AdminRulesMiddleware)."""
    collected = _notes.get()
    if collected is not None:
        collected.append(str(sentence))


@contextmanager
def collected():
    """The list of what is told meanwhile."""
    sentences = []
    token = _notes.set(sentences)
    try:
        yield sentences
    finally:
        _notes.reset(token)
