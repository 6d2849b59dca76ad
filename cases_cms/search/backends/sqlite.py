"""SQLite: Wagtail's FTS5 table, filled with forms instead of texts.

FTS5 cuts a text into words by rules of its own; forms stand apart by spaces, and what it might take for a separator is
written in letters, so that it can only find again what the analysis has made.
"""

import regex
from modelsearch.backends.database.sqlite import sqlite as stock

from cases_cms.search.analysis import BREAK, analyze
from cases_cms.search.backends.compiler import (
    TITLE_SCORE,
    AutocompleteMixin,
    BackendMixin,
    FoundMixin,
    FoundResultsMixin,
    IndexMixin,
    RebuilderMixin,
)
from cases_cms.search.backends.conditions import Dialect
from cases_cms.search.backends.matching import content_types, pk_sql

IndexEntry, FTSEntry = stock.IndexEntry, stock.SQLiteFTSIndexEntry
ENTRIES = IndexEntry._meta.db_table
FTS = FTSEntry._meta.db_table

#: bm25's weights of the table's columns: autocomplete, body, title.
WEIGHTS = "0, 1, 10"
#: All that unicode61 is sure to keep within a word; the rest is spelt (a private letter and the number).
_UNSURE = regex.compile(
    r"[^ a-z0-9\u03b1-\u03c9\u0430-\u044f\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fcc\uac00-\ud7a3\ue001]"
)
SPELT = "\ue000"


def spell_forms(forms):
    """Forms with spaces between them, as the table holds them."""
    return _UNSURE.sub(lambda found: f"{SPELT}{ord(found[0]):06x}", forms)


def column(texts, stemmed=True):
    """The contents of a column that holds ``texts``; no phrase reaches from one to the next."""
    return f" {BREAK} ".join(spell_forms(analyze(text, stemmed)) for text in texts)


class FTSDialect(Dialect):
    """FTS5's query language; forms hold neither quotation marks nor anything that it would understand."""

    AND, OR, AND_NOT = " AND ", " OR ", " NOT "

    def term(self, term):
        return f'"{spell_forms(" ".join(term.forms))}"{"*" if term.prefix else ""}'


class SQLiteIndex(IndexMixin, stock.SQLiteIndex):
    def write(self, content_type_id, found):
        known = {
            entry.object_id: entry
            for entry in self.entries.filter(content_type_id=content_type_id, object_id__in=list(found))
        }
        created, changed = [], []
        for pk, texts in found.items():
            values = {
                "title": column(texts.titles),
                "body": column(texts.others),
                "autocomplete": column(texts.autocomplete, stemmed=False),
            }
            entry = known.get(pk)
            if entry is None:
                created.append(IndexEntry(content_type_id=content_type_id, object_id=pk, **values))
            elif any(getattr(entry, name) != value for name, value in values.items()):
                changed.append((entry.pk, values))
        # One by one: a trigger writes the entry's row of the FTS table.
        for pk, values in changed:
            self.entries.filter(pk=pk).update(**values)
        self.entries.bulk_create(created)


class SQLiteRebuilder(RebuilderMixin, stock.SQLiteSearchRebuilder):
    pass


class SQLiteAtomicRebuilder(RebuilderMixin, stock.SQLiteSearchAtomicRebuilder):
    pass


class SQLiteQueryCompiler(FoundMixin, stock.SQLiteSearchQueryCompiler):
    dialect = FTSDialect()
    COLUMNS = "{title body}"

    def select(self, expression, only_titles=False, with_scores=False):
        columns = "{title}" if only_titles else self.COLUMNS
        model = self.queryset.model
        kinds = content_types(model)
        key, params = pk_sql(model, self.connection()), []
        if with_scores:
            # Each title match once, by a list that SQLite keeps; bm25 for what the whole index answers.
            key += f" AS pk, -bm25({FTS}, {WEIGHTS}) + {TITLE_SCORE} * ({FTS}.rowid IN "
            key += f"(SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s)) AS score"  # noqa: S608
            params.append(f"{{{'autocomplete' if self.IS_AUTOCOMPLETE else 'title'}}} : {expression}")
        sql = (
            f"SELECT {key} FROM {FTS} CROSS JOIN {ENTRIES} ON ({ENTRIES}.id = {FTS}.rowid) "  # noqa: S608
            f"WHERE {FTS} MATCH %s AND content_type_id IN ({', '.join(['%s'] * len(kinds))})"
        )
        params += [f"{columns} : {expression}", *kinds]
        if with_scores:
            # The limit keeps SQLite from merging this into the query around it, where bm25 has no meaning.
            sql += " LIMIT -1"
            if len(kinds) > 1:
                sql = f"SELECT pk, MAX(score) AS score FROM ({sql}) GROUP BY pk"  # noqa: S608
        return sql, params


class SQLiteAutocompleteQueryCompiler(AutocompleteMixin, SQLiteQueryCompiler):
    COLUMNS = "{autocomplete}"


class SQLiteSearchResults(FoundResultsMixin, stock.SQLiteSearchResults):
    pass


class SQLiteSearchBackend(BackendMixin, stock.SQLiteSearchBackend):
    """Wagtail's backend of SQLite, with Chinese."""

    query_compiler_class = SQLiteQueryCompiler
    autocomplete_query_compiler_class = SQLiteAutocompleteQueryCompiler
    index_class = SQLiteIndex
    results_class = SQLiteSearchResults
    rebuilder_class = SQLiteRebuilder
    atomic_rebuilder_class = SQLiteAtomicRebuilder


SearchBackend = SQLiteSearchBackend
