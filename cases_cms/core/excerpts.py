"""How a text begins, in scripts with spaces between words and in those without."""

import regex

from cases_cms.core.counting import plain_text

#: About what search engines show of a page's description.
LENGTH = 160
SENTENCE = regex.compile(r".*?(?:[。！？]|[.!?](?=\s|$))", regex.S)
#: A place to cut: white space, or behind a Chinese character or punctuation.
GAP = regex.compile(r"\s|(?<=[\p{Han}，、；：])")

#: Chinese leaves no space after its punctuation, where one paragraph follows another.
AFTER_FULL_WIDTH = regex.compile(r"(?<=[。！？，、；：])\s+")


def excerpt(html, length=LENGTH):
    """The first whole sentences of ``html`` within ``length`` characters; where none fits, what does, with "…"."""
    text = AFTER_FULL_WIDTH.sub("", " ".join(plain_text(html).split()))
    if len(text) <= length:
        return text
    end = 0
    for sentence in SENTENCE.finditer(text):
        if sentence.end() > length:
            break
        end = sentence.end()
    if end:
        return text[:end].strip()
    gaps = [gap.start() for gap in GAP.finditer(text, 1, length - 1)]
    return text[: gaps[-1] if gaps else length - 1].rstrip(" ，、；：,;:") + "…"
