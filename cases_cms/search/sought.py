"""What a visitor asked: the words, and the same in the official terms of other languages."""

from dataclasses import dataclass
from functools import cached_property

from wagtail.search.query import Or, PlainText

from cases_cms.search.highlight import excerpt, mark, spans
from cases_cms.search.query import parse
from cases_cms.search.terms import equivalents


@dataclass(frozen=True)
class Sought:
    """Words to find, for readers of ``language``; false if nothing can be sought.

    ``equivalents`` are the same words in other languages: what holds any of them is found.
    """

    words: str
    language: str
    equivalents: tuple = ()

    def __bool__(self):
        return bool(self.queries)

    @cached_property
    def queries(self):
        """Queries of the words and then of their equivalents, for marking."""
        return tuple(query for query in map(parse, self._asked) if query)

    @property
    def _asked(self):
        return (self.words, *(each.words for each in self.equivalents))

    def search_query(self):
        """What ``queryset.search()`` of Wagtail takes."""
        # As they were written: quotation marks hold a phrase together.
        texts = [PlainText(words, operator="and") for words in self._asked if parse(words)]
        return texts[0] if len(texts) == 1 else Or(texts)

    def query_in(self, *texts):
        """The first of the queries that stands in one of ``texts`` at least in part, or None."""
        return next((query for query in self.queries if any(spans(text, query) for text in texts)), None)

    def mark(self, text):
        """``text`` escaped and marked by the first query that stands in it."""
        return mark(text, self.query_in(text) or self.queries[0])

    def excerpt(self, text):
        """``(passage marked, query)`` by the first query that stands in ``text``; ``("", None)`` if none does."""
        for query in self.queries:
            passage = excerpt(text, query)
            if passage:
                return passage, query
        return "", None


def seek(words, language):
    """The Sought of ``words`` with their official equivalents."""
    return Sought(words, language, tuple(equivalents(words, language)))
