import pytest
from django.db import transaction

from cases_cms.core.memory import finish_request
from cases_cms.search import vocabulary
from cases_cms.search.models import Word
from cases_cms.search.vocabulary import correct, forget_words
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


@pytest.mark.parametrize(
    ("given", "corrected"),
    [
        ("digtal", "digital"),
        ("Digitla", "digital"),
        ("cybrsecurty", "cybersecurity"),
        ("intrnational coperation", "international cooperation"),
        ("digtal 鸿沟 2024", "digital 鸿沟 2024"),
        ("使用Kubrenetes技术", "使用kubernetes技术"),
        ("afirca", "africa"),
        ("ＤＩＧＴＡＬ", "digital"),
        ("'digtal'", "'digital'"),
    ],
)
def test_near_words_that_are_written_here(texts, given, corrected):
    assert correct(given) == corrected


@pytest.mark.parametrize(
    "given",
    [
        "",
        None,
        "digital",
        "GOVERNANCE",
        "governing",  # its stem is found
        "cooperate",  # its stem is found
        "dgtl",  # three mistakes
        "dog",  # too short
        "鸿沟",
        "5g",
        "qqqqqqqq",
        "кибер",
        "\x00\ud800",
        "x" * 10_000,
    ],
)
def test_nothing_to_correct(texts, given):
    assert correct(given) is None


def test_one_mistake_below_eight_letters_two_from_then_on(texts):
    assert correct("afrca") == "africa"
    assert correct("afca") is None
    assert correct("governnce") == "governance"
    assert correct("gvernnce") == "governance"


def test_the_same_beginning_then_the_more_frequent_wins(texts):
    assert correct("fprm") == "form"
    assert correct("xarts") == "carts"
    put(("Zebra", "farm"), ("Again", "farm"), ("Third", "farm"), ("Fourth", "farm"))
    assert correct("fprm") == "farm"


def test_words_are_kept_once_and_only_words(texts):
    assert set(Word.objects.values_list("word", flat=True)) >= {"digital", "kubernetes", "cats", "forms"}
    assert not Word.objects.filter(word__in=["使用", "of", "in", "a", "form's"]).exists()
    number = Word.objects.count()
    put(("Digital governance", ""))
    assert Word.objects.count() == number
    put(("Digital newcomer", ""))
    assert Word.objects.count() == number + 1
    assert correct("newcmer") == "newcomer"


def test_what_is_rolled_back_is_not_remembered(texts):
    def roll_back():
        with transaction.atomic():
            put(("Ephemeral", ""))
            assert correct("ephemral") == "ephemeral"
            raise LookupError

    with pytest.raises(LookupError):
        roll_back()
    finish_request()
    assert correct("ephemral") is None


def test_all_is_forgotten_where_the_index_begins_anew(texts):
    forget_words()
    assert Word.objects.count() == 0
    assert vocabulary.words.get().words == frozenset()
    assert correct("ephemral") is None


def test_official_terms_are_known_though_they_stand_in_no_text(db, settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "TERMS": [{"en": "zymurgy", "zh-hans": "酿造学"}]}
    assert correct("zymorgy") == "zymurgy"
    assert correct("zymurgy") is None
    settings.CASES_CMS = {**settings.CASES_CMS, "TERMS": []}
    assert correct("zymorgy") is None


def test_no_query_while_nothing_changes(texts, django_assert_num_queries):
    correct("digtal")
    with django_assert_num_queries(0):
        assert correct("digtal") == "digital"
