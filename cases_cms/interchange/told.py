"""Sentences of a dry run, kept so that each reader gets them in their own language.

``gettext`` and ``ngettext`` stand for Django's: they give the sentence in the active language, as a str that knows how
it was made. ``keep`` is what is stored of it (JSON), ``read`` the sentence for who reads it now.
"""

from django.core.exceptions import ValidationError
from django.utils import translation

from cases_cms.core.languages import language_label

#: Keys of what is stored: message, plural and number, context of the message, values; a language, a column's key.
MESSAGE, PLURAL, NUMBER, CONTEXT, VALUES, LANGUAGE, COLUMN = "m", "p", "n", "c", "v", "l", "k"


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


def language_of(code):
    """The name of a language."""
    return Told({LANGUAGE: code})


def heading_of(key):
    """What stands above a column of a table, given the key of its cells."""
    return Told({COLUMN: key})


def label_of(column):
    """The name of a Column."""
    with translation.override(None):
        return Told({MESSAGE: str(column.label), CONTEXT: "column"})


def sentences_of(error):
    """The sentences of a ValidationError of Django's or of a rule's."""
    for one in ValidationError(error).error_list:
        with translation.override(None):
            message = str(one.message)
        told = gettext(message)
        yield told % one.params if one.params else told


def keep(value):
    """What is stored of a sentence, or of a value in it."""
    if isinstance(value, Told):
        return value.made_of
    return value if isinstance(value, int | float | None) else str(value)


def read(kept):
    """A stored sentence in the active language; what earlier versions stored stands in the language it was made in."""
    if not isinstance(kept, dict):
        return kept
    if LANGUAGE in kept:
        return language_label(kept[LANGUAGE])
    if COLUMN in kept:
        from cases_cms.interchange.columns import place_of  # columns have kinds, which tell what is wrong

        return place_of(kept[COLUMN]).heading(translation.get_language() or "en")
    if PLURAL in kept:
        text = translation.ngettext(kept[MESSAGE], kept[PLURAL], kept[NUMBER])
    elif CONTEXT in kept:
        text = translation.pgettext(kept[CONTEXT], kept[MESSAGE])
    else:
        text = translation.gettext(kept[MESSAGE])
    return text % {name: read(value) for name, value in kept[VALUES].items()} if VALUES in kept else text
