import pytest
from django.db import DatabaseError, connection, transaction

from cases_cms.core import memory
from cases_cms.core.memory import Memory, Stamp, touch

pytestmark = pytest.mark.django_db


@pytest.fixture
def loads():
    """A Memory that counts how often it was loaded."""
    numbers = iter(range(1, 100))
    return Memory("test", lambda: next(numbers))


def test_it_is_loaded_once(loads):
    assert [loads.get(), loads.get()] == [1, 1]


def test_touching_it_loads_it_again(loads):
    assert loads.get() == 1
    loads.touch()
    assert [loads.get(), loads.get()] == [2, 2]
    touch("another")
    assert loads.get() == 2


def test_a_request_asks_once_for_all(loads, django_assert_num_queries):
    other = Memory("other", dict)
    loads.get(), other.get()
    memory.start_request()
    with django_assert_num_queries(1):
        for _time in range(3):
            loads.get(), other.get()
    memory.start_request()
    with django_assert_num_queries(1):
        loads.get()
    memory.finish_request()


def test_the_change_of_another_process_is_seen_by_the_next_request(loads):
    memory.start_request()
    assert loads.get() == 1
    Stamp.objects.update_or_create(name="test", defaults={"value": "another process"})
    assert loads.get() == 1  # one request sees one state
    memory.start_request()
    assert loads.get() == 2
    memory.finish_request()


def test_without_a_request_stamps_hold_for_a_second(loads, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: now[0])
    assert loads.get() == 1
    Stamp.objects.update_or_create(name="test", defaults={"value": "another process"})
    now[0] += 0.9
    assert loads.get() == 1
    now[0] += 0.2
    assert loads.get() == 2


def test_what_is_rolled_back_is_not_remembered(loads):
    loads.touch()
    before = loads.get()
    with transaction.atomic():
        loads.touch()
        assert loads.get() == before + 1
        transaction.set_rollback(True)
    memory.forget_stamps()
    assert loads.get() == before + 2


def test_known_asks_nothing(loads, django_assert_num_queries):
    memory.start_request()
    with django_assert_num_queries(0):
        assert loads.known() == {}
    assert loads.get() == 1
    memory.start_request()
    with django_assert_num_queries(0):
        assert loads.known() == 1
    memory.finish_request()


def test_a_database_without_the_table(monkeypatch):
    stamps = Memory("test", lambda: list(Stamp.objects.all()), empty=list)
    monkeypatch.setattr(memory, "_has_table", False)
    monkeypatch.setattr(Stamp._meta, "db_table", "not_migrated_yet")
    with transaction.atomic():
        assert stamps.get() == []
        # The transaction goes on.
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)
    with pytest.raises(DatabaseError), transaction.atomic():
        list(Stamp.objects.all())


def test_another_error_is_said():
    def load():
        raise DatabaseError("Expression tree is too large")

    with pytest.raises(DatabaseError, match="too large"):
        Memory("test", load).get()


def test_a_request_forgets_what_it_has_undone(loads):
    memory.start_request()
    assert loads.get() == 1
    with transaction.atomic():
        with transaction.atomic():
            loads.touch()
            assert loads.get() == 2
            transaction.set_rollback(True)
        assert loads.get() == 3
        assert loads.get() == 3
    memory.finish_request()
