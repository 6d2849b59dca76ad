"""The backend of the site's own database: ours on SQLite and PostgreSQL, Wagtail's on any other.

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cases_cms.search.backends.database"}}
"""

import functools

from django.db import connection


class _NoTableError(Exception):
    pass


@functools.cache
def _see_table():
    """Look for FTS5 and Wagtail's table of it, until they have been found once."""
    from modelsearch.backends.database.sqlite.utils import fts5_available, fts_table_exists

    if not (fts5_available() and fts_table_exists()):
        raise _NoTableError


def _has_table():
    try:
        _see_table()
    except _NoTableError:
        return False
    return True


def SearchBackend(params):
    """The backend for the default database; the modules know tables that only their database has."""
    if connection.vendor == "postgresql":
        from cases_cms.search.backends.postgresql import PostgreSQLSearchBackend

        return PostgreSQLSearchBackend(params)
    if connection.vendor == "sqlite" and _has_table():
        from cases_cms.search.backends.sqlite import SQLiteSearchBackend

        return SQLiteSearchBackend(params)
    from modelsearch.backends import database

    return database.SearchBackend(params)
