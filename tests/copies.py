"""A state of the tests' database that is built once a process, and put in place as often as it is wanted."""

import sqlite3
from contextlib import closing, contextmanager

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def built_once(build):
    """Gives ``use``: inside ``with use():`` the tests' database holds what ``build()`` writes; outside, as before.

    Nothing else may hold a transaction. What a commit would set off is not done, as in tests.
    """
    copied = _copied_on_a_server if connection.vendor == "postgresql" else _copied_in_memory
    with copied(lambda: _build(build)) as use:
        yield use


def _build(build):
    with transaction.atomic():
        build()
        connection.run_on_commit = []


@contextmanager
def _copied_in_memory(build):
    with closing(sqlite3.connect(":memory:")) as before, closing(sqlite3.connect(":memory:")) as built:
        connection.ensure_connection()
        connection.connection.backup(before)
        build()
        connection.connection.backup(built)
        before.backup(connection.connection)

        @contextmanager
        def use():
            built.backup(connection.connection)
            try:
                yield
            finally:
                before.backup(connection.connection)

        yield use


@contextmanager
def _copied_on_a_server(build):
    values = connection.settings_dict
    name, copy = values["NAME"], f"{values['NAME']}_built"

    @contextmanager
    def use():
        connection.close()
        values["NAME"] = settings.DATABASES["default"]["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            values["NAME"] = settings.DATABASES["default"]["NAME"] = name

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    try:
        with use():
            build()
        yield use
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
