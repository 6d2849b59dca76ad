"""Words in the explorer: in texts, in other languages, as names of values; corrected; and why each case was found."""

import pytest

from cases_cms.collection import words as sought
from cases_cms.collection.selectors import CategoryLabel
from cases_cms.collection.words import Names, find_all_named, find_named
from cases_cms.core import services
from tests.factories import OrganizationFactory, make_case, translate
from tests.fixtures import context_of, read_anew


def build_cases(site):
    """Four cases and a draft."""
    wu = OrganizationFactory(name="Wu Institute")
    translate(wu, name="吴氏研究院")
    village = make_case(
        site.edition,
        title="Village network",
        slug="village",
        summary="A network for remote villages.",
        countries=["CN", "KE"],
        organizations=[wu],
    )
    translate(village, title="乡村网络", summary="偏远乡村的网络。")
    make_case(
        site.edition,
        title="School tablets",
        slug="school",
        summary="Pupils learn.",
        benefits="<p>Every village school has tablets &amp; books.</p>",
        countries=["BR", "CN"],
        category="education",
    )
    make_case(site.edition_before, title="Port", slug="port", summary="Ships.", countries=["KE", "TZ"])
    zh = site.in_zh(site.edition_before)
    make_case(zh, title="数字丝绸之路", slug="silk", summary="驼铃。", countries=["CN", "MN"])
    make_case(site.edition, title="Secret village", slug="secret", countries=["FR", "CN"], publish=False)


@pytest.fixture(scope="module", autouse=True)
def built_cases(once):
    return once(build_cases)


@pytest.fixture
def cases(built_cases, small_site):
    return read_anew(built_cases)


def found(site, query, language="en"):
    page = site.collection if language == "en" else site.in_zh(site.collection)
    return context_of(page, query)


def titles(context):
    return [card.title for card in context["cards"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Titles come first.
        ("q=village", ["Village network", "School tablets"]),
        ("q=VILLAGES", ["Village network", "School tablets"]),
        ("q=village+school", ["School tablets"]),
        ("q=village&sort=title", ["School tablets", "Village network"]),
        ("q=village&category=education", ["School tablets"]),
        # Names of countries, of regions of the world, of categories, and years.
        ("q=kenya", ["Village network", "Port"]),
        ("q=肯尼亚", ["Village network", "Port"]),
        ("q=africa+ships", ["Port"]),
        ("q=非洲网络", ["Village network"]),
        ("q=Education+and+skills", ["School tablets"]),
        ("q=2023", ["数字丝绸之路", "Port"]),
        ("q=kenya+2024", ["Village network"]),
        ("q=kenya+2023", ["Port"]),
        ("q=非洲+2024+网络", ["Village network"]),
        # Titles and organizations in the other language.
        ("q=乡村网络", ["Village network"]),
        ("q=吴氏", ["Village network"]),
        ("q=丝绸", ["数字丝绸之路"]),
        # Nothing of a draft.
        ("q=secret", []),
        ("q=france", []),
        ("q=%25", []),
    ],
)
def test_what_words_find(cases, small_site, query, expected):
    context = found(small_site, query)
    if query == "q=2023":
        assert sorted(titles(context)) == sorted(expected)
    else:
        assert titles(context) == expected
    assert context["total"] == len(expected)


def test_words_are_marked_in_title_and_passage(cases, small_site):
    first, second = found(small_site, "q=village")["cards"]
    assert first.title_marked == "<mark>Village</mark> network"
    assert first.excerpt.startswith("A network for remote <mark>villages</mark>.")
    assert (second.title_marked, second.found_by) == ("School tablets", "")
    assert "Every <mark>village</mark> school has tablets &amp; books." in second.excerpt


