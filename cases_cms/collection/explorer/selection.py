"""A visitor's selection in the explorer, and its one canonical address."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote_plus

from django.db import models
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases_cms.core.selection import MAX_IGNORED, MAX_SHOWN_VALUE, Ignored, Selection, clean_words, read_selection

#: Cases that a visitor may keep to compare them, each as YEAR.slug.
MAX_SHORTLIST = 4
MAX_SHORTLIST_LENGTH = 260
#: A number of more digits is no page.
MAX_DIGITS = 10
#: Fields in which one types to find a value of a long facet; never part of a canonical address.
FIND = "find-"
#: Parameters that are no filters.
MANNERS = ("exactly", "order", "page", "q", "shortlist", "sort", "view")


class Sort(models.TextChoices):
    """Orders of the list."""

    RELEVANCE = "relevance", _("Relevance")
    NEWEST = "newest", _("Newest first")
    TITLE = "title", pgettext_lazy("order of a list", "Title")
    COUNTRIES = "countries", _("Most countries and regions")


class View(models.TextChoices):
    """Ways to show the list."""

    CARDS = "cards", _("Cards")
    LIST = "list", pgettext_lazy("way to show a list", "Compact list")
    COUNTRIES = "countries", _("Countries and regions")


class Order(models.TextChoices):
    """Orders of the table of countries and regions."""

    NAME = "name", _("Name")
    CASES = "cases", _("Cases")
    OUTSTANDING = "outstanding", _("Outstanding cases")


_quoted = lru_cache(maxsize=16_384)(quote_plus)


def default_sort(words):
    """The order of a list for which none is chosen."""
    return Sort.RELEVANCE if words else Sort.NEWEST


@dataclass
class ExplorerSelection(Selection):
    """Filters and words, and beside them how the list is shown, which is kept in every link but filters nothing."""

    sort: str = ""
    view: str = View.CARDS
    order: str = Order.NAME
    exactly: bool = False
    shortlist: tuple = ()
    page: int = 1
    #: Whether the address holds parameters that are not the explorer's.
    has_strangers: bool = False

    @property
    def effective_sort(self):
        """The order in which the list is shown."""
        return self.sort or default_sort(self.words)

    def pairs(self, **changes):
        """``(name, value)`` in canonical order, defaults left out; ``changes`` replaces the values of a parameter."""
        values = {
            **self.values,
            "q": (self.words,),
            "sort": (self.sort,),
            "view": (self.view,),
            "order": (self.order,),
            "exactly": ("1",) if self.exactly else (),
            "shortlist": self.shortlist,
            **changes,
        }
        words = any(values["q"])
        dropped = {"view": "cards", "order": "name", "page": 1, "sort": "relevance" if words else "newest"}
        if not words:
            values["exactly"] = ()
            if "relevance" in values["sort"]:
                values["sort"] = ()
        if "countries" not in values["view"]:
            values["order"] = ()
        return [
            (name, value)
            for name, given in sorted(values.items())
            if given
            for value in (given if len(given) == 1 else sorted(set(given)))
            if value != "" and value != dropped.get(name, "")
        ]

    def query_with(self, **changes):
        """Canonical query string with the values of some parameters replaced."""
        return urlencode(self.pairs(**changes))

    def without(self, name, value):
        """Canonical query string without one value."""
        left = [] if name == "q" else [other for other in self.values.get(name, ()) if other != value]
        return urlencode(self.pairs(**{name: left}))

    @property
    def clear_query(self):
        """Canonical query string without any filter and words; how the list is shown is kept."""
        return urlencode(self.pairs(q=[], **{name: [] for name in self.values}))

    def toggler(self, name):
        """``toggle(code)``: the canonical query string with one value of the filter ``name`` put in or taken out."""
        pairs = self.pairs(**{name: []})
        before = urlencode([pair for pair in pairs if pair[0] < name])
        after = urlencode([pair for pair in pairs if pair[0] > name])
        chosen = self.values.get(name, [])
        head, tail = before + "&" * bool(before), "&" * bool(after) + after

        def toggle(code):
            if not chosen:
                return f"{head}{name}={_quoted(code)}{tail}"
            own = "&".join(f"{name}={_quoted(other)}" for other in sorted({*chosen} ^ {code}))
            return f"{head}{own}{tail}" if own else "&".join(part for part in (before, after) if part)

        return toggle


def _one(query, name, choices, ignored):
    """The value of a parameter that has one of ``choices``; the first known one counts, others are noted."""
    for value in query.getlist(name):
        if value in choices.values:
            return value
        if value and len(ignored) < MAX_IGNORED:
            ignored.append(Ignored(name, clean_words(value)[:MAX_SHOWN_VALUE]))
    return ""


def _is_code(value):
    """Whether ``value`` can be a case's code, YEAR.slug."""
    year, dot, slug = value.partition(".")
    return bool(
        len(value) <= MAX_SHORTLIST_LENGTH
        and dot
        and year.isascii()
        and year.isdigit()
        and len(year) == 4
        and slug
        and slug.isprintable()
        and not any(char.isspace() for char in slug)
    )


def _as_known(value, known):
    """``value`` as the code that it spells in other letters, if it is one."""
    if value in known:
        return value
    value = value.strip()
    return next((code for code in (value, value.upper(), value.lower()) if code in known), value)


def read(query, vocabulary):
    """An ExplorerSelection from a QueryDict and ``{filter: known codes}``; never raises."""
    spelt = query.copy()
    for name, known in vocabulary.items():
        if name in query:
            spelt.setlist(name, [_as_known(value, known) for value in query.getlist(name)])
    basis = read_selection(spelt, {**vocabulary, "q": None})
    selection = ExplorerSelection(basis.values, basis.words, basis.ignored)
    selection.sort = _one(query, "sort", Sort, selection.ignored)
    selection.view = _one(query, "view", View, selection.ignored) or View.CARDS
    selection.order = _one(query, "order", Order, selection.ignored) or Order.NAME
    if selection.sort == default_sort(selection.words) or (selection.sort == Sort.RELEVANCE and not selection.words):
        selection.sort = ""
    selection.exactly = "1" in query.getlist("exactly") and bool(selection.words)
    codes = {code for code in query.getlist("shortlist") if _is_code(code)}
    selection.shortlist = tuple(sorted(codes)[:MAX_SHORTLIST])
    page = query.get("page", "")
    if page.isascii() and page.isdigit() and len(page) <= MAX_DIGITS:
        selection.page = int(page)
    elif page and len(selection.ignored) < MAX_IGNORED:
        selection.ignored.append(Ignored("page", clean_words(page)[:MAX_SHOWN_VALUE]))
    selection.has_strangers = any(name not in vocabulary and name not in MANNERS for name in query)
    return selection


def _decoded(query_string):
    """What a client sent unquoted, as Django reads it: WSGI hands its bytes over as Latin-1."""
    try:
        return query_string.encode("latin-1").decode()
    except UnicodeError:
        return query_string


def canonical_query(selection, query_string):
    """The canonical query string if ``query_string`` says the same otherwise; None if it is it, or holds unknowns."""
    if selection.ignored or selection.has_strangers:
        return None
    wanted = [(name, str(value)) for name, value in selection.pairs(page=[selection.page])]
    given = parse_qsl(_decoded(query_string), keep_blank_values=True, errors="replace")
    return urlencode(wanted) if given != wanted else None
