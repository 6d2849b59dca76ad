"""Typing mistakes: what is offered instead, and what must not be."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from cases_cms.search.corrections import correct
from tests.factories import OrganizationFactory, StandardPageFactory, make_case

MANY = "digtal govrnance cybersecurty intrnational coperation afrca cathedrl zebrra"


def write(site, title, summary="", **values):
    return StandardPageFactory(parent=site.home, title=title, summary=summary, **values)


def build_texts(site):
    write(site, "Digital governance", "Cybersecurity in Africa, international cooperation; 使用Kubernetes技术")
    write(site, "Cathedral of practice", "Cats, carts and cards: a cart")
    write(site, "Zebra", "form, from, form's forms")
    write(site, "More", "form of a form")


@pytest.fixture(scope="module", autouse=True)
def built_texts(once):
    once(build_texts)


@pytest.fixture
def texts(built_texts, small_site):
    return small_site


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
    for title in ("One", "Two", "Three", "Four"):
        write(texts, title, "farm")
    assert correct("fprm") == "farm"


# --- What is public ---------------------------------------------------------------------------


@pytest.mark.parametrize("hide", ["draft", "deleted", "restricted"])
def test_words_that_are_not_public_neither_stop_a_correction_nor_are_one(texts, hide):
    page = write(texts, "Digitel", "bandicoots")
    if hide == "draft":
        page.unpublish()
    if hide == "deleted":
        page.delete()
    if hide == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert correct("digitel") == "digital"
    assert correct("bandicotts") is None


def test_a_word_of_a_public_page_is_never_corrected(texts):
    write(texts, "Digitel")
    assert correct("digitel") is None


@pytest.mark.parametrize(
    ("given", "corrected"),
    [
        ("kenia", "kenya"),
        ("Madagaskar", "madagascar"),
        ("infrastucture", "infrastructure"),
        ("summti", "summit"),
        ("digital kenia", "digital kenya"),
        ("zymorgy", "zymurgy"),
        ("kenya", None),
        ("summits", None),
    ],
)
def test_names_of_countries_categories_and_official_terms_are_known(texts, settings, given, corrected):
    settings.CASES_CMS = {
        **settings.CASES_CMS,
        "TERMS": [{"en": "Wuzhen Summit", "zh-hans": "乌镇峰会"}, {"en": "zymurgy"}],
    }
    assert correct(given) == corrected


def test_organizations_of_public_cases_are_known_by_their_names(texts):
    organization = OrganizationFactory(name="Numbat Ltd")
    OrganizationFactory(name="Bettong Ltd")
    make_case(texts.edition, title="Nets", organizations=[organization])
    assert correct("numbta") == "numbat"
    assert correct("bettogn") is None


@pytest.mark.parametrize("address", ["/en/collection/", "/en/search/"])
def test_a_misspelt_country_is_found_on_both_pages(texts, client, address):
    make_case(texts.edition, title="Nets", countries=["KE", "CN"])
    response = client.get(f"{address}?q=kenia")
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("[data-total]")["data-total"] == "1"
    assert "exactly=1&q=kenia" in [link["href"].removeprefix("?") for link in page.select("a[href*=exactly]")]


# --- What it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["digtal", MANY, MANY + " " + MANY[::-1], "fprm xarts"])
def test_two_queries_whatever_is_asked(texts, django_assert_num_queries, given):
    correct("digtal")
    with django_assert_num_queries(2):
        assert correct(given) is not None


def test_no_more_words_than_a_query_has_terms_are_looked_up(texts):
    assert correct("qqqqqqqq-wwwwwwww-rrrrrrrr-ttttttt-yyyyyyy-uuuuuuu-oooooo-ppppp digtal") is None
    assert correct("digtal-" * 9) == "digital-" * 9
