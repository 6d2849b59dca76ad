"""Initials of Chinese characters by their place in GB 2312, whose first level is ordered by pinyin.

So no dictionary is needed, which would take 57 MB of every process. Characters of the second level, which are rare,
have none; a character of several readings has the one it is filed under.
"""

from bisect import bisect_right
from functools import lru_cache

from cases_cms.core.folding import fold

#: The first character of each initial in GB 2312; no syllable begins with i, u or v.
_FIRST = {
    "a": "啊",
    "b": "芭",
    "c": "擦",
    "d": "搭",
    "e": "蛾",
    "f": "发",
    "g": "噶",
    "h": "哈",
    "j": "击",
    "k": "喀",
    "l": "垃",
    "m": "妈",
    "n": "拿",
    "o": "哦",
    "p": "啪",
    "q": "期",
    "r": "然",
    "s": "撒",
    "t": "塌",
    "w": "挖",
    "x": "昔",
    "y": "压",
    "z": "匝",
}
_LETTERS = list(_FIRST)
_PLACES = [char.encode("gb2312") for char in _FIRST.values()]
_LAST = "座".encode("gb2312")


def initial(char):
    """The first letter of a Chinese character's pinyin; "" if it is not known."""
    try:
        place = char.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    if len(place) != 2 or not _PLACES[0] <= place <= _LAST:
        return ""
    return _LETTERS[bisect_right(_PLACES, place) - 1]


def initials(text):
    """Initials of the Chinese characters of ``text``, all else left out: "数字鸿沟" → "szhg"."""
    return "".join(map(initial, text))


@lru_cache(maxsize=200_000)
def folded_name(name):
    """``(name folded, its Chinese initials)``; kept, for what has been renamed is little of what there is."""
    folded = fold(name)
    return folded, initials(folded)
