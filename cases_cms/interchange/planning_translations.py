"""Which translations of a row say something new: part of the dry run."""

from wagtail_localize.strings import extract_strings

from cases_cms.collection.models import CasePage
from cases_cms.core.told import gettext as _
from cases_cms.core.told import language_of, ngettext
from cases_cms.interchange import prose
from cases_cms.interchange.checking import BESIDE, LINES
from cases_cms.interchange.columns import place_of
from cases_cms.interchange.comparing import handed_content, kept_of_section, present_texts, said_by
from cases_cms.interchange.exporting import value_of
from cases_cms.interchange.planned import ROLES


class Translations:
    """Compares the translations of rows with what there is; ``known`` is what cells may name."""

    def __init__(self, known):
        self.known = known

    def compare(self, row, language):
        """A translation is taken over where it says something new, or what it translates does.

        Handing a case over brings all of its texts up to date: then every cell is compared with what is left of them.
        """
        keys = [key for key in row.values if key.endswith(f".{language}") and key.partition(".")[0] not in ROLES]
        keys = [key for key in keys if self._has_source(row, key)]
        before = {key: row.present.get(key) if self._is_there(row, language) else None for key in keys}
        said = {key: self._said(row, key) for key in keys}
        if not any(_differs(said[key], before[key]) or _source(row, key) in row.changes for key in keys):
            return
        content = handed_content(row, row.language)
        texts = present_texts(row.case, language, content)
        for key in keys:
            now = said_by(texts, key, self.known) if row.case else None
            if self._is_new(row, key, said[key], now, content):
                row.changes.append(key)
                if not _differs(said[key], before[key]):
                    row.note(key, _still_fits(row))

    def _is_new(self, row, key, said, now, content):
        """Whether a cell is to be written: it says (``said``) what the translation does not (``now``)."""
        code, source = key.partition(".")[0], _source(row, key)
        if code in BESIDE:
            moved = bool({source, "pictures"} & set(row.changes))
            return bool(said) and (moved or _differs(said, now))
        if row.values[key] == now and (code not in LINES or source not in row.changes):
            return False
        needed, given = self._parts(row, source, code, content), self._given(row.values[key], code)
        if needed != given:
            row.say(
                key,
                ngettext(
                    "%(given)s has %(number)d part here, %(source)s %(needed)s: write line for line.",
                    "%(given)s has %(number)d parts here, %(source)s %(needed)s: write line for line.",
                    given,
                )
                % {
                    "given": language_of(key.partition(".")[2]),
                    "number": given,
                    "source": language_of(row.language),
                    "needed": needed,
                },
            )
            return True
        if code in CasePage.SECTIONS:
            return kept_of_section(row, key, content, row.language) != now
        return True

    @staticmethod
    def _is_there(row, language):
        return row.case is not None and language in row.case.texts

    def _has_source(self, row, key):
        if self._source_value(row, _source(row, key)):
            return True
        row.note(
            key,
            _("Left out: there is no such text in %(language)s that it could translate.")
            % {"language": language_of(row.language)},
        )
        return False

    def _said(self, row, key):
        """What a cell says of what there is: of a list beside the pictures ``{place: text}``, else its value.

        A text beside a picture translates the one at its place; one that is not there says nothing.
        """
        if key.partition(".")[0] not in BESIDE:
            return row.values[key]
        own = row.value(_source(row, key)) or []
        said = {place: text for place, text in enumerate(row.values[key]) if text}
        there = {place: text for place, text in said.items() if place < len(own) and own[place]}
        if there != said:
            row.note(
                key, _("Left out where there is no text in %(language)s.") % {"language": language_of(row.language)}
            )
        return there

    def _source_value(self, row, source):
        if source in row.values or source in row.present:
            return row.value(source)
        return value_of(row.case, place_of(source)) if row.case else None

    def _parts(self, row, source, code, content):
        """Of how many texts the source's consists, each of which has a translation of its own."""
        if code in CasePage.SECTIONS:
            return len(extract_strings(content.get(code) or "")[1])
        return len(self._source_value(row, source)) if code in LINES else 1

    @staticmethod
    def _given(value, code):
        if code in CasePage.SECTIONS:
            return len(extract_strings(prose.to_html(value))[1])
        return len(value) if code in LINES else 1


def _still_fits(row):
    return _("The text in %(language)s is another one now; this translation stays. Does it still fit?") % {
        "language": language_of(row.language)
    }


def _source(row, key):
    """The key of the cell that a translated cell translates."""
    return f"{key.partition('.')[0]}.{row.language}"


def _differs(said, value):
    """Whether a translation that is ``value`` would be another one; a list beside the pictures says some places."""
    if not isinstance(said, dict):
        return said != value
    value = value or []
    return any(place >= len(value) or value[place] != text for place, text in said.items())
