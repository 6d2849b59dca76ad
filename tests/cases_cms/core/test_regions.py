import pytest
from django.utils import translation

from cases_cms.core.countries import CODES
from cases_cms.core.regions import by_region, region_of
from cases_cms.core.regions_data import REGIONS

pytestmark = pytest.mark.django_db  # names of countries come from there


def test_every_country_and_region_lies_in_one_region_of_the_world():
    listed = [code for codes in REGIONS.values() for code in codes.split()]
    assert len(listed) == len(set(listed))
    assert {code for code in CODES if not region_of(code)} == set()


@pytest.mark.parametrize(
    ("code", "region"),
    [("KE", "002"), ("BR", "019"), ("CN", "142"), ("TW", "142"), ("RU", "150"), ("TO", "009"), ("ZZ", "")],
)
def test_region(code, region):
    assert region_of(code) == region


def test_regions_are_named_and_ordered():
    codes = ["KE", "CN", "TO", "BR", "FR", "JP", "ZZ", "KE"]
    with translation.override("en"):
        assert [(region.name, region.countries) for region in by_region(codes)] == [
            ("Africa", ("KE",)),
            ("Americas", ("BR",)),
            ("Asia", ("CN", "JP")),
            ("Europe", ("FR",)),
            ("Oceania", ("TO",)),
            ("", ("ZZ",)),
        ]
    with translation.override("zh-hans"):
        assert [region.name for region in by_region(codes)] == ["非洲", "美洲", "亚洲", "欧洲", "大洋洲", ""]