@pytest.mark.parametrize(
    ("query", "language", "reason"),
    [
        ("q=village", "en", ""),
        (
            "q=乡村网络",
            "en",
            'Title in Simplified Chinese: <span lang="zh-Hans"><mark>乡村网络</mark></span>',
        ),
        (
            "q=Village+network&year=2024&category=infrastructure",
            "zh-hans",
            '英语标题：<span lang="en"><mark>Village</mark> <mark>network</mark></span>',
        ),
        ("q=wu", "en", "Organization: <mark>Wu</mark> Institute"),
        ("q=吴氏", "en", "Organization: <mark>吴氏</mark>研究院"),
        ("q=kenya&year=2024", "en", "Countries and regions: Kenya"),
    ],
)
def test_why_a_case_was_found(cases, small_site, query, language, reason):
    assert found(small_site, query, language)["cards"][0].found_by == reason


def test_what_was_sought_beside_the_words_is_said(cases, small_site):
    assert found(small_site, "q=village")["also_found"] == []
    notes = found(small_site, "q=kenya")["also_found"]
    assert notes[-1] == "Also found by Countries and regions: kenya"


@pytest.mark.parametrize(("query", "language"), [("鸿沟 非洲", "en"), ("divide africa 2024", "zh-hans")])
def test_a_term_of_one_language_and_a_country_are_found_in_the_other(small_site, settings, query, language):
    settings.CASES_CMS = {**settings.CASES_CMS, "TERMS": [{"en": "divide", "zh-hans": "鸿沟"}]}
    for country in ("KE", "BR"):
        case = make_case(
            small_site.edition, title=f"In {country}", summary="Across the divide.", countries=[country, "CN"]
        )
        translate(case, title=f"在{country}", summary="跨越鸿沟。")
    context = found(small_site, f"q={query}", language)
    assert [card.code for card in context["cards"]] == ["2024.in-ke"]


def test_a_slip_is_forgiven_and_said(cases, small_site):
    context = found(small_site, "q=vilage+netwrok")
    assert titles(context) == ["Village network", "School tablets"]
    assert context["corrected"] == ("vilage netwrok", "village network", "exactly=1&q=vilage+netwrok")
    assert context["selection"].words == "vilage netwrok"
    exactly = found(small_site, "exactly=1&q=vilage+netwrok")
    assert (titles(exactly), exactly["corrected"]) == ([], None)
    assert [(offer.label, offer.total, offer.query) for offer in exactly["offers"]] == [("Words", 4, "")]


def test_names_that_stand_in_no_text_are_corrected_too(cases, small_site):
    context = found(small_site, "q=kenia")
    assert context["corrected"][:2] == ("kenia", "kenya")
    assert titles(context) == ["Village network", "Port"]


def test_a_correction_tells_nothing_of_drafts(cases, small_site):
    context = found(small_site, "q=secrat")
    assert (titles(context), context["corrected"]) == ([], None)
    services.publish_page(page=small_site.edition.get_children().get(slug="secret").specific)
    assert found(small_site, "q=secrat")["corrected"][:2] == ("secrat", "secret")


LABELS = {
    "education": CategoryLabel("education", "Education and skills", "", 1, 1, "", "en", names=("Education and skills",))
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("kenya", ("country", ("KE",), "kenya", "")),
        ("Kenya village", ("country", ("KE",), "kenya", "village")),
        ("south africa", ("country", ("ZA",), "south africa", "")),
        ("education and skills 2024", ("category", ("education",), "education and skills", "2024")),
        ("2024", ("year", ("2024",), "2024", "")),
        ("肯尼亚网络安全", ("country", ("KE",), "肯尼亚", "网络安全")),
        ("12024", None),
        ("kenyan", None),
        ("", None),
    ],
)
def test_names_in_words(words, named):
    result = find_named(words, Names(LABELS))
    assert (result and (result.facet, result.codes, result.text, result.rest)) == named


@pytest.mark.django_db
def test_several_names_in_words():
    named = find_all_named("digital divide Africa 2024 kenya", Names(LABELS))
    assert [(one.facet, one.text) for one in named] == [("country", "africa"), ("year", "2024"), ("country", "kenya")]
    assert named[-1].rest == "digital divide"
    assert find_all_named("digital divide", Names(LABELS)) == []


def test_what_is_found_in_a_case_itself_comes_first():
    assert sought.OWN > sought.CORRESPONDING > sought.NAMED
