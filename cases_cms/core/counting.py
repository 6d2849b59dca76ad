"""Length of a text in several scripts: English words and Chinese characters are counted apart."""

from dataclasses import dataclass
from html import unescape

import regex
from django.utils.html import strip_tags

HAN = regex.compile(r"\p{Han}")
#: Letters and digits; an apostrophe or hyphen inside a word, a point or comma inside a number.
WORD = regex.compile(
    r"[\p{L}\p{N}--\p{Han}](?:[\p{L}\p{N}\p{M}--\p{Han}]|['’\-](?=[\p{L}\p{N}--\p{Han}])|(?<=\p{N})[.,٫٬](?=\p{N}))*",
    regex.V1,
)
BLOCK_END = regex.compile(r"</(?:p|li|h\d|ul|ol|blockquote)>|<br\s*/?>", regex.I)


@dataclass(frozen=True)
class TextLength:
    """How long a text is: ``words`` in scripts with spaces, ``characters`` of Han script. Adds up."""

    words: int = 0
    characters: int = 0

    def __add__(self, other):
        return TextLength(self.words + other.words, self.characters + other.characters)


def plain_text(html):
    """Text of an HTML fragment, one line a block; entities resolved."""
    return unescape(strip_tags(BLOCK_END.sub("\n", html or ""))).strip()


def measure(*fragments):
    """Length of HTML or plain fragments together. Punctuation and white space count nothing."""
    total = TextLength()
    for fragment in fragments:
        text = plain_text(fragment)
        total += TextLength(words=len(WORD.findall(text)), characters=len(HAN.findall(text)))
    return total
