"""One answer shows one state of the database."""

import threading

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse

from cases_cms.core.memory import Stamp
from cases_cms.core.snapshots import SnapshotMiddleware


def in_another_connection(work):
    """Do ``work`` in a thread, which has a connection of its own, and wait for it."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert errors == []


NAME = "of a snapshot"


def write():
    Stamp.objects.create(name=NAME, value="1")


def count():
    return Stamp.objects.filter(name=NAME).count()


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """The tests' database outside of any transaction; what is written is removed."""
    with django_db_blocker.unblock():
        yield
        Stamp.objects.filter(name=NAME).delete()


@pytest.mark.parametrize(("method", "path", "seen"), [("get", "/en/", [0, 0]), ("get", "/admin/", [0, 1])])
def test_what_is_committed_meanwhile_is_seen_by_the_next_request(database, rf, method, path, seen):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory: another connection would be another database")
    found = []

    def view(request):
        found.append(count())
        in_another_connection(write)
        found.append(count())
        return HttpResponse()

    SnapshotMiddleware(view)(getattr(rf, method)(path))
    assert found == seen
    assert count() == 1


def test_what_fails_in_a_snapshot_is_asked_again_without(database, rf):
    asked = []
    middleware = SnapshotMiddleware(lambda request: view(request))

    def view(request):
        count()
        asked.append(connection.in_atomic_block)
        if len(asked) == 1:
            middleware.process_exception(request, OperationalError("could not serialize access"))
            return HttpResponse(status=500)
        return HttpResponse("once more")

    response = middleware(rf.get("/en/"))
    assert (response.status_code, response.content, asked) == (200, b"once more", [True, False])


def test_forms_are_left_alone(database, rf):
    asked = []

    def view(request):
        count()
        asked.append(connection.in_atomic_block)
        return HttpResponse()

    SnapshotMiddleware(view)(rf.post("/en/"))
    assert asked == [False]


@pytest.mark.django_db
def test_what_is_in_a_transaction_already_is_left_alone(rf):
    depth, asked = len(connection.savepoint_ids), []

    def view(request):
        asked.append(len(connection.savepoint_ids))
        return HttpResponse()

    SnapshotMiddleware(view)(rf.get("/en/"))
    assert asked == [depth]


def test_what_asks_nothing_needs_no_database(rf):
    assert SnapshotMiddleware(lambda request: HttpResponse("fine"))(rf.get("/en/")).content == b"fine"
