"""Kinds of cells: what their texts mean, and the texts of what they mean.

``parse(text, known)`` gives a value or raises CellError; ``format(value, known, language)`` gives its text, and
``parse(format(value)) == value`` for every value that ``parse`` gives. Only the writing is judged, no rule of a case.
"""

import re

from django.utils.translation import override, pgettext

from cases_cms.core.folding import fold
from cases_cms.core.quantities import Qualifier, Quantity
from cases_cms.core.told import gettext as _
from cases_cms.core.told import list_of
from cases_cms.interchange import prose
from cases_cms.interchange.errors import CellError
from cases_cms.interchange.lists import join_lines, join_list, split_lines, split_list

YES = {"yes", "y", "true", "1", "x", "√", "✓", "✔", "是", "oui", "si", "да", "نعم"}
NO = {"no", "n", "false", "0", "否", "non", "нет", "لا", "-", "—"}
_OVER = re.compile(r"^(?:over|more than|above|>|≥|超过|超|逾|多于|plus de|mas de|более|свыше|أكثر من)\s*")
_ABOUT = re.compile(
    r"^(?:about|around|approximately|approx\.?|some|~|≈|c\.|ca\.|大约|约|近|environ|unos|около|نحو|حوالي)\s*"
)
_NUMBER = re.compile(r"[0-9](?:[0-9]|[ ,.'’٬\u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$)))*")
#: Months and days say nothing here: “2018年5月”, “2018/5”, and Excel's “2018-05-01 00:00:00”.
_YEAR = re.compile(
    r"([12][0-9]{3})(?: ?年 ?(?:[0-9]{1,2} ?月 ?(?:[0-9]{1,2} ?[日号])?)?|(?:[-./][0-9]{1,2}){1,2}|\.0+)?"
)
#: The largest number that the database keeps.
LARGEST = 2_147_483_647


class Kind:
    """A text of one line."""

    empty = ""

    def parse(self, text, known):
        return prose.one_line(text)

    def format(self, value, known, language):
        return prose.one_line(value or "")

    def choices(self, known, language):
        """Texts that a drop-down offers; empty for a free one."""
        return []


class Plain(Kind):
    """A text of several lines, without formatting."""

    def parse(self, text, known):
        return "\n".join(prose.lines_of(text))

    def format(self, value, known, language):
        return "\n".join(prose.lines_of(value or ""))


class Rich(Kind):
    """A rich text as ``prose`` shows it; the value is that text, not HTML."""

    def parse(self, text, known):
        return prose.normalize(text)

    def format(self, value, known, language):
        """The text of such a value; of HTML, ask ``prose.project``."""
        return prose.normalize(value or "")


class YesNo(Kind):
    """Yes or no; empty is no."""

    empty = False

    def parse(self, text, known):
        word = fold(text).strip(" .")
        if not word or word in NO:
            return False
        if word in YES:
            return True
        raise CellError(_("“%(text)s” is neither yes nor no.") % {"text": text[:60]})

    def format(self, value, known, language):
        with override(language):
            return pgettext("cell", "yes") if value else pgettext("cell", "no")

    def choices(self, known, language):
        return [self.format(True, known, language), self.format(False, known, language)]


class Year(Kind):
    """A year, or None."""

    empty = None

    def parse(self, text, known):
        text = fold(text).strip()
        if not text:
            return None
        match = _YEAR.fullmatch(text)
        if match is None:
            raise CellError(_("“%(text)s” is no year. Write four digits.") % {"text": text[:60]})
        return int(match[1])

    def format(self, value, known, language):
        return "" if value is None else str(value)


class Number(Kind):
    """A Quantity, or None: “170”, “over 170”, “170+”."""

    empty = None

    def parse(self, text, known):
        rest = fold(text).strip()
        if not rest:
            return None
        over, about = _OVER.match(rest), _ABOUT.match(rest)
        rest = rest[(over or about).end() :] if over or about else rest
        match = _NUMBER.match(rest)
        end = rest[match.end() :].strip() if match else ""
        if match is None or end not in ("", "+", "余", "多", "余个", "多个", "个", ".0"):
            raise CellError(_("“%(text)s” is no number. Write “170”, “over 170” or “about 170”.") % {"text": text[:60]})
        number = int(re.sub(r"[^0-9]", "", match[0]))
        if number > LARGEST:
            raise CellError(_("“%(text)s” is too large a number.") % {"text": text[:60]})
        if over or end.startswith(("+", "余", "多")):
            return Quantity(number, Qualifier.OVER)
        return Quantity(number, Qualifier.ABOUT if about else Qualifier.EXACT)

    def format(self, value, known, language):
        if value is None:
            return ""
        with override(language):
            text = str(value)
        return text if self._means(text, value) else f"{_SIGNS[value.qualifier]}{value.number}"

    def _means(self, text, value):
        """Whether a language's way of writing it is understood; “>170” and “~170” are everywhere."""
        try:
            return self.parse(text, None) == value
        except CellError:
            return False


_SIGNS = {Qualifier.EXACT: "", Qualifier.OVER: ">", Qualifier.ABOUT: "~"}


class Category(Kind):
    """The code of a category, named by a title in any language."""

    def parse(self, text, known):
        text = prose.one_line(text)
        if not text:
            return ""
        code = known.category(text)
        if code is None:
            raise CellError(
                _("There is no category “%(text)s”. Give its name as on the site, or one of the codes: %(codes)s.")
                % {"text": text[:80], "codes": list_of(known.category_codes)}
            )
        return code

    def format(self, value, known, language):
        if not value:
            return ""
        title = known.category_title(value, language)
        return title if known.category(title) == value else value

    def choices(self, known, language):
        return [self.format(code, known, language) for code in known.category_codes]


class Countries(Kind):
    """ISO codes of countries and regions, in the order given."""

    empty = []

    def parse(self, text, known):
        codes, unknown = [], []
        for item in self._items(text, known):
            code = known.country(item)
            if code is None:
                unknown.append(item)
            else:
                codes.append(code)
        if unknown:
            names = _(", ").join(f"“{name[:60]}”" for name in unknown[:5])
            raise CellError(_("Not a country or region that is known here: %(names)s.") % {"names": names})
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise CellError(
                _("Named twice: %(names)s.")
                % {"names": _(", ").join(known.country_name(code, "en") for code in twice[:5])}
            )
        return codes

    @staticmethod
    def _items(text, known):
        """Between semicolons, lines and the Chinese 、; between commas where the whole is no country's name."""
        for part in split_list(text.replace("、", ";")):
            if not part:
                continue
            if known.country(part) is None and re.search(r"[,，/]", part):
                yield from (piece.strip() for piece in re.split(r"[,，/]", part) if piece.strip())
            else:
                yield part

    def format(self, value, known, language):
        return join_list(known.country_name(code, language) for code in value or [])


class Names(Kind):
    """A list of texts."""

    empty = []

    def parse(self, text, known):
        return split_list(prose.INVISIBLE.sub("", text))

    def format(self, value, known, language):
        return join_list(value or [])


class Lines(Kind):
    """Lines of several texts each, such as “17.5 million | learners”."""

    empty = []

    def __init__(self, width, example):
        self.width, self.example = width, example

    def parse(self, text, known):
        try:
            records = split_lines(prose.INVISIBLE.sub("", text), self.width)
        except ValueError as error:
            raise CellError(
                _("“%(line)s” has too many parts. Write each line as “%(example)s”.")
                % {"line": str(error)[:80], "example": self.example}
            ) from error
        return [record for record in records if any(record)]

    def format(self, value, known, language):
        return join_lines(record for record in value or [] if any(record))
