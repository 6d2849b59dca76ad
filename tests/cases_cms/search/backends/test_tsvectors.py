import re

import pytest

from cases_cms.search.backends.tsvectors import (
    LAST_POSITION,
    MAX_BYTES,
    MAX_PLACES,
    MORE,
    TSDialect,
    Vector,
    vector,
)
from cases_cms.search.query import MAX_LENGTH, parse


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("", ""),
        ("数字鸿", "'数' '数字':1 '字' '字鸿':2 '鸿'"),
        ("用5G网络", "'用':1 '5':2 'g':3 '网':4 '网络':4 '络'"),
        ("Case cases", "'case':1,2"),
    ],
)
def test_characters_and_their_pairs_and_words(text, literal):
    assert vector(("", [text])) == literal


def test_weights_and_room_between_texts():
    assert vector(("A", ["net"]), ("", ["net", "of"])) == "'net':1A,7 'of':13"


def test_quotation_marks_and_backslashes_are_letters():
    assert TSDialect().term(parse("a").terms[0]) == "'a'"
    made = Vector()
    made._put("o'\\", "1")
    assert str(made) == "'o''\\\\':1"


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("网", "'网'"),
        ("网络", "'网络'"),
        ("网络空间", "([网络] <1> [络空] <1> [空间])"),
        ("用5G网", "([用] <1> [5] <1> [g] <1> [网])"),
        ("用5G网络", "([用] <1> [5] <1> [g] <1> [网络])"),
        ("网络5", "([网络] <2> [5])"),
        ("shared-future", "([share] <1> [futur])"),
    ],
)
def test_a_term_as_a_tsquery(words, expression):
    """``[a]``: a lexeme, or one of those that go on with its places."""
    expression = re.sub(r"\[(\w+)\]", rf"('\1' | '\1{MORE}':*)", expression)
    assert TSDialect().term(parse(words).terms[0]) == expression


def test_a_beginning():
    assert TSDialect().term(parse("gov", prefix=True).terms[0]) == "'gov':*"
    assert TSDialect().term(parse("gov", prefix=True).terms[0]) != TSDialect().term(parse("gov").terms[0])


def places(literal, lexeme):
    found = next(part for part in literal.split(" ") if part.startswith(f"'{lexeme}':"))
    return [int(place) for place in found.split(":")[1].split(",")]


def test_positions_begin_anew_and_repeat_what_a_phrase_may_need():
    words = [
        f"w{chr(97 + n // 676 % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}x" for n in range(LAST_POSITION + 50)
    ]
    literal = vector(("", [" ".join(words)]), stemmed=False)
    last = words[LAST_POSITION - 1]
    assert places(literal, last) == [LAST_POSITION, MAX_LENGTH]
    assert places(literal, words[LAST_POSITION]) == [MAX_LENGTH + 1]


def test_no_lexeme_has_more_places_than_the_type_keeps():
    literal = vector(("", ["net " * (2 * MAX_PLACES + 1)]))
    assert places(literal, "net") == list(range(1, MAX_PLACES + 1))
    assert places(literal, f"net{MORE}1") == list(range(MAX_PLACES + 1, 2 * MAX_PLACES + 1))
    assert places(literal, f"net{MORE}2") == [2 * MAX_PLACES + 1]
    assert len(literal.split(" ")) == 3


def test_a_vector_stays_within_the_type():
    literal = vector(("", ["".join(chr(0x4E00 + n * 7919 % 20000) for n in range(200_000))]))
    assert len(literal.encode()) < 2 * MAX_BYTES
