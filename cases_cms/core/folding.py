"""One spelling for comparing texts: width, case and accents are folded away."""

import unicodedata


def fold(text):
    """Fold ``text`` for comparison: NFKC, case, accents and control characters; runs of space become one."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(
        " " if unicodedata.category(char).startswith(("C", "Z")) else char
        for char in text
        if not unicodedata.combining(char)
    )
    return " ".join(unicodedata.normalize("NFC", text).split())
