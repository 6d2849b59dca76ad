"""Declaring, field by field, what a translation translates and what it shares with its source."""

from wagtail_localize.fields import SynchronizedField, TranslatableField


def translated(*names):
    """Fields whose text is submitted to translators."""
    return [TranslatableField(name) for name in names]


def shared(*names):
    """Fields that are the same in every language and cannot be changed by a translator."""
    return [SynchronizedField(name, overridable=False) for name in names]


def overridable(*names):
    """Fields copied from the source that a language may replace: captions, a picture with words in it."""
    return [SynchronizedField(name, overridable=True) for name in names]
