import pytest
from django.utils import translation

from cases_cms.core.quantities import Qualifier, Quantity, quantity, quantity_fields


@pytest.mark.parametrize(
    ("number", "qualifier", "text"),
    [
        (0, Qualifier.EXACT, "0"),
        (230, Qualifier.EXACT, "230"),
        (17500, Qualifier.EXACT, "17,500"),
        (230, Qualifier.OVER, "over 230"),
        (2100, "over", "over 2,100"),
        (1000, Qualifier.ABOUT, "about 1,000"),
    ],
)
def test_text(number, qualifier, text):
    with translation.override("en"):
        assert str(Quantity(number, qualifier)) == text


@pytest.mark.parametrize("qualifier", Qualifier.values)
def test_chinese_keeps_the_number(qualifier):
    with translation.override("zh-hans"):
        assert "230" in str(Quantity(230, qualifier))


def test_unknown_number_is_no_quantity():
    assert quantity(None, Qualifier.OVER) is None
    assert quantity(0, Qualifier.EXACT) == Quantity(0, Qualifier.EXACT)


def test_columns():
    number, qualifier = quantity_fields("cases submitted", "Leave empty.")
    assert (number.null, number.blank, number.help_text) == (True, True, "Leave empty.")
    assert qualifier.default == Qualifier.EXACT
    assert [value for value, _label in qualifier.choices] == ["exact", "over", "about"]
