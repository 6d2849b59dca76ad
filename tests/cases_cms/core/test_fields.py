import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from cases_cms.collection.models import CasePage, Organization
from cases_cms.core.countries import CODES
from cases_cms.core.fields import CountriesFormField, CountryCodeField, CountryCodesField, CountryFormField
from home.models import HomePage
from tests.factories import OrganizationFactory, make_case

pytestmark = pytest.mark.django_db


def test_form_of_one_country_offers_names_in_the_language_of_the_person():
    field = Organization._meta.get_field("country").formfield()
    assert type(field) is CountryFormField
    with translation.override("en"):
        choices = list(field.choices)
    assert choices[0] == ("", "Choose a country or region")
    assert ("KE", "Kenya") in choices
    with translation.override("zh-hans"):
        assert ("KE", "肯尼亚") in list(field.choices)
    assert len(choices) == len(CODES) + 1
    assert field.required is False
    assert CountryCodeField("country").formfield().required is True


@pytest.mark.parametrize("value", ["XX", "cn", "\x00", "CN,KE"])
def test_form_of_one_country_refuses_what_it_does_not_offer(value):
    with pytest.raises(ValidationError) as raised:
        Organization._meta.get_field("country").formfield().clean(value)
    assert raised.value.code == "invalid_choice"


def test_form_of_countries():
    field = CasePage._meta.get_field("countries").formfield()
    assert type(field) is CountriesFormField
    assert field.clean(["KE", "CN"]) == ["KE", "CN"]
    assert field.help_text == "All that take part; at least two. Hold Ctrl (or ⌘) to choose several."
    for value, code in ((["KE", "XX"], "invalid_choice"), ("KE", "invalid_list"), ([], "required")):
        with pytest.raises(ValidationError) as raised:
            field.clean(value)
        assert raised.value.code == code


def test_definitions_survive_migrations():
    assert CountryCodeField("country", blank=True).deconstruct()[1:] == (
        "cases_cms.core.fields.CountryCodeField",
        [],
        {"verbose_name": "country", "blank": True},
    )
    assert CountryCodesField("countries").deconstruct()[2:] == ([], {"verbose_name": "countries", "default": list})
    _name, _path, args, kwargs = HomePage._meta.get_field("body").deconstruct()
    assert args == []
    assert kwargs == {"verbose_name": "sections", "blank": True}


@pytest.mark.parametrize(
    ("country", "messages"),
    [
        ("", None),
        ("KE", None),
        ("XX", ["“XX” is not the code of a country or region (ISO 3166-1, two letters)."]),
    ],
)
def test_model_with_one_country(small_site, country, messages):
    organization = OrganizationFactory.build(country=country, locale=small_site.en)
    if messages is None:
        organization.full_clean()
        organization.save()
        assert Organization.objects.get(pk=organization.pk).country == country
    else:
        with pytest.raises(ValidationError) as raised:
            organization.full_clean()
        assert raised.value.message_dict == {"country": messages}


def test_countries_keep_their_order_on_the_model(small_site):
    case = make_case(small_site.edition, countries=["KE", "CN", "BR"])
    assert CasePage.objects.get(pk=case.pk).countries == ["KE", "CN", "BR"]


def test_model_refuses_bad_countries(small_site):
    with pytest.raises(ValidationError) as raised:
        make_case(small_site.edition, countries=["CN", "XX"])
    assert raised.value.message_dict == {
        "countries": ["“XX” is not the code of a country or region (ISO 3166-1, two letters)."]
    }
