import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation

from cases_cms.core import memory
from cases_cms.core.collation import sort_key
from cases_cms.core.countries import (
    CODES,
    country_choices,
    country_name,
    default_name,
    find_codes,
    sort_codes,
    validate_countries,
    validate_country,
)
from cases_cms.core.country_models import Country
from cases_cms.core.country_services import after_migrate, ensure_countries
from cases_cms.core.fields import CountriesFormField, CountryCodeField
from cases_cms.core.memory import Stamp
from tests.factories import make_case
from tests.fixtures import text_of

pytestmark = pytest.mark.django_db


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


# --- The order of each language -----------------------------------------------------------------------------


def test_chinese_is_ordered_by_pinyin():
    codes = ["CN", "KE", "BR", "DE", "PE", "GN", "RS", "BM"]
    assert [country_name(code, "zh-hans") for code in sort_codes(codes, "zh-hans")] == [
        "巴西", "百慕大", "秘鲁", "德国", "几内亚", "肯尼亚", "塞尔维亚", "中国",
    ]  # fmt: skip


def test_english_is_ordered_without_accents():
    assert sort_codes(["AL", "AX", "AF", "CI", "CR", "HR"], "en") == ["AF", "AX", "AL", "CR", "CI", "HR"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_country_has_a_name_of_its_own_in_every_language(language):
    names = {code: default_name(code, language) for code in CODES}
    assert [code for code, name in names.items() if name == code] == []
    assert len({name.casefold() for name in names.values()}) == len(CODES)


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        ("安道尔", "昂", "zh-hans"),
        ("卢森堡", "吕宋", "zh-hans"),
        ("Åland", "Albania", "en"),
        ("Éire", "Estonia", "fr"),
        ("Nzeto", "Ñame", "es"),
        ("Ñame", "Oslo", "es"),
        ("Йемен", "Кения", "ru"),
        ("أرمينيا", "البرازيل", "ar"),
    ],
)
def test_sort_key(first, second, language):
    assert sort_key(first, language) < sort_key(second, language)


def test_keys_of_chinese_names_are_kept_by_migrate():
    kenya = Country.objects.get(code="KE")
    assert kenya.sort_keys == {"zh-hans": ["肯尼亚", "ken3 ni2 ya4"]}


# --- What the admin says ------------------------------------------------------------------------------------


def change(code, **values):
    country = Country.objects.get(code=code)
    for name, value in values.items():
        setattr(country, name, value)
    country.full_clean()
    country.save()
    return country


def test_own_names_win_over_the_settings():
    change("TR", names={"en": "Turkey"})
    change("HK", names={"en": "Hong Kong SAR, China"})
    assert (country_name("TR", "en"), country_name("TR", "zh-hans")) == ("Turkey", "土耳其")
    assert (country_name("HK", "en"), country_name("HK", "zh-hans")) == ("Hong Kong SAR, China", "中国香港")
    change("HK", names={})
    assert country_name("HK", "en") == "Hong Kong, China"


def test_own_names_have_their_place_in_the_order():
    change("CI", names={"en": "Ivory Coast", "zh-hans": "象牙海岸"})
    assert sort_codes(["CI", "HR", "KE"], "en") == ["HR", "CI", "KE"]
    assert sort_codes(["CI", "HR", "KE"], "zh-hans") == ["HR", "KE", "CI"]
    # A name that came by another way than saving a country is ordered as well.
    Country.objects.filter(code="CI").update(names={"zh-hans": "阿"})
    memory.touch("countries")
    assert sort_codes(["CI", "HR", "KE"], "zh-hans") == ["CI", "HR", "KE"]


def test_positions_come_before_the_settings(settings):
    settings.CASES_CMS = {**settings.CASES_CMS, "COUNTRIES_FIRST": ["KE", "CN"]}
    assert sort_codes(["BR", "CN", "DE", "KE"], "en") == ["KE", "CN", "BR", "DE"]
    change("DE", position=5)
    change("CN", position=7)
    assert sort_codes(["BR", "CN", "DE", "KE"], "en") == ["DE", "CN", "KE", "BR"]


def test_one_that_is_not_offered_stays_where_it_is_used():
    change("AQ", is_offered=False)
    assert "AQ" not in dict(country_choices())
    assert len(country_choices()) == len(CODES) - 1
    field = CountriesFormField(choices=country_choices)
    assert field.clean(["AQ", "KE"]) == ["AQ", "KE"]
    assert "AQ" not in dict(field.widget.choices)
    field.prepare_value(["AQ"])
    assert dict(field.widget.choices)["AQ"] == "Antarctica"
    single = CountryCodeField().formfield()
    assert single.prepare_value("AQ") == "AQ"
    assert dict(single.widget.choices)["AQ"] == "Antarctica"
    with pytest.raises(ValidationError):
        field.clean(["XX"])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("turke", ["TR"]),
        ("türk", []),
        ("  KENYA ", ["KE"]),
        ("肯尼", ["KE"]),
        ("ke", None),
        ("中国香港", ["HK"]),
        ("\x00", []),
        ("%", []),
    ],
)
def test_finding(words, codes):
    change("TR", names={"en": "Turkey"})
    found = find_codes(words)
    assert "KE" in found if codes is None else found == codes


@pytest.mark.parametrize("values", [{"names": {"en": "kenya"}}, {"names": {"zh-hans": "肯尼亚"}}, {"position": -1}])
def test_bad_values_are_refused(values):
    with pytest.raises(ValidationError):
        change("TR", **values)


def test_each_code_is_there_once():
    assert set(Country.objects.values_list("code", flat=True)) == CODES
    Country.objects.filter(code="KE").delete()
    assert ensure_countries() == 1
    assert ensure_countries() == 0
    with pytest.raises(ValidationError):
        Country(code="KE").full_clean()
    with pytest.raises(ValidationError):
        Country(code="XX").full_clean()


def test_migrating_backwards_makes_nothing():
    class Apps:
        def get_model(self, *names):
            raise LookupError

    Country.objects.all().delete()
    after_migrate(Apps())
    assert Country.objects.count() == 0


def test_names_without_a_row_are_the_defaults():
    Country.objects.all().delete()
    memory.touch("countries")
    assert country_name("KE", "zh-hans") == "肯尼亚"
    assert sort_codes(["KE", "BR"], "zh-hans") == ["BR", "KE"]


def test_a_database_that_is_not_migrated(monkeypatch):
    monkeypatch.setattr(memory, "_has_table", False)
    monkeypatch.setattr("cases_cms.core.countries._registry._kept", None)
    monkeypatch.setattr(Stamp._meta, "db_table", "not_there_yet")
    monkeypatch.setattr(Country._meta, "db_table", "not_there_either")
    assert country_name("KE", "en") == "Kenya"
    assert sort_codes(["KE", "BR"], "en") == ["BR", "KE"]


def test_pages_show_a_change_at_once(small_site, client):
    case = make_case(small_site.edition, countries=["TR", "JO"])
    assert "Türkiye" in text_of(client, case)
    change("TR", names={"en": "Turkey"})
    for page in (case, small_site.collection):
        html = text_of(client, page)
        assert ("Turkey" in html, "Türkiye" in html) == (True, False)
    assert html.index("Jordan") < html.index("Turkey")
    change("TR", position=1)
    html = text_of(client, small_site.collection)
    assert html.index("Turkey") < html.index("Jordan")
