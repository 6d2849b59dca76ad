"""A queryset of what an index answers: filtered by it, and joined to its scores."""

from django.db.models import AutoField, FloatField, IntegerField, UUIDField
from django.db.models.expressions import Expression, RawSQL
from django.db.models.sql.constants import INNER
from modelsearch.utils import get_descendants_content_types_pks

ALIAS = "cases_found"


def pk_field(model):
    """The field that a model's key is stored in; parents of several tables are followed."""
    field = model._meta.pk
    while field.remote_field:
        field = field.target_field
    return field


def pk_sql(model, connection):
    """SQL for the key that an index entry holds as text, in the type of the model's own."""
    field = pk_field(model)
    if isinstance(field, UUIDField):
        return "object_id::uuid" if connection.features.has_native_uuid_field else "REPLACE(object_id, '-', '')"
    if isinstance(field, (AutoField, IntegerField)):
        return f"CAST(object_id AS {field.cast_db_type(connection)})"
    return "object_id"


def content_types(model):
    """Keys of the content types whose entries stand for objects of ``model``."""
    return sorted(get_descendants_content_types_pks(model))


class Score(Expression):
    """The column ``score`` of what is joined by ScoreJoin."""

    def __init__(self, alias=ALIAS):
        super().__init__(output_field=FloatField())
        self.alias = alias

    def as_sql(self, compiler, connection):
        return f"{connection.ops.quote_name(self.alias)}.score", []

    def relabeled_clone(self, change_map):
        return Score(change_map.get(self.alias, self.alias))

    def get_group_by_cols(self):
        return [self]


class ScoreJoin:
    """``INNER JOIN (index's answer) ON pk``: what Django's Query takes for a table (sql.datastructures.Join)."""

    join_type = INNER
    nullable = False
    filtered_relation = None
    join_field = None

    def __init__(self, sql, params, parent_alias, pk_column, table_alias=ALIAS):
        self.sql, self.params = sql, tuple(params)
        self.parent_alias, self.pk_column = parent_alias, pk_column
        self.table_alias, self.table_name = table_alias, ALIAS

    def as_sql(self, compiler, connection):
        quote = connection.ops.quote_name
        parent = compiler.quote_name_unless_alias(self.parent_alias)
        condition = f"{parent}.{quote(self.pk_column)} = {quote(self.table_alias)}.pk"
        return f"INNER JOIN ({self.sql}) {quote(self.table_alias)} ON ({condition})", list(self.params)

    def relabeled_clone(self, change_map):
        return ScoreJoin(
            self.sql,
            self.params,
            change_map.get(self.parent_alias, self.parent_alias),
            self.pk_column,
            change_map.get(self.table_alias, self.table_alias),
        )

    @property
    def identity(self):
        return (ScoreJoin, self.sql, self.params, self.parent_alias, self.pk_column)

    def __eq__(self, other):
        return isinstance(other, ScoreJoin) and self.identity == other.identity

    def __hash__(self):
        return hash(self.identity)

    def equals(self, other):
        return self == other


def join_scores(queryset, sql, params, name):
    """``queryset`` with the answer ``SELECT … AS pk, … AS score`` joined, its score annotated as ``name``."""
    queryset = queryset.all()
    query = queryset.query
    parent = query.get_initial_alias()
    join = ScoreJoin(sql, params, parent, queryset.model._meta.pk.column)
    query.alias_map[ALIAS] = join
    query.alias_refcount[ALIAS] = 1
    query.table_map[ALIAS] = [ALIAS]
    return queryset.annotate(**{name: Score()})


def filter_found(queryset, sql, params, negated=False):
    """``queryset`` narrowed to the keys that ``sql`` selects, or to all others."""
    found = RawSQL(sql, tuple(params))  # noqa: S611  built here, of constants and parameters
    return queryset.exclude(pk__in=found) if negated else queryset.filter(pk__in=found)
