"""Countries and regions: ISO 3166 codes, named by the Unicode CLDR, with the site's own names and order on top.

Names: what the admin says (Settings → Countries and regions), else ``CASES_CMS["COUNTRY_NAMES"]``, else the CLDR.
Order: the admin's numbers, else ``CASES_CMS["COUNTRIES_FIRST"]``, then the name as the language sorts it.
django-countries keeps the list of codes; its Chinese names are incomplete and partly wrong
(see docs/decisions/0004-country-names.md), so names come from Babel.
"""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries.data import COUNTRIES
from wagtail.coreutils import get_content_languages

from cases_cms.core.collation import is_spelled_by_sound, sort_key
from cases_cms.core.conf import get_setting
from cases_cms.core.folding import fold
from cases_cms.core.languages import site_languages
from cases_cms.core.memory import Memory
from cases_cms.core.regions_data import REGIONS

CODES = frozenset(COUNTRIES)
#: The stamp under which processes remember the admin's names and order.
STAMP = "countries"
#: Sets of countries whose names are remembered.
MAX_NAMED = 4_096


def content_languages():
    """Codes of the site's languages."""
    return list(get_content_languages())


@lru_cache(maxsize=64)
def _cldr_names(language):
    try:
        return Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en").territories


def default_name(code, language):
    """The name that the deployment gives, or the CLDR; a code that neither knows is returned as it is."""
    own = get_setting("COUNTRY_NAMES").get(code, {}).get(language)
    return str(own) if own else _cldr_names(language).get(code, code)


class _Registry:
    """The admin's rows, and what follows from them in each language; replaced when the rows change."""

    def __init__(self, rows=()):
        self._rows = {row["code"]: row for row in rows}
        self._names, self._ranks, self._named = {}, {}, {}
        # In the languages that the site had when they were made.
        self._spellings, self._spelt_in = None, ()
        self.places, self.placed_in = None, ()
        first = [(row["position"], code) for code, row in self._rows.items() if row["position"] is not None]
        self._first = {code: (0, position) for position, code in first}
        for index, code in enumerate(get_setting("COUNTRIES_FIRST")):
            self._first.setdefault(code, (1, index))
        self.offered = frozenset(code for code in CODES if self._rows.get(code, {}).get("is_offered", True))

    def names(self, language):
        """``{code: name}``."""
        if language not in self._names:
            names = dict(_cldr_names(language))
            for code in get_setting("COUNTRY_NAMES"):
                names[code] = default_name(code, language)
            names.update(
                {code: row["names"][language] for code, row in self._rows.items() if row["names"].get(language)}
            )
            self._names[language] = names
        return self._names[language]

    def named(self, codes, language):
        """``{code: name}`` of the frozenset ``codes`` in order; lists name the same ones again and again."""
        key = (codes, language)
        if key not in self._named:
            if len(self._named) >= MAX_NAMED:
                self._named.clear()
            names, ranks = self.names(language), self.ranks(language)
            ordered = sorted(codes, key=lambda code: (ranks.get(code, len(ranks)), code))
            self._named[key] = {code: names.get(code, code) for code in ordered}
        return self._named[key]

    def spellings(self):
        """``{code: texts}`` to find a country by: its code, its names in the site's languages, folded; pinyin of
        Chinese ones with and without spaces, and initials.
        """
        languages = tuple(site_languages())
        if self._spellings is None or self._spelt_in != languages:
            self._spelt_in, self._spellings = languages, {}
            for code in CODES:
                texts = {code.casefold()}
                for language in languages:
                    name = self.names(language).get(code, "")
                    texts.add(fold(name))
                    if is_spelled_by_sound(language):
                        syllables = re.sub(r"\d", "", self._key(code, name, language)).split()
                        texts |= {" ".join(syllables), "".join(syllables), "".join(item[0] for item in syllables)}
                self._spellings[code] = texts
        return self._spellings

    def _key(self, code, name, language):
        kept = self._rows.get(code, {}).get("sort_keys", {}).get(language, ("", ""))
        return kept[1] if kept[0] == name else sort_key(name, language)

    def ranks(self, language):
        """``{code: place in the order}`` of every code."""
        if language not in self._ranks:
            names = self.names(language)
            ordered = sorted(
                CODES,
                key=lambda code: (
                    *self._first.get(code, (2, 0)),
                    self._key(code, names.get(code, code), language),
                    code,
                ),
            )
            self._ranks[language] = {code: rank for rank, code in enumerate(ordered)}
        return self._ranks[language]


@lru_cache(maxsize=1)
def _without_rows():
    return _Registry()


def _load():
    from cases_cms.core.country_models import Country  # the model imports this module

    return _Registry(Country.objects.values("code", "names", "position", "is_offered", "sort_keys"))


_registry = Memory(STAMP, _load, empty=lambda: _without_rows())


@receiver(setting_changed, dispatch_uid="cases_cms_countries_setting_changed")
def forget_names(setting, **kwargs):
    """Tests change settings."""
    if setting == "CASES_CMS":
        _registry.clear()
        _without_rows.cache_clear()


def country_name(code, language=None):
    """Name of the country or region ``code`` (ISO 3166-1 alpha-2) in ``language``, by default the active one.

    A code that nobody knows is returned as it is.
    """
    return _registry.get().names(language or get_language() or "en").get(code, code)


def country_names(codes, language=None):
    """``{code: name}`` of ``codes`` in order, in ``language`` or the active one; not to be changed."""
    language = language or get_language() or "en"
    return _registry.get().named(frozenset(codes), language)


def sort_codes(codes, language=None):
    """``codes`` in the site's order: those that come first, then the others by their name; unknown ones last."""
    ranks = _registry.get().ranks(language or get_language() or "en")
    return sorted(codes, key=lambda code: (ranks.get(code, len(ranks)), code))


def country_choices():
    """``(code, name)`` of the countries and regions that forms offer, in the active language and the site's order."""
    return [(code, country_name(code)) for code in sort_codes(_registry.get().offered)]


def find_codes(words):
    """Codes of which the code itself, or a name in any of the site's languages, contains ``words``."""
    words = words.strip().casefold()
    registry = _registry.get()
    return [
        code
        for code in CODES
        if words == code.casefold()
        or any(words in registry.names(language).get(code, "").casefold() for language in content_languages())
    ]


def find_spelt(words):
    """Codes whose name in one of the site's languages holds ``words``; from the beginning of pinyin and of codes."""
    words = fold(words)
    return {
        code
        for code, texts in _registry.get().spellings().items()
        if words
        and any(text.startswith(words) or ((len(words) > 1 or not words.isascii()) and words in text) for text in texts)
    }


def names_of_places():
    """``{folded name: codes}`` of countries and regions, and of the regions of the world, in the site's languages."""
    registry, languages = _registry.get(), tuple(site_languages())
    if registry.places is None or registry.placed_in != languages:
        registry.placed_in, registry.places = languages, {}
        for language in languages:
            names = registry.names(language)
            for code in CODES:
                registry.places.setdefault(fold(names.get(code, code)), (code,))
            for region, codes in REGIONS.items():
                registry.places[fold(names.get(region, region))] = tuple(codes.split())
    return registry.places


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
