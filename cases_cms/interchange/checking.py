"""The rules of a case, for rows of a table: each names the cell at which it is broken. Nothing is read or written."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_unicode_slug

from cases_cms.collection.models import CaseFigure, CaseImage, CaseLink, CasePage, CaseVideo
from cases_cms.collection.rules import MIN_COUNTRIES, validate_start_year
from cases_cms.core.conf import get_setting
from cases_cms.core.counting import measure
from cases_cms.core.told import gettext as _
from cases_cms.core.told import ngettext, sentences_of
from cases_cms.interchange import prose
from cases_cms.interchange.models import CaseIdentifier


def _longest(model, name):
    return model._meta.get_field(name).max_length


#: Longest texts of columns, in characters.
TEXTS = {name: _longest(CasePage, name) for name in ("title", "summary", "cover_alt", "slug")}
#: Columns of lines: the parts' longest texts, and which part is an address.
LINES = {
    "figures": ((_longest(CaseFigure, "value"), _longest(CaseFigure, "label")), None),
    "links": ((_longest(CaseLink, "title"), _longest(CaseLink, "url")), 1),
    "videos": ((_longest(CaseVideo, "title"), _longest(CaseVideo, "video_url")), 1),
}
#: Columns beside the pictures: the longest text of an item.
BESIDE = {
    "picture_alts": _longest(CaseImage, "alt_text"),
    "picture_captions": _longest(CaseImage, "caption"),
    "picture_credits": _longest(CaseImage, "credit"),
}
IDENTIFIER = _longest(CaseIdentifier, "identifier")


def _too_long(text, limit):
    return _("Too long: %(count)s characters; at most %(limit)s are allowed.") % {"count": len(text), "limit": limit}


def check_values(row):
    """Remark on every cell of ``row`` whose value breaks a rule by itself."""
    if len(row.identifier) > IDENTIFIER:
        row.say("id", _too_long(row.identifier, IDENTIFIER))
    for key, value in row.values.items():
        code, _dot, _language = key.partition(".")
        if code in TEXTS and len(value) > TEXTS[code]:
            row.say(key, _too_long(value, TEXTS[code]))
        elif code in LINES:
            _check_lines(row, key, value, *LINES[code])
        elif code in BESIDE:
            for text in value:
                if len(text) > BESIDE[code]:
                    row.say(key, _too_long(text, BESIDE[code]))
        elif code == "start_year":
            _check(row, key, validate_start_year, value)
        elif code == "slug":
            _check(row, key, validate_unicode_slug, value)


def _check(row, key, validate, value):
    try:
        validate(value)
    except ValidationError as error:
        for told in sentences_of(error):
            row.say(key, told)


def _check_lines(row, key, records, limits, address):
    kept = set() if row.case is None else {record[0] for record in row.present.get(key, ()) if not record[1]}
    for record in records:
        for place, (text, limit) in enumerate(zip(record, limits, strict=True)):
            if len(text) > limit:
                row.say(key, _too_long(text, limit))
            elif not text and not (place == address and record[0] in kept):
                row.say(
                    key, _("“%(line)s” lacks a part: two texts with | between them.") % {"line": " | ".join(record)}
                )
            elif text and place == address:
                _check(row, key, URLValidator(schemes=["http", "https"]), text)


def check_case(row, languages):
    """Remark on what the case would be as a whole: countries, and the length of its sections in each language."""
    countries = row.value("countries")
    if len(set(countries or [])) < MIN_COUNTRIES and not row.is_wrong("countries"):
        row.say("countries", _("Name at least two countries and regions; a case is one of international cooperation."))
    if not row.value("category") and not row.is_wrong("category"):
        row.say("category", _("Choose a category."))
    words, characters = get_setting("MAX_WORDS"), get_setting("MAX_CHARACTERS")
    for language in languages:
        keys = [f"{section}.{language}" for section in CasePage.SECTIONS]
        if not any(key in row.values for key in keys):
            continue
        length = measure(*(prose.to_html(row.value(key) or "") for key in keys))
        if length.words > words or length.characters > characters:
            at = [key for key in keys if key in row.values][-1]
            row.say(
                at,
                _(
                    "The four parts together hold %(words)s words and %(characters)s Chinese characters; "
                    "at most %(max_words)s words and %(max_characters)s characters are allowed."
                )
                % {
                    "words": length.words,
                    "characters": length.characters,
                    "max_words": words,
                    "max_characters": characters,
                },
            )


def check_beside(row, number):
    """Remark on lists beside the pictures that are longer than the ``number`` of pictures."""
    for key, value in row.values.items():
        if key.partition(".")[0] in BESIDE and len(value) > number:
            row.say(
                key,
                ngettext(
                    "More texts than pictures: the case has %(number)d picture.",
                    "More texts than pictures: the case has %(number)d pictures.",
                    number,
                )
                % {"number": number},
            )
