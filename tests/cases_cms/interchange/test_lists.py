"""Several things in one cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases_cms.interchange.lists import join_lines, join_list, split_lines, split_list


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("A; B；C", ["A", "B", "C"]),
        ("A\nB\n\nC;", ["A", "B", "C"]),
        ("A; ; C", ["A", "", "C"]),
        ("; B", ["", "B"]),
        ('"A; B Ltd"; C', ["A; B Ltd", "C"]),
        ('The "big" one; B', ['The "big" one', "B"]),
        ('"open; B', ['"open', "B"]),
        ('"a" and "b"', ['"a" and "b"']),
    ],
)
def test_lists(text, items):
    assert split_list(text) == items


def test_lines():
    assert split_lines("17.5 million | learners\n\n“230” | \n| x", 2) == [
        ("17.5 million", "learners"),
        ("“230”", ""),
        ("", "x"),
    ]
    with pytest.raises(ValueError, match=r"a \| b \| c"):
        split_lines("a | b | c", 2)


ITEM = st.text(alphabet='ab;；|"\n ｜中', max_size=8).map(lambda text: " ".join(text.split()))


@settings(max_examples=500, deadline=None)
@given(st.lists(ITEM, max_size=5))
def test_a_list_comes_back_as_it_went(items):
    kept = list(items)
    while kept and not kept[-1]:
        kept.pop()
    assert split_list(join_list(items)) == kept


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(ITEM, ITEM), max_size=4))
def test_lines_come_back_as_they_went(records):
    assert split_lines(join_lines(records), 2) == records
