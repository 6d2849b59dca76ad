"""What the backends of SQLite and PostgreSQL have in common: queries compiled to one answer of the index."""

from collections import OrderedDict

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, FloatField, Value
from modelsearch.backends.base import EmptySearchResults, FilterFieldError
from modelsearch.index import AutocompleteField
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk

from cases_cms.search.backends.conditions import express, holds, read, terms_in
from cases_cms.search.backends.matching import filter_found, join_scores, pk_field
from cases_cms.search.backends.texts import Texts, texts_of, title_field
from cases_cms.search.vocabulary import forget_words, remember_words

SCORE = "_score"
#: What stands in a title scores so much more than what does not.
TITLE_SCORE = 1000


class IndexMixin:
    """For an index: the texts of objects are written as we analyze them, and their words remembered.

    Subclasses write them: ``write(content_type_id, found)``, of ``{pk: Texts}``.
    """

    def _refresh_title_norms(self, full=False):
        """Nothing: scores do not use the column."""

    def add_items(self, model, objs):
        found = {texts.pk: texts for texts in map(Texts, objs)} if model.get_search_fields() else {}
        if found:
            self.write(get_content_type_pk(model), found)
            remember_words(found.values())

    def write(self, content_type_id, found):
        raise NotImplementedError


class RebuilderMixin:
    """For a rebuilder: with the index the words are gathered anew, in its transaction if it has one."""

    def start(self):
        index = super().start()
        forget_words()
        return index


class FoundMixin:
    """For a query compiler: ``found`` and ``scores`` by one SELECT of the index.

    Subclasses write it: ``select(expression, only_titles, with_scores)`` gives ``(sql, params)`` of ``pk[, score]``.
    """

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    IS_AUTOCOMPLETE = False
    dialect = None

    @property
    def condition(self):
        return read(self.query, prefix=self.IS_AUTOCOMPLETE)

    def connection(self):
        return connections[self.queryset.db]

    def select(self, expression, only_titles=False, with_scores=False):
        raise NotImplementedError

    def _is_whole_index(self):
        """Whether ``fields`` names all that the index holds together."""
        if self.fields is None:
            return True
        if self.IS_AUTOCOMPLETE:
            fields = self.queryset.model.get_search_fields()
            return set(self.fields) >= {field.field_name for field in fields if isinstance(field, AutocompleteField)}
        return False

    def _is_titles(self):
        return not self.IS_AUTOCOMPLETE and list(self.fields or []) == [title_field(self.queryset.model)]

    def _proved(self, condition):
        """``(pks, negated)`` where the index does not keep the fields apart: what it answers is read and tried."""
        expression, _negated = express(("or", *terms_in(condition)), self.dialect)
        otherwise = holds(condition, [])
        if not expression:
            return [], otherwise
        candidates = filter_found(self.queryset.order_by(), *self.select(expression))
        stemmed = not self.IS_AUTOCOMPLETE
        pks = [
            obj.pk
            for obj in candidates.iterator(500)
            if holds(condition, texts_of(obj, self.fields), stemmed) is not otherwise
        ]
        return pks, otherwise

    def found(self, score_field=None, ordered=True):
        """The queryset of what is found, by relevance if asked for, its score annotated as ``score_field``."""
        condition, by_relevance = self.condition, self.order_by_relevance and ordered
        queryset = self.queryset
        if self._is_whole_index() or self._is_titles():
            only_titles = self._is_titles()
            expression, negated = express(condition, self.dialect)
        else:
            only_titles = False
            pks, negated = self._proved(condition)
            queryset = queryset.exclude(pk__in=pks) if negated else queryset.filter(pk__in=pks)
            expression = "" if negated or not pks else express(("or", *terms_in(condition)), self.dialect)[0]
            if not expression:
                negated = True
        if not expression and not negated:
            queryset = queryset.none()
        if expression and not negated and (by_relevance or score_field):
            name = score_field or SCORE
            queryset = join_scores(queryset, *self.select(expression, only_titles, with_scores=True), name)
            if by_relevance:
                return queryset.order_by(f"-{name}", "-pk")
        elif expression:
            queryset = filter_found(queryset, *self.select(expression, only_titles), negated)
        if score_field and SCORE not in queryset.query.annotations and score_field not in queryset.query.annotations:
            queryset = queryset.annotate(**{score_field: Value(0.0, output_field=FloatField())})
        if condition is not True and ordered and not queryset.query.order_by:
            queryset = queryset.order_by("-pk")  # pages of results stay as they are (wagtail#3729)
        return queryset

    def scores(self):
        """``[(pk, score)]`` of all that is found, best first: one query, which builds no objects."""
        queryset = self.queryset
        expression, negated = express(self.condition, self.dialect)
        if negated or not expression or not (self._is_whole_index() or self._is_titles()):
            found = self.found(score_field=SCORE, ordered=False).order_by(f"-{SCORE}", "-pk")
            return list(found.values_list("pk", SCORE))
        sql, params = self.select(expression, self._is_titles(), with_scores=True)
        sql, params = f"SELECT pk, score FROM ({sql}) found", list(params)  # noqa: S608
        query = queryset.query
        if query.where or query.is_sliced or query.combinator or query.distinct or query.extra_tables:
            within, more = queryset.order_by().values("pk").query.get_compiler(using=queryset.db).as_sql()
            sql, params = f"{sql} WHERE pk IN ({within})", params + list(more)
        with self.connection().cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY score DESC, pk DESC", params)
            rows = cursor.fetchall()
        to_python = pk_field(queryset.model).to_python
        return [(to_python(pk), float(score)) for pk, score in rows]


