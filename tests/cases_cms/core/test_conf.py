import pytest

from cases_cms.core.conf import DEFAULTS, get_setting


def test_default_and_own_value(settings):
    settings.CASES_CMS = {"PAGE_SIZE": 5}
    assert get_setting("PAGE_SIZE") == 5
    assert get_setting("MAX_WORDS") == DEFAULTS["MAX_WORDS"] == 960
    assert get_setting("MAX_CHARACTERS") == 1200
    assert get_setting("FIRST_YEAR") == 2015


def test_zone_is_djangos_unless_named(settings):
    settings.CASES_CMS = {}
    settings.TIME_ZONE = "Africa/Nairobi"
    assert get_setting("TIME_ZONE") == "Africa/Nairobi"
    settings.CASES_CMS = {"TIME_ZONE": "Asia/Shanghai"}
    assert str(get_setting("TIME_ZONE_NAME") % {"zone": get_setting("TIME_ZONE")}) == "Asia/Shanghai time"


def test_unknown_name(settings):
    settings.CASES_CMS = {"PAGE_SISE": 5}
    with pytest.raises(KeyError):
        get_setting("PAGE_SISE")
