"""Which column of a table is which, by its heading: in English, Chinese or another language of the site's."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import override
from rapidfuzz import fuzz, process

from cases_cms.core.countries import content_languages
from cases_cms.core.folding import fold
from cases_cms.core.told import gettext as _
from cases_cms.interchange.columns import COLUMNS, Place
from cases_cms.interchange.tables import Problem, column_number
from cases_cms.interchange.told import heading_of

#: What people call languages in headings, besides their names.
CALLED = {
    "en": ("english", "eng", "英文", "英语", "英", "英文版"),
    "zh-hans": (
        "chinese",
        "simplified chinese",
        "zh",
        "zh-cn",
        "cn",
        "chn",
        "中文",
        "汉语",
        "中",
        "中文版",
        "简体",
        "简中",
    ),
    "zh-hant": ("traditional chinese", "zh-tw", "zh-hk", "繁体", "繁体中文"),
    "fr": ("french", "法文", "法语", "法"),
    "es": ("spanish", "西班牙文", "西班牙语", "西"),
    "ru": ("russian", "俄文", "俄语", "俄"),
    "ar": ("arabic", "阿拉伯文", "阿拉伯语", "阿"),
}
#: Characters of the longest heading; what is longer is none.
LONGEST = 200
#: Per cent of likeness from which a heading is thought to be meant.
LIKE = 82


def _bare(text):
    """Letters and digits alone: “Title (English)” is “titleenglish”."""
    return "".join(char for char in fold(text) if char.isalnum())


def _names_of(language):
    names = {language, *CALLED.get(language, ())}
    info = LANG_INFO.get(language, {})
    names |= {info[key] for key in ("name", "name_local") if key in info}
    for code, _name in settings.LANGUAGES:
        with override(code):
            names.add(_(info.get("name", language)))  # the names of languages are Django's own messages
    return {_bare(name) for name in names}


@lru_cache(maxsize=8)
def _headings(languages):
    """``{bare heading: Place}`` of all headings that are understood."""
    found = {}
    called = {language: _names_of(language) for language in languages}
    for column in COLUMNS:
        labels = {"en": [column.code, *(name for name in column.also if name.isascii())]}
        labels["zh-hans"] = [name for name in column.also if not name.isascii()]
        for code, _name in [("en", ""), *settings.LANGUAGES]:
            with override(code):
                label = str(column.label)
            if code == "en" or label not in labels["en"]:
                labels.setdefault(code, []).append(label)
        for said_in, names in labels.items():
            for name in map(_bare, names):
                if not column.per_language:
                    found.setdefault(name, Place(column))
                    continue
                if said_in in languages:
                    # Without a language it is in that of the heading.
                    found.setdefault(name, Place(column, said_in))
                for language in languages:
                    for word in called[language]:
                        found.setdefault(name + word, Place(column, language))
                        found.setdefault(word + name, Place(column, language))
    return found


@dataclass(frozen=True)
class Matched:
    """Places by the numbers of their columns; what is wrong with the headings; codes of needed columns not there."""

    places: dict
    problems: tuple = ()
    missing: tuple = ()
    #: Numbers of columns that were recognized but stand there twice.
    doubled: tuple = field(default=())


def count_known(headings):
    """How many of some Cells are headings of columns."""
    known = _headings(tuple(content_languages()))
    return len({place.key for cell in headings if (place := _place(cell.text, known))})


def _place(text, known):
    return known.get(_bare(text)) if len(text) <= LONGEST else None


def match(headings):
    """The Matched of a table's headings, Cells; those of columns that no case has are told and left out.

    Cells without text are columns without a heading: told only by who knows whether there is something below.
    """
    known = _headings(tuple(content_languages()))
    places, problems, doubled, seen = {}, [], [], {}
    for cell in headings:
        text = " ".join(cell.text.split())
        if not text:
            continue
        number, row = column_number(cell.coordinate), int(cell.coordinate.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        place = _place(text, known)
        if place is None:
            problems.append(Problem(cell.coordinate, row, "", _unknown(text, known)))
        elif place.key in seen:
            doubled.append(number)
            problems.append(
                Problem(
                    cell.coordinate,
                    row,
                    place.key,
                    _("The columns %(one)s and %(other)s are both “%(heading)s”. Remove one of them.")
                    % {"one": seen[place.key], "other": cell.coordinate, "heading": text[:80]},
                )
            )
        else:
            seen[place.key] = cell.coordinate
            places[number] = place
    codes = {place.column.code for place in places.values()}
    missing = tuple(column.code for column in COLUMNS if column.is_required and column.code not in codes)
    return Matched(places, tuple(problems), missing, tuple(doubled))


def _unknown(text, known):
    """That no column is called so, and which may be meant."""
    bare = _bare(text[:LONGEST])
    near = process.extractOne(bare, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKE) if bare else None
    if near is None:
        return _("“%(heading)s” is no column of a case; it is left out.") % {"heading": text[:80]}
    return _("“%(heading)s” is no column of a case; it is left out. Did you mean “%(near)s”?") % {
        "heading": text[:80],
        "near": heading_of(known[near[0]].key),
    }
