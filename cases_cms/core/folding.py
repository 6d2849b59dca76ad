"""One spelling for comparing texts: width, case, accents and traditional characters are folded away."""

import functools
import unicodedata

import regex

#: They neither separate nor say anything: soft hyphen, joiners, the stroke that lengthens an Arabic word, marks of byte
#: order, variation selectors.
IGNORED = regex.compile(r"[\u00ad\u034f\u0640\u200c\u200d\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: Letters of Hangul that form syllables when they meet; all other characters fold one by one.
JAMO = r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\ud7b0-\ud7ff\uffa0-\uffdc]"
_HAS_JAMO = regex.compile(JAMO)
_SILENT = rf"(?:\p{{M}}|{IGNORED.pattern})*"
#: Letters of Hangul that meet, also one that ends the syllable before it; otherwise what is seen as one character.
_CLUSTER = regex.compile(rf"(?:(?:{JAMO}|[\uac00-\ud7a3](?={_SILENT}{JAMO})){_SILENT})+|\X")


@functools.cache
def _simplified():
    """``{traditional: simplified}`` for single characters.

    By character, never by phrase, so that a part of a text folds as it does within the whole.
    """
    import opencc  # a large library, needed at the first Chinese character alone

    ranges = [(0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0)]
    chars = [chr(code) for start, end in ranges for code in range(start, end)]
    simple = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    table = {char: new for char, new in zip(chars, simple, strict=True) if char != new}
    # A few are simplified in two steps; one step has to do.
    return {char: table.get(new, new) for char, new in table.items()}


#: Letters that people write for one another, and which no mark tells apart: Arabic's forms of alef, ya, kaf and ha.
_SAME = str.maketrans("\u0671\u0649\u06cc\u06a9\u0629", "\u0627\u064a\u064a\u0643\u0647")
#: A letter of its own, though it is written as another with a mark.
_SHORT_I = "й"


def _step(char):
    composed = unicodedata.normalize("NFKC", char).casefold()
    if composed == _SHORT_I:
        return composed
    text = unicodedata.normalize("NFKD", composed).translate(_SAME)
    folded = "".join(
        " " if unicodedata.category(part).startswith(("C", "Z")) else part
        for part in IGNORED.sub("", text)
        if not unicodedata.combining(part)
    )
    folded = unicodedata.normalize("NFC", folded)
    if not folded.isascii():
        simplified = _simplified()
        folded = "".join(_digit(simplified.get(part, part)) for part in folded)
    return folded


def _digit(char):
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)


class _Folding(dict):
    """``str.translate``'s table, made as characters come up."""

    def __missing__(self, code):
        char = chr(code)
        folded = _step(char)
        for _ in range(3):
            before, folded = folded, "".join(map(_step, folded))
            if before == folded:
                break
        if unicodedata.category(char) not in ("Cn", "Co", "Cs"):  # what nobody writes is not remembered
            self[code] = folded
        return folded


_FOLDING = _Folding()


def _is_plain(text):
    """Whether each character of ``text`` folds by itself."""
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _HAS_JAMO.search(text))


def spell(text):
    """``text`` folded, with its white space as it is."""
    if _is_plain(text):
        return text.translate(_FOLDING)
    folded = unicodedata.normalize("NFKC", text).translate(_FOLDING)
    # Letters of Hangul meet when a mark between them is folded away.
    return unicodedata.normalize("NFC", folded) if _HAS_JAMO.search(folded) else folded


def fold(text):
    """Fold ``text`` for comparison: width, case, accents, traditional characters, digits of any script.

    Control characters are spaces, and runs of space become one. Any part of a text, cut between characters, folds
    as it does in the whole.
    """
    return " ".join(spell(text).split())


def spell_with_places(text):
    """``(folded, starts, ends)``: folded character ``i`` comes from ``text[starts[i]:ends[i]]``.

    ``starts`` and ``ends`` are None where each character became one, as is nearly always so.
    """
    if _is_plain(text):
        folded = text.translate(_FOLDING)
        if all(len(_FOLDING[ord(char)]) == 1 for char in set(text)):
            return folded, None, None
        parts = [(index, index + 1, _FOLDING[ord(char)]) for index, char in enumerate(text)]
    else:
        parts = [(*match.span(), spell(match[0])) for match in _CLUSTER.finditer(text)]
        folded = "".join(part for _start, _end, part in parts)
    starts, ends = [], []
    for start, end, part in parts:
        starts += [start] * len(part)
        ends += [end] * len(part)
        if not part and ends:
            ends[-1] = end  # a mark belongs to the letter before it
    return folded, starts, ends
