"""Sentences that are kept, so that each reader gets them in their own language.

``gettext``, ``ngettext`` and ``pgettext`` stand for Django's: they give the sentence in the active language, as a str
that knows how it was made. ``keep`` is what is stored of it (JSON), ``read`` the sentence for who reads it now.
"""

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.text import capfirst

from cases_cms.core.languages import language_label
from cases_cms.core.periods import date_and_time, institution_zone

#: Keys of what is stored of a sentence: message, plural and number, context, values, whether it is a label.
MESSAGE, PLURAL, NUMBER, CONTEXT, VALUES, LABEL = "m", "p", "n", "c", "v", "u"
#: Keys of what is stored of other things: a language, an instant, a title and what it is in other languages, names.
LANGUAGE, INSTANT, TITLE, TITLES, NAMES = "l", "i", "t", "o", "e"

_readers = {}


def register_reader(key, reader):
    """Let ``reader(value)`` read, in the active language, what is stored as ``{key: value}``."""
    _readers[key] = reader


class Told(str):
    """A sentence in the language that was active when it was made; ``made_of`` is what is stored of it."""

    __slots__ = ("made_of",)

    def __new__(cls, made_of):
        told = super().__new__(cls, read(made_of))
        told.made_of = made_of
        return told

    def __mod__(self, values):
        return Told({**self.made_of, VALUES: {name: keep(value) for name, value in values.items()}})


def gettext(message):
    """As Django's."""
    return Told({MESSAGE: message})


def ngettext(singular, plural, number):
    """As Django's."""
    return Told({MESSAGE: singular, PLURAL: plural, NUMBER: number})


def pgettext(context, message):
    """As Django's."""
    return Told({MESSAGE: message, CONTEXT: context})


def language_of(code):
    """The name of a language."""
    return Told({LANGUAGE: code})


def time_of(instant):
    """An instant, to the minute, in the institution's zone."""
    return Told({INSTANT: instant.isoformat()})


def title_of(titles, original):
    """A title in the reader's language, if it is one of ``titles`` ({language code: title}); else ``original``."""
    return Told({TITLE: str(original), TITLES: {code: str(title) for code, title in titles.items()}})


def list_of(names):
    """Names, or other words, one after the other."""
    return Told({NAMES: [keep(name) for name in names]})


def _of_lazy(text, params):
    """The Told of a lazily translated text; None where it is lazy for another reason."""
    function, *rest = text.__reduce__()[1]
    if function is translation.ngettext:
        forms = next(one for one in rest if isinstance(one, dict))
        number = forms["number"] if "number" in forms else params[rest[1]]
        return ngettext(forms["singular"], forms["plural"], number)
    known = {translation.gettext: gettext, translation.pgettext: pgettext}.get(function)
    return known(*rest[0]) if known else None


def told(text, params=None):
    """``text`` as a Told where it is known how it was made, else as a str; ``params`` are the values in it."""
    made = _of_lazy(text, params or {}) if isinstance(text, Promise) else text
    if made is None:
        return str(text % params if params else text)
    made = made if isinstance(made, str) else str(made)
    return made % params if params else made


def label_of(name):
    """The name of a field, translated lazily, as it stands above one."""
    name = told(name)
    return Told({**name.made_of, LABEL: 1}) if isinstance(name, Told) else capfirst(name)


def sentences_of(error):
    """The sentences of a ValidationError of Django's, or of a rule's, those of fields included."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        errors = [one for each in error.error_dict.values() for one in each]
    else:
        errors = ValidationError(error).error_list
    for one in errors:
        # A plain text is a message that was translated into itself, or one that nobody translates.
        message = one.message if isinstance(one.message, Promise | Told) else gettext(str(one.message))
        yield told(message, one.params)


def keep(value):
    """What is stored of a sentence, or of a value in it."""
    if isinstance(value, Promise):
        value = told(value)
    if isinstance(value, Told):
        return value.made_of
    return value if isinstance(value, int | float | None) else str(value)


def read(kept):
    """A stored sentence in the active language; what earlier versions stored stands in the language it was made in."""
    if not isinstance(kept, dict):
        return kept
    if LANGUAGE in kept:
        return language_label(kept[LANGUAGE])
    if INSTANT in kept:
        return date_and_time(parse_datetime(kept[INSTANT]).astimezone(institution_zone()))
    if TITLE in kept:
        return kept[TITLES].get(translation.get_language()) or kept[TITLE]
    if NAMES in kept:
        return translation.pgettext("list of names", ", ").join(map(str, map(read, kept[NAMES])))
    for key, reader in _readers.items():
        if key in kept:
            return reader(kept[key])
    return _read_message(kept)


def _read_message(kept):
    if PLURAL in kept:
        text = translation.ngettext(kept[MESSAGE], kept[PLURAL], kept[NUMBER])
    elif CONTEXT in kept:
        text = translation.pgettext(kept[CONTEXT], kept[MESSAGE])
    else:
        # The empty message is a catalogue's heading.
        text = translation.gettext(kept[MESSAGE]) if kept[MESSAGE] else ""
    if VALUES in kept:
        text = text % {name: read(value) for name, value in kept[VALUES].items()}
    return capfirst(text) if LABEL in kept else text
