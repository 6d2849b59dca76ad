"""Indexes on Wagtail's table of pages, for what every public request asks: what hides what is below it, and which
pages lie right below one.

Wagtail has none for it, so each answer would read the whole table, or the whole tree: 7 and 15 ms at 20,000 pages, ten
times that at 200,000. They are made after ``migrate``, and not by a migration: SQLite drops them where Wagtail changes
the table.
"""

from django.db import connections
from wagtail.models import Page

INDEXES = {
    "cases_core_page_unpublished": "(numchild, path) WHERE NOT live",
    "cases_core_page_depth": "(depth, path)",
}


def ensure_page_indexes(using, **kwargs):
    """Receiver of ``post_migrate``: make the indexes where they are missing; other databases do without."""
    connection = connections[using]
    table = Page._meta.db_table
    if connection.vendor not in ("sqlite", "postgresql") or table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for name, columns in INDEXES.items():
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} {columns}")
