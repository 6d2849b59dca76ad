"""The words that the index has seen."""

import pytest
from django.db import transaction

from cases_cms.core.memory import finish_request
from cases_cms.search.models import Word
from cases_cms.search.vocabulary import forget_words, words
from tests.cases_cms.search.backends.indexed import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(db):
    put(
        ("Digital governance", "Cybersecurity in Africa, international cooperation; 使用Kubernetes技术"),
        ("Cases of practice", "Cats, carts and cards: a cart"),
        ("Zebra", "form, from, form's forms"),
        ("More", "form of a form"),
    )


def test_words_are_kept_once_and_only_words(texts):
    assert set(Word.objects.values_list("word", flat=True)) >= {"digital", "kubernetes", "cats", "forms"}
    assert not Word.objects.filter(word__in=["使用", "of", "in", "a", "form's"]).exists()
    number = Word.objects.count()
    put(("Digital governance", ""))
    assert Word.objects.count() == number
    put(("Digital newcomer", ""))
    assert Word.objects.count() == number + 1
    assert "newcomer" in words.get().by_length[8]


def test_what_is_rolled_back_is_not_remembered(texts):
    def roll_back():
        with transaction.atomic():
            put(("Ephemeral", ""))
            assert "ephemeral" in words.get().words
            raise LookupError

    with pytest.raises(LookupError):
        roll_back()
    finish_request()
    assert "ephemeral" not in words.get().words


def test_all_is_forgotten_where_the_index_begins_anew(texts):
    forget_words()
    assert Word.objects.count() == 0
    assert words.get().words == frozenset()


def test_no_query_while_nothing_changes(texts, django_assert_num_queries):
    words.get()
    with django_assert_num_queries(0):
        assert "digital" in words.get().words
