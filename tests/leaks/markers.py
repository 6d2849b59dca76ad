"""Words, names of files and numbers that stand in one place alone: whoever meets one has met that place."""

import itertools
import re

#: Letters of every marker that is a word; no language has it, no seed has it.
STEM = "zqx"
#: A character of every Chinese marker: rare enough to stand nowhere else.
CHARACTER = "龘"
PATTERN = re.compile(rf"{STEM}[a-z]{{4}}|{CHARACTER}[\u4e00-\u9fff]|7316\d{{4}}", re.IGNORECASE)
#: Numbers begin with these digits.
DIGITS = 73160000


class Markers:
    """Gives each marker once, and knows where it stands."""

    def __init__(self):
        self.places = {}
        self._letters = ("".join(four) for four in itertools.product("bcdfghjklm", repeat=4))
        self._characters = (chr(code) for code in range(0x4E20, 0x9FA0))
        self._numbers = itertools.count(DIGITS)

    def _keep(self, marker, place):
        self.places[str(marker).lower()] = place
        return marker

    def word(self, place):
        """A word of Latin letters, as slugs and names of files are made of."""
        return self._keep(STEM + next(self._letters), place)

    def chinese(self, place):
        """Two Chinese characters."""
        return self._keep(CHARACTER + next(self._characters), place)

    def number(self, place):
        """A number of eight digits."""
        return self._keep(next(self._numbers), place)

    def also(self, text, place):
        """A name that is not made here and stands nowhere else in the public site, as of a country."""
        return self._keep(text, place)

    def found_in(self, text):
        """``{marker: place}`` of all markers in ``text``."""
        lower = text.lower()
        found = {match.lower() for match in PATTERN.findall(lower)}
        found |= {marker for marker in self.places if not PATTERN.fullmatch(marker) and _stands_in(marker, lower)}
        return {marker: self.places.get(marker, "a marker of another test") for marker in found}


def _stands_in(marker, text):
    """A year is none within a longer number, such as a length, or within a digest."""
    if not marker.isdigit():
        return marker in text
    return re.search(rf"(?<![0-9a-f]){marker}(?![0-9a-f])", text) is not None
