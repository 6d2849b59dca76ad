"""What the texts of cells mean."""

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from cases_cms.core.quantities import Qualifier, Quantity
from cases_cms.interchange.errors import CellError
from cases_cms.interchange.kinds import Category, Countries, Kind, Lines, Names, Number, Plain, Year, YesNo
from cases_cms.interchange.known import Known

OVER, ABOUT, EXACT = Qualifier.OVER, Qualifier.ABOUT, Qualifier.EXACT


def refused(kind, text, known=None):
    """The sentence with which a cell is refused."""
    with pytest.raises(CellError) as error:
        kind.parse(text, known)
    return str(error.value)


def test_texts():
    assert Kind().parse("  A\n title\u00a0here\u200b ", None) == "A title here"
    assert Plain().parse("One.\r\n\r\n Two. ", None) == "One.\nTwo."


def test_yes_and_no():
    assert [YesNo().parse(text, None) for text in ("Yes", "是", "TRUE", "1", "x", "√")] == [True] * 6
    assert [YesNo().parse(text, None) for text in ("", "no", "否", "FALSE", "0", " ")] == [False] * 6
    assert refused(YesNo(), "perhaps") == "“perhaps” is neither yes nor no."
    assert [YesNo().format(value, None, "zh-hans") for value in (True, False)] == ["是", "否"]


def test_years():
    texts = ("", "2016", "2016年", "２０１６", "2016-03-01", "2016.0")
    assert [Year().parse(text, None) for text in texts] == [None, 2016, 2016, 2016, 2016, 2016]
    assert refused(Year(), "last year") == "“last year” is no year. Write four digits."
    assert refused(Year(), "20166") == "“20166” is no year. Write four digits."


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("", None),
        ("170", Quantity(170, EXACT)),
        ("over 1,700", Quantity(1700, OVER)),
        ("More than 170", Quantity(170, OVER)),
        ("170+", Quantity(170, OVER)),
        ("超过170", Quantity(170, OVER)),
        ("170多个", Quantity(170, OVER)),
        ("170余", Quantity(170, OVER)),
        ("约 90", Quantity(90, ABOUT)),
        ("about 90", Quantity(90, ABOUT)),
        ("1 700 000", Quantity(1_700_000, EXACT)),
    ],
)
def test_numbers(text, quantity):
    assert Number().parse(text, None) == quantity


def test_numbers_that_are_none():
    assert refused(Number(), "many") == "“many” is no number. Write “170”, “over 170” or “about 170”."
    assert refused(Number(), "1.5") == "“1.5” is no number. Write “170”, “over 170” or “about 170”."
    assert refused(Number(), "99999999999") == "“99999999999” is too large a number."


@settings(max_examples=100, deadline=None)
@given(
    st.integers(min_value=0, max_value=2_147_483_647),
    st.sampled_from([EXACT, OVER, ABOUT]),
    st.sampled_from(["en", "zh-hans", "fr", "es", "ru", "ar"]),
)
def test_numbers_come_back_in_any_language(number, qualifier, language):
    quantity = Quantity(number, qualifier)
    assert Number().parse(Number().format(quantity, None, language), None) == quantity


def test_categories(small_site):
    known, kind = Known(), Category()
    for text in ("Digital infrastructure", "DIGITAL  infrastructure", "infrastructure", "译Digital infrastructure"):
        assert kind.parse(text, known) == "infrastructure"
    assert kind.parse("1. Digital infrastructure", known) == "infrastructure"
    assert kind.parse("二、Education and skills", known) == "education"
    assert kind.parse("", known) == ""
    assert refused(kind, "Sports", known) == (
        "There is no category “Sports”. Give its name as on the site, or one of the codes: infrastructure, education."
    )
    assert kind.choices(known, "en") == ["Digital infrastructure", "Education and skills"]
    assert kind.choices(known, "zh-hans") == ["译Digital infrastructure", "译Education and skills"]


def test_countries(small_site):
    known, kind = Known(), Countries()
    assert kind.parse("China; kenya；FR", known) == ["CN", "KE", "FR"]
    assert kind.parse("中国、肯尼亚、法国", known) == ["CN", "KE", "FR"]
    assert kind.parse("China, Kenya, UK", known) == ["CN", "KE", "GB"]
    assert kind.parse("Cote d'Ivoire\nUSA\nViet Nam", known) == ["CI", "US", "VN"]
    assert kind.parse("", known) == []
    assert refused(kind, "China; Atlantis; Utopia", known) == (
        "Not a country or region that is known here: “Atlantis”, “Utopia”."
    )
    assert refused(kind, "China; CN", known) == "Named twice: China."
    assert refused(kind, "Africa; China", known) == "Not a country or region that is known here: “Africa”."


@pytest.mark.parametrize("language", ["en", "zh-hans", "fr", "es", "ru", "ar"])
def test_every_country_comes_back(small_site, language):
    from cases_cms.core.countries import CODES

    known, codes = Known(), sorted(CODES)
    with override("en"):
        assert Countries().parse(Countries().format(codes, known, language), known) == codes


def test_names_and_lines():
    assert Names().parse("A; B\u200b", None) == ["A", "B"]
    lines = Lines(2, "17.5 million | learners")
    assert lines.parse("230 | villages", None) == [("230", "villages")]
    assert refused(lines, "a | b | c") == (
        "“a | b | c” has too many parts. Write each line as “17.5 million | learners”."
    )
