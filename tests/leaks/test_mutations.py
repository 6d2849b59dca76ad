"""The leak test is not fooled: with one guard removed at a time it finds what got out, and with it nothing."""

import sys

import pytest

from tests.leaks.mutations import MUTATIONS, Scene
from tests.leaks.test_leaks import neighbour, secret, secret_data  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(secret_data, secret, monkeypatch, django_user_model):  # noqa: F811
    found = Scene(secret_data[0], secret, monkeypatch)
    found.neighbour = neighbour(django_user_model, secret_data[0])
    return found


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_with_the_guard_nothing_gets_out(scene, mutation):
    mutation.attempt(scene)
    assert not mutation.look(scene)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_without_the_guard_something_does(scene, mutation):
    mutation.remove(scene)
    mutation.attempt(scene)
    found = mutation.look(scene)
    assert found
    sys.stdout.write(f"\n{mutation.name}: {said(found)}\n")  # the report of `make leaks`


def said(found):
    """What got out, counted."""
    if isinstance(found, dict):
        return f"{len({marker for told in found.values() for marker in told})} markers in {len(found)} answers"
    return f"{len(found)} pages or files"
