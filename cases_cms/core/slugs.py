"""Slugs from titles in any script: Chinese by its pinyin, everything else by the nearest ASCII."""

import regex
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

#: Longest slug that is suggested, in characters; an editor may write a longer one.
MAX_LENGTH = 60
#: What a title without any letter or digit is called.
FALLBACK = "page"

HAN_RUN = regex.compile(r"(\p{Han}+)")


def _pinyin(run):
    """Syllables of a run of Chinese characters, without tones; characters without a reading are left out."""
    # Its dictionaries take time and memory: only processes that make slugs of Chinese titles pay for them.
    from pypinyin import lazy_pinyin

    return lazy_pinyin(run, errors="ignore")


def cut(slug, length):
    """``slug`` in at most ``length`` characters, cut between words or syllables where there is a boundary."""
    if len(slug) <= length:
        return slug
    head, hyphen, _rest = slug[: length + 1].rpartition("-")
    return (head if hyphen else slug[:length]).strip("-_")


def make_slug(title, max_length=MAX_LENGTH):
    """A slug of ASCII letters, digits and hyphens for a title in any script; never empty.

    A syllable of pinyin is a word of its own ("重庆" → "chong-qing"): where words end in Chinese is guesswork.
    """
    words = []
    for index, run in enumerate(HAN_RUN.split(title)):
        words.extend(_pinyin(run) if index % 2 else [string_to_ascii(run)])
    return cut(slugify(" ".join(words)), max_length) or FALLBACK


def free_slug(slug, parent, page=None):
    """``slug``, or the first of ``slug-2``, ``slug-3`` … that no child of ``parent`` but ``page`` has. One query.

    A number is added within MAX_LENGTH, too.
    """
    children = parent.get_children().filter(slug__startswith=cut(slug, MAX_LENGTH - 8))
    if page is not None and page.pk:
        children = children.exclude(pk=page.pk)
    taken = set(children.values_list("slug", flat=True))
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        suffix = f"-{number}"
        candidate = cut(slug, MAX_LENGTH - len(suffix)) + suffix
    return candidate
