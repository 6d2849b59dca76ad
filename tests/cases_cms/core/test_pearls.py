import pytest

from cases_cms.core.pearls import Pearls, pearl_count, pearl_unit


@pytest.mark.parametrize(
    ("largest", "room", "unit"),
    [(0, 60, 1), (60, 60, 1), (61, 60, 2), (121, 60, 5), (301, 60, 10), (412, 300, 2), (100_000, 300, 500)],
)
def test_unit(largest, room, unit):
    assert pearl_unit(largest, room) == unit


@pytest.mark.parametrize(("number", "unit", "pearls"), [(0, 5, 0), (1, 500, 1), (12, 1, 12), (13, 5, 3), (12, 5, 2)])
def test_what_there_is_is_never_drawn_as_nothing(number, unit, pearls):
    assert pearl_count(number, unit) == pearls


def test_heap_grows_upwards_from_its_first_layer():
    heap = Pearls((2, 7), 5, upward=True)
    assert (heap.rows, heap.width, heap.height) == (2, 50, 20)
    # Two in the lower row, then three beside them and two above.
    assert heap.paths == ["M5 15h10.1", "M25 15h20.1M5 5h10.1"]


def test_field_grows_downwards():
    assert Pearls((1, 1, 4), 3).paths == ["M5 5h0.1", "", "M15 5h10.1M5 15h0.1"]


def test_nothing():
    assert (Pearls((0, 0), 5).rows, Pearls((0, 0), 5).paths) == (0, ["", ""])


def test_size_in_pixels():
    assert Pearls((3,), 3, scale=1.6).size == (48, 16)