class AutocompleteMixin:
    """For the compiler of type-ahead: the last word may go on."""

    IS_AUTOCOMPLETE = True
    TARGET_SEARCH_FIELD_TYPE = AutocompleteField

    def get_search_fields_for_model(self):
        return self.queryset.model.get_autocomplete_search_fields()


class FoundResultsMixin:
    """For results: everything through one queryset."""

    supports_facet = True

    def get_queryset(self):
        return self.query_compiler.found(self._score_field)[self.start : self.stop]

    def _do_search(self):
        return list(self.get_queryset())

    def _do_count(self):
        return self.query_compiler.found(ordered=False)[self.start : self.stop].count()

    def scores(self):
        """``[(pk, score)]``, best first, titles before texts; slices are honoured."""
        return self.query_compiler.scores()[self.start : self.stop]

    def facet(self, field_name):
        """``{value: number}`` of a FilterField, the most frequent first."""
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            raise FilterFieldError(
                f"Cannot facet search results with field “{field_name}”. Please add index.FilterField('{field_name}') "
                f"to {compiler.queryset.model.__name__}.search_fields.",
                field_name=field_name,
            )
        counts = compiler.found(ordered=False).order_by().values(field_name).annotate(count=Count("pk"))
        rows = counts.order_by("-count", field_name)
        return OrderedDict((row[field_name], row["count"]) for row in rows)


class NothingFound(EmptySearchResults):
    """What was not even asked: an empty query, a model without an index."""

    def scores(self):
        return []


class BackendMixin:
    """For a backend: its results have scores, whatever was asked."""

    def _search(self, *args, **kwargs):
        results = super()._search(*args, **kwargs)
        return NothingFound() if isinstance(results, EmptySearchResults) else results

    def find_some(self, words, querysets, most):
        """``[(word, number of the queryset, pk)]`` of the objects that hold each word, ``most`` of each. One query."""
        parts, params = [], []
        for place, word in enumerate(words):
            for number, queryset in enumerate(querysets):
                results = self.search(PlainText(word), queryset, order_by_relevance=False)
                found = results.query_compiler.found(ordered=False).order_by().values("pk")[:most]
                try:
                    sql, more = found.query.get_compiler(using=queryset.db).as_sql()
                except EmptyResultSet:
                    continue
                # No parameters: they are numbers of ours.
                parts.append(f"SELECT {place}, {number}, found.* FROM ({sql}) found")  # noqa: S608
                params += more
        if not parts:
            return []
        with connections[querysets[0].db].cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            return [(words[place], number, pk) for place, number, pk in cursor.fetchall()]
