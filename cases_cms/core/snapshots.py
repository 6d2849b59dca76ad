"""One answer shows one state of the database, also where somebody commits a release while it is being made.

A page asks many questions; without this, those before the commit see an edition without its cases, those after it with
them. Visitors' requests read in one transaction, as they found the database with their first question.
"""

from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction

from cases_cms.core.addresses import is_admin


@contextmanager
def _deferred():
    """Let SQLite begin a transaction that only reads, whatever the setting says of those that write."""
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode


class _Snapshot:
    """A transaction that begins with the first question, if there is any: pages about errors need no database."""

    def __init__(self):
        self.atomic = None

    def ask(self, execute, sql, params, many, context):
        """Wrapper of each question (Django's ``execute_wrapper``)."""
        if self.atomic is None and not connection.in_atomic_block and not sql.startswith("BEGIN"):
            self.atomic = transaction.atomic()
            with _deferred():
                self.atomic.__enter__()
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return execute(sql, params, many, context)

    def end(self, error=None):
        """End it, with the error that left it, if any."""
        if self.atomic is not None:
            self.atomic.__exit__(type(error) if error else None, error, error.__traceback__ if error else None)


@contextmanager
def snapshot():
    """Read the database as it is at the first question. What is written inside may fail: others may have written."""
    current = _Snapshot()
    try:
        with connection.execute_wrapper(current.ask):
            yield
    except BaseException as error:
        current.end(error)
        raise
    current.end()


class SnapshotMiddleware:
    """Answers visitors' GET and HEAD requests from one snapshot; the last of the middlewares, so that all is inside.

    The admin writes while it reads (who edits what, say), and is left out. What fails in a snapshot, because it writes
    after all, is asked once more without.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or connection.in_atomic_block or is_admin(request.path_info):
            return self.get_response(request)
        request.failed_in_snapshot = False
        try:
            with snapshot():
                response = self.get_response(request)
        except DatabaseError:
            request.failed_in_snapshot = True
        if request.failed_in_snapshot:
            request.failed_in_snapshot = False
            return self.get_response(request)
        return response

    def process_exception(self, request, exception):
        """Remembers an error of the database inside a snapshot; the answer to it is made, and thrown away."""
        if isinstance(exception, DatabaseError) and connection.in_atomic_block:
            request.failed_in_snapshot = True
