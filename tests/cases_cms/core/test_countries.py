import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cases_cms.core.countries import (
    CODES,
    country_choices,
    country_name,
    sort_codes,
    validate_countries,
    validate_country,
)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        # The site's own names win.
        ("HK", "en", "Hong Kong, China"),
        ("HK", "zh-hans", "中国香港"),
        ("TW", "en", "Taiwan, China"),
        ("TW", "zh-hans", "中国台湾"),
        ("CD", "en", "Democratic Republic of the Congo"),
        # The CLDR has the others, and those that the site names in one language only.
        ("CD", "zh-hans", "刚果（金）"),
        ("KR", "en", "South Korea"),
        ("KR", "zh-hans", "韩国"),
        ("CN", "zh-hans", "中国"),
        ("KE", "en", "Kenya"),
        # What nobody knows is returned as it is; a language that nobody knows is English.
        ("ZZZ", "en", "ZZZ"),
        ("KE", "tlh", "Kenya"),
        ("KE", "not a language", "Kenya"),
    ],
)
def test_name(code, language, name):
    assert country_name(code, language) == name


def test_name_is_in_the_active_language():
    with translation.override("zh-hans"):
        assert country_name("KE") == "肯尼亚"
    with translation.override("en"):
        assert country_name("KE") == "Kenya"
    with translation.override(None):
        assert country_name("KE") == "Kenya"


def test_every_code_has_a_name_in_both_languages():
    without = [
        (code, language) for code in CODES for language in ("en", "zh-hans") if country_name(code, language) == code
    ]
    assert without == []


def test_order_is_the_sites_then_by_name(settings):
    codes = ["KE", "CN", "BR", "DE"]
    assert sort_codes(codes, "en") == ["BR", "CN", "DE", "KE"]
    settings.CASES_CMS = {**settings.CASES_CMS, "COUNTRIES_FIRST": ["KE", "CN"]}
    assert sort_codes(codes, "en") == ["KE", "CN", "BR", "DE"]


def test_choices_name_every_code_once_in_the_active_language():
    with translation.override("zh-hans"):
        choices = country_choices()
    assert {code for code, _name in choices} == CODES
    assert len(choices) == len(CODES)
    assert dict(choices)["KR"] == "韩国"


@pytest.mark.parametrize("code", ["", "XX", "cn", "CHN", "C", "数字", "\x00\x00"])
def test_unknown_code_is_refused(code):
    with pytest.raises(ValidationError) as raised:
        validate_country(code)
    assert raised.value.messages == [f"“{code}” is not the code of a country or region (ISO 3166-1, two letters)."]


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ("CN", "invalid"),
        (None, "invalid"),
        ({"CN": 1}, "invalid"),
        (["CN", "XX"], "unknown_country"),
        (["CN", ["KE"]], "unknown_country"),
        (["CN", None], "unknown_country"),
        (["CN", "KE", "CN"], "duplicate"),
    ],
)
def test_bad_list_is_refused(codes, code):
    with pytest.raises(ValidationError) as raised:
        validate_countries(codes)
    assert raised.value.code == code


@pytest.mark.parametrize("codes", [[], ["CN"], ["CN", "KE", "HK"]])
def test_good_list_is_taken(codes):
    assert validate_countries(codes) is None
