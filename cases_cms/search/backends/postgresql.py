"""PostgreSQL: the vectors of Wagtail's index are written by us (`tsvectors`), one GIN index answers a search.

`title` holds the title, `body` the title (weight A) and all the rest (D): Wagtail's own backend searches both together,
for which there is no index.
"""

from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.query import Fuzzy

from cases_cms.search.backends.compiler import (
    TITLE_SCORE,
    AutocompleteMixin,
    BackendMixin,
    FoundMixin,
    FoundResultsMixin,
    IndexMixin,
    RebuilderMixin,
)
from cases_cms.search.backends.matching import content_types, pk_sql
from cases_cms.search.backends.tsvectors import TSDialect, vector

IndexEntry = stock.IndexEntry
ENTRIES = IndexEntry._meta.db_table
#: Of more texts than these none is ranked by how often it says what is sought: PostgreSQL would have to read them all.
RANKED = 1000


def _without_nul(texts):
    return "\n".join(texts).replace("\x00", " ")


class PostgreSQLIndex(IndexMixin, stock.PostgresIndex):
    def write(self, content_type_id, found):
        rows = [
            (
                content_type_id,
                pk,
                vector(("A", texts.titles)),
                vector(("A", texts.titles), ("", texts.others)),
                vector(("", texts.autocomplete), stemmed=False),
                _without_nul(texts.titles),
                _without_nul(texts.others),
            )
            # In order of their keys, so that two who write the same entries do not wait for each other.
            for pk, texts in sorted(found.items())
        ]
        values = ", ".join(["(%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, 1.0, %s, %s)"] * len(rows))
        names = ["title", "body", "autocomplete", "title_norm", "title_text", "body_text"]
        with self.write_connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {ENTRIES} (content_type_id, object_id, {', '.join(names)}) VALUES {values} "  # noqa: S608
                "ON CONFLICT (content_type_id, object_id) DO UPDATE SET "
                + ", ".join(f"{name} = EXCLUDED.{name}" for name in names),
                [value for row in rows for value in row],
            )


class PostgreSQLRebuilder(RebuilderMixin, stock.PostgresSearchRebuilder):
    pass


class PostgreSQLAtomicRebuilder(RebuilderMixin, stock.PostgresSearchAtomicRebuilder):
    pass


class PostgreSQLQueryCompiler(FoundMixin, stock.PostgresSearchQueryCompiler):
    dialect = TSDialect()
    COLUMN = "body"

    def select(self, expression, only_titles=False, with_scores=False):
        column = "title" if only_titles else self.COLUMN
        model = self.queryset.model
        kinds = content_types(model)
        key, params = pk_sql(model, self.connection()), []
        if with_scores:
            key += (
                f" AS pk, CASE WHEN COUNT(*) OVER () <= {RANKED} THEN ts_rank({column}, %s::tsquery) ELSE 0 END"
                f" + CASE WHEN title @@ %s::tsquery THEN {TITLE_SCORE} ELSE 0 END AS score"
            )
            params += [expression, expression]
        sql = (
            f"SELECT {key} FROM {ENTRIES} "  # noqa: S608
            f"WHERE {column} @@ (SELECT %s::tsquery) AND content_type_id IN ({', '.join(['%s'] * len(kinds))})"
        )
        params += [expression, *kinds]
        if with_scores and len(kinds) > 1:
            sql = f"SELECT pk, MAX(score) AS score FROM ({sql}) entries GROUP BY pk"  # noqa: S608
        return sql, params


class PostgreSQLAutocompleteQueryCompiler(AutocompleteMixin, PostgreSQLQueryCompiler):
    COLUMN = "autocomplete"


class PostgreSQLSearchResults(FoundResultsMixin, stock.PostgresSearchResults):
    """A Fuzzy query compares letters, by an extension of PostgreSQL's: Wagtail's own way, on texts kept beside."""

    def get_queryset(self):
        if isinstance(self.query_compiler.query, Fuzzy):
            return stock.PostgresSearchResults.get_queryset(self)
        return super().get_queryset()

    def _do_search(self):
        return stock.PostgresSearchResults._do_search(self)

    def _do_count(self):
        if isinstance(self.query_compiler.query, Fuzzy):
            return stock.PostgresSearchResults._do_count(self)
        return super()._do_count()


class PostgreSQLSearchBackend(BackendMixin, stock.PostgresSearchBackend):
    """Wagtail's backend of PostgreSQL, with Chinese."""

    query_compiler_class = PostgreSQLQueryCompiler
    autocomplete_query_compiler_class = PostgreSQLAutocompleteQueryCompiler
    index_class = PostgreSQLIndex
    results_class = PostgreSQLSearchResults
    rebuilder_class = PostgreSQLRebuilder
    atomic_rebuilder_class = PostgreSQLAtomicRebuilder


SearchBackend = PostgreSQLSearchBackend
