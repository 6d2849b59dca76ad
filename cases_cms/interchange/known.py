"""Names that cells use for what has a neutral code: categories, countries and regions; in any language, and back."""

import functools
import re
from collections import defaultdict

from django.utils.functional import cached_property
from django.utils.translation import override
from django_countries.data import COUNTRIES

from cases_cms.collection.models import CategoryPage
from cases_cms.core.countries import CODES, content_languages, country_name, names_of_places
from cases_cms.core.folding import fold

#: What people write besides the names of the list: folded name -> ISO code.
ALSO = {
    "usa": "US",
    "us": "US",
    "u.s.": "US",
    "u.s.a.": "US",
    "united states of america": "US",
    "america": "US",
    "美利坚合众国": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "britain": "GB",
    "uae": "AE",
    "阿联酋": "AE",
    "prc": "CN",
    "people's republic of china": "CN",
    "中华人民共和国": "CN",
    "south korea": "KR",
    "republic of korea": "KR",
    "韩国": "KR",
    "north korea": "KP",
    "dprk": "KP",
    "朝鲜": "KP",
    "russian federation": "RU",
    "俄联邦": "RU",
    "viet nam": "VN",
    "lao pdr": "LA",
    "laos": "LA",
    "czech republic": "CZ",
    "ivory coast": "CI",
    "burma": "MM",
    "swaziland": "SZ",
    "holland": "NL",
    "turkey": "TR",
    "drc": "CD",
    "dr congo": "CD",
    "hong kong": "HK",
    "hong kong, china": "HK",
    "china hong kong": "HK",
    "香港": "HK",
    "中国香港": "HK",
    "macao": "MO",
    "macau": "MO",
    "macao, china": "MO",
    "澳门": "MO",
    "中国澳门": "MO",
    "taiwan": "TW",
    "taiwan, china": "TW",
    "taiwan china": "TW",
    "台湾": "TW",
    "中国台湾": "TW",
    "palestine": "PS",
    "brunei darussalam": "BN",
    "cape verde": "CV",
    "east timor": "TL",
}


def _plain(text):
    return re.sub(r"\s+", " ", fold(text)).strip()


@functools.cache
def _other_countries():
    """``{folded name: code}`` of the names in ISO 3166 itself, and of what people write besides."""
    found = {}
    for code, name in COUNTRIES.items():
        with override("en"):
            found.setdefault(_plain(str(name)), code)
    return {**found, **{_plain(name): code for name, code in ALSO.items()}}


class Known:
    """Categories as they are now, drafts included; countries as the site names them. One query."""

    def __init__(self):
        self._categories, self._titles = {}, defaultdict(dict)
        rows = CategoryPage.objects.order_by("path").values_list("code", "locale__language_code", "title")
        for code, language, title in rows:
            self._titles[code].setdefault(language, title)
            self._categories.setdefault(_plain(title), code)
        for code in self._titles:
            self._categories[_plain(code)] = code
        self._countries, self._names = {}, {}

    @property
    def category_codes(self):
        """Codes of the categories, in the order of the tree."""
        return list(self._titles)

    def category(self, text):
        """The code of a category named by its code or a title in any language; None for none."""
        found = self._categories.get(_plain(text))
        if found is None:
            # “3. Innovative development…”, “三、…”: the number in front is no part of the name.
            bare = re.sub(r"^\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*[.、．:：)）]\s*", "", text)
            found = self._categories.get(_plain(bare))
        return found

    def category_title(self, code, language):
        """The title of a category, in ``language`` or else in one it has; the code where there is none."""
        titles = self._titles.get(code, {})
        return titles.get(language) or next(iter(titles.values()), code)

    def country(self, text):
        """The ISO code of a country or region named by its code or its name in any of the site's languages, or None."""
        text = text.strip()
        if text.upper() in CODES:
            return text.upper()
        name = _plain(text)
        if name not in self._countries:
            self._countries[name] = self._find_country(name)
        return self._countries[name]

    def _find_country(self, name):
        codes = names_of_places().get(name, ())
        return codes[0] if len(codes) == 1 else _other_countries().get(name) or self._elsewhere.get(name)

    @cached_property
    def _elsewhere(self):
        """Names in languages that are set and that the site has not begun."""
        pairs = ((language, code) for language in content_languages() for code in sorted(CODES, reverse=True))
        return {_plain(country_name(code, language)): code for language, code in pairs}

    def country_name(self, code, language):
        """The name of a country or region in ``language``, if it is found by it again; else its code."""
        if (code, language) not in self._names:
            name = country_name(code, language)
            self._names[code, language] = name if self.country(name) == code else code
        return self._names[code, language]
