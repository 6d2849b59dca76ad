"""A visitor's shortlist: up to four cases to compare, kept in the address, nowhere else.

A case is named by a code that is the same in every language: ``2024.some-slug``, its year and its slug.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote_plus

from django.utils.http import urlencode

from cases_cms.collection.cards import with_cards
from cases_cms.collection.explorer.selection import MAX_SHORTLIST as MAXIMUM
from cases_cms.collection.models import CatalogueEntry
from cases_cms.core.addresses import addresses
from cases_cms.core.languages import lang_attribute, language_of
from cases_cms.core.selection import MAX_IGNORED, MAX_SHOWN_VALUE, clean_words

#: Parameter of the explorer and of a case's page; the comparison has its own.
PARAMETER, COMPARED = "shortlist", "case"
MINIMUM = 2
#: More than anybody means: what comes after is not looked at.
MAX_READ = 50
_CODE = re.compile(r"([12][0-9]{3})\.([-\w]{1,255})")


@dataclass(frozen=True)
class Reading:
    """What an address names: ``codes`` in its order, at most MAXIMUM; and what was left out, each as it was given."""

    codes: tuple = ()
    unknown: tuple = ()
    repeated: tuple = ()
    surplus: tuple = ()


def parse(values, is_known=lambda code: True):
    """A Reading of the values of a parameter, of any content; never raises.

    ``is_known(code)`` says whether there is a public case of that code.
    """
    codes, left_out = [], {"unknown": [], "repeated": [], "surplus": []}
    for value in values[:MAX_READ]:
        if not _CODE.fullmatch(value) or not is_known(value):
            group = "unknown"
        elif value in codes:
            group = "repeated"
        elif len(codes) == MAXIMUM:
            group = "surplus"
        else:
            codes.append(value)
            continue
        shown = clean_words(value)[:MAX_SHOWN_VALUE]
        if shown and shown not in left_out[group] and len(left_out[group]) < MAX_IGNORED:
            left_out[group].append(shown)
    return Reading(tuple(codes), **{name: tuple(group) for name, group in left_out.items()})


def public_entries(values, *, collection_key, language):
    """``{code: CatalogueEntry}``, with addresses, of the codes among ``values`` that are public. One query at most."""
    wanted = {value for value in values[:MAX_READ] if _CODE.fullmatch(value)}
    if not wanted:
        return {}
    entries = CatalogueEntry.objects.in_collection(collection_key).in_language(language).filter(code__in=wanted)
    return {entry.code: entry for entry in with_cards(entries)}


def entry_lang(entry):
    """Attribute for the texts of a catalogue entry, where they are not in the visitor's language; else empty."""
    return lang_attribute(entry.page_language, entry.language)


def compare_url(collection_url, codes):
    """Address of the comparison of the cases named."""
    return f"{collection_url}compare/?{urlencode([(COMPARED, code) for code in codes])}"


@dataclass(frozen=True)
class Chosen:
    """A case on the list; ``lang`` is an attribute where its title is not in the visitor's language."""

    code: str
    title: str
    url: str
    lang: str
    #: Query string of the present address without it.
    query: str


@dataclass(frozen=True)
class Button:
    """What a card offers: ``state`` is "add", "remove" or "full"; ``query`` is the address that does it."""

    state: str
    query: str
    anchor: str


@dataclass(frozen=True)
class Shortlist:
    """The shortlist of an address, and the links that change it while they keep all else in the address."""

    codes: tuple = ()
    #: ``(name, value)`` of the address's other parameters.
    others: tuple = ()
    #: Address of the collection.
    collection_url: str = ""
    entries: dict = field(default_factory=dict)
    address: object = None

    def query(self, codes):
        """Query string of the present address with ``codes`` as its shortlist, in canonical order; no "?"."""
        pairs = [*self.others, *((PARAMETER, code) for code in codes)]
        return urlencode(sorted(pairs))

    @cached_property
    def _around(self):
        """What stands before and after the first code in the address: a list of cases has a link for each."""
        before, _marker, after = self.query(["\0"]).partition(quote_plus("\0"))
        return before, after

    @property
    def is_full(self):
        """Whether no more can be added."""
        return len(self.codes) == MAXIMUM

    @property
    def is_comparable(self):
        """Whether there are enough to compare."""
        return len(self.codes) >= MINIMUM

    @property
    def maximum(self):
        """How many there may be."""
        return MAXIMUM

    @property
    def own_query(self):
        """Query string of nothing but the shortlist."""
        return urlencode([(PARAMETER, code) for code in self.codes])

    @property
    def suffix(self):
        """What takes the shortlist along to another page: "?shortlist=…", or nothing."""
        return f"?{self.own_query}" if self.codes else ""

    @property
    def clear_query(self):
        """Query string of the present address with nothing on the list."""
        return self.query(())

    @property
    def list_url(self):
        """Address of the explorer with the shortlist."""
        return f"{self.collection_url}{self.suffix}"

    @property
    def compare_url(self):
        """Address of the comparison."""
        return compare_url(self.collection_url, self.codes)

    @cached_property
    def chosen(self):
        """The Chosen in order."""
        return [
            Chosen(
                code=code,
                title=entry.title,
                url=f"{self.address(entry.url_path)}{self.suffix}",
                lang=entry_lang(entry),
                query=self.query([other for other in self.codes if other != code]),
            )
            for code in self.codes
            if (entry := self.entries.get(code))
        ]

    def button(self, code):
        """The Button of the case ``code``."""
        anchor = f"cc-shortlist-{code}"
        if code in self.codes:
            return Button("remove", self.query([other for other in self.codes if other != code]), anchor)
        if self.is_full:
            return Button("full", "", anchor)
        if self.codes:
            return Button("add", self.query([*self.codes, code]), anchor)
        before, after = self._around
        return Button("add", f"{before}{quote_plus(code)}{after}", anchor)


def read_shortlist(request, collection):
    """The Shortlist of a request for a page of ``collection``. One query, none without a list.

    What is not public, or no code at all, is as if it was not there.
    """
    values = request.GET.getlist(PARAMETER)
    language = language_of(collection)
    entries = public_entries(values, collection_key=collection.translation_key, language=language) if values else {}
    return Shortlist(
        codes=tuple(sorted(parse(values, entries.__contains__).codes)),
        others=tuple((name, value) for name, given in request.GET.lists() if name != PARAMETER for value in given),
        collection_url=collection.get_url(request) or "",
        entries=entries,
        address=addresses(request),
    )
