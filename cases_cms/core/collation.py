"""Order of names as a language's own readers expect it (docs/decisions/0029-order-of-countries.md)."""

import unicodedata


def is_spelled_by_sound(language):
    """Whether names in ``language`` are ordered by pinyin, whose dictionary is slow to load and large."""
    return language.split("-")[0] == "zh"


def sort_key(text, language):
    """A string that sorts ``text`` among others in ``language``: Chinese by pinyin and tone, others without accents."""
    if is_spelled_by_sound(language):
        from pypinyin import Style, lazy_pinyin  # 57 MB: only processes that need it pay for it

        return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)).casefold()
    if language.split("-")[0] == "es":
        text = text.replace("ñ", "n~").replace("Ñ", "N~")  # a letter of its own, after n
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.casefold().replace("’", "").replace("'", "")
