"""Kinds of things that the site's search finds: a registry that apps fill in their ``ready``, a host's apps too."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Hit:
    """Something found, ready for a template.

    ``title`` and ``excerpt`` are marked HTML; the attributes ``lang`` and ``excerpt_lang`` name their languages where
    these are not the reader's, ``language`` is the name of the former. ``note`` says where it was found, if not in
    what is shown.
    """

    title: SafeString
    url: str
    excerpt: SafeString | str = ""
    meta: str = ""
    lang: str = ""
    language: str = ""
    excerpt_lang: str = ""
    note: str = ""
    accent: int = 0
    distinction: bool = False


@dataclass(frozen=True)
class Start:
    """Where a visitor may go who has not found: a titled list of links."""

    title: str
    links: list = field(default_factory=list)


@dataclass(frozen=True)
class StartLink:
    """A link; ``lang`` is an attribute where its text is not in the reader's language."""

    label: str
    url: str
    lang: str = ""
    accent: int = 0


@dataclass(frozen=True)
class Kind:
    """A kind of things.

    ``search(sought, locale, request)`` returns a sequence of Hits, best first, public ones only: ``len()`` is their
    number, a slice is a list. ``counted`` names a number of them (``ngettext_lazy("%(number)d story", …, "number")``).
    """

    code: str
    title: str
    counted: str
    search: Callable
    order: int = 100
    #: ``elsewhere(hits)`` returns a StartLink to a page that can do more with what was found, or None.
    elsewhere: Callable | None = None


_kinds = {}
_starts = []


def register_kind(kind):
    """Register a Kind; registering its code again replaces it."""
    _kinds[kind.code] = kind


def kinds():
    """The registered kinds in order."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def register_start(provider):
    """Register ``provider(locale, request)``: a Start, or None."""
    if provider not in _starts:
        _starts.append(provider)


def starts(locale, request):
    """The Starts that have links."""
    found = [provider(locale, request) for provider in _starts]
    return [start for start in found if start and start.links]
