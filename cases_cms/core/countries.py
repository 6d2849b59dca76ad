"""Countries and regions: ISO 3166 codes, named by the Unicode CLDR, with the site's own names on top.

django-countries keeps the list of codes; its Chinese names are incomplete and partly wrong
(see docs/decisions/0004-country-names.md), so names come from Babel.
"""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES

from cases_cms.core.conf import get_setting

CODES = frozenset(COUNTRIES)


@lru_cache(maxsize=64)
def _cldr_names(language):
    try:
        return Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en").territories


@lru_cache(maxsize=64)
def _names(language):
    """``{code: name}`` in ``language``, the site's own names on top; kept until the settings change."""
    names = dict(_cldr_names(language))
    for code, own in get_setting("COUNTRY_NAMES").items():
        if own.get(language):
            names[code] = str(own[language])
    return names


def country_name(code, language=None):
    """Name of the country or region ``code`` (ISO 3166-1 alpha-2) in ``language``, by default the active one.

    The site's own name wins over the CLDR's; a code that neither knows is returned as it is.
    """
    return _names(language or get_language() or "en").get(code, code)


@receiver(setting_changed)
def forget_names(setting, **kwargs):
    """Tests change settings."""
    if setting == "CASES_CMS":
        _names.cache_clear()
        _ranks.cache_clear()


@lru_cache(maxsize=64)
def _ranks(language):
    """``{code: position}`` of every code in the site's order; kept until the settings change."""
    first = {code: index for index, code in enumerate(get_setting("COUNTRIES_FIRST"))}
    ordered = sorted(CODES, key=lambda code: (first.get(code, len(first)), country_name(code, language).casefold()))
    return {code: rank for rank, code in enumerate(ordered)}


def sort_codes(codes, language=None):
    """``codes`` in the site's order: those of COUNTRIES_FIRST, then the others by their name; unknown ones last."""
    ranks = _ranks(language or get_language() or "en")
    return sorted(codes, key=lambda code: (ranks.get(code, len(ranks)), code))


def country_choices():
    """``(code, name)`` of every country and region in the active language, in the site's order."""
    return [(code, country_name(code)) for code in sort_codes(CODES)]


def validate_country(code):
    """Raise ValidationError unless ``code`` is an ISO 3166-1 alpha-2 code."""
    if not isinstance(code, str) or code not in CODES:
        raise ValidationError(
            _("“%(code)s” is not the code of a country or region (ISO 3166-1, two letters)."),
            code="unknown_country",
            params={"code": code},
        )


def validate_countries(codes):
    """Raise ValidationError unless ``codes`` is a list of ISO codes without repetition."""
    if not isinstance(codes, list):
        raise ValidationError(_("Enter a list of countries and regions."), code="invalid")
    for code in codes:
        validate_country(code)
    if len(set(codes)) != len(codes):
        raise ValidationError(_("A country or region is named twice."), code="duplicate")
