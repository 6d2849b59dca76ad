"""Indexes on Wagtail's tables, for what every public request asks: what hides what is below it, which pages lie right
below one, and whose file a picture's address names.

Wagtail has none for it, so each answer would read the whole table, or the whole tree: 7 and 15 ms at 20,000 pages, ten
times that at 200,000. They are made after ``migrate``, and not by a migration: SQLite drops them where Wagtail changes
the table.
"""

from django.db import connections
from wagtail.images import get_image_model
from wagtail.models import Page


def _indexes():
    """``{table: {name: columns}}``."""
    images = get_image_model()
    return {
        Page._meta.db_table: {
            "cases_core_page_unpublished": "(numchild, path) WHERE NOT live",
            "cases_core_page_depth": "(depth, path)",
        },
        images._meta.db_table: {"cases_core_image_file": "(file)"},
        images.get_rendition_model()._meta.db_table: {"cases_core_rendition_file": "(file)"},
    }


def ensure_page_indexes(using, **kwargs):
    """Receiver of ``post_migrate``: make the indexes where they are missing; other databases do without."""
    connection = connections[using]
    if connection.vendor not in ("sqlite", "postgresql"):
        return
    there = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table, indexes in _indexes().items():
            for name, columns in indexes.items() if table in there else ():
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {connection.ops.quote_name(table)} {columns}")
