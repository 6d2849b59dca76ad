"""What a machine can see of a translation: remarks at the segment, before a person reads it."""

from collections import Counter
from html import unescape

import regex
from django.utils.translation import gettext as _

from cases_cms.core.counting import HAN
from cases_cms.localization.diffs import TAG, plain
from cases_cms.localization.finding import Finding, Level
from cases_cms.localization.glossary import check_terms

PLACEHOLDER = regex.compile(r"%\(\w+\)[sd]|%[sd]\b|\{\{?\s*\w*\s*\}?\}")
ADDRESS = regex.compile(r"https?://[^\s<>\"'，。；、）】》]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
NUMBER = regex.compile(r"\p{Nd}+(?:[.,\u202f\u00a0' ]\p{Nd}{3})*(?:[.,]\p{Nd}+)?")
MEANINGFUL = regex.compile(r"\p{L}{2,}|\p{Han}")
#: ASCII marks right beside a Han character, where Chinese has full-width ones.
HALF_WIDTH = regex.compile(
    r"(?<=\p{Han})[,;:!?]|[,;:!?](?=\p{Han})|(?<=\p{Han})\.(?!\p{N}|\w)|(?<=\p{Han})\(|\)(?=\p{Han})"
)
FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "(": "（", ")": "）"}


def _names(text):
    """The tags of a text with the ids of its links, and how often each opens."""
    return Counter(
        unescape(tag) for tag in TAG.findall(text) if not tag.startswith("</") and not tag.lower().startswith("<br")
    )


def _list(values):
    return _(", ").join(str(value) for value in values)


def check_placeholders(source, text):
    missing = Counter(PLACEHOLDER.findall(plain(source)))
    found = Counter(PLACEHOLDER.findall(plain(text)))
    wrong = sorted((missing - found) | (found - missing))
    if wrong:
        message = _("Placeholders differ from the source: %(list)s.") % {"list": _list(wrong)}
        return [Finding("placeholders", message, Level.ERROR)]
    return []


def check_tags(source, text):
    """Tags and links of a rich text: what is missing is a warning, what is new or unknown an error."""
    wanted, found = _names(source), _names(text)
    links_missing = sorted(tag for tag in wanted - found if tag.startswith("<a"))
    missing = sorted(tag for tag in wanted - found if not tag.startswith("<a"))
    surplus = sorted(tag for tag in found - wanted if tag.startswith("<a"))
    remarks = []
    if links_missing:
        remarks.append(
            Finding("links", _("A link of the source is missing: %(list)s.") % {"list": _list(links_missing)})
        )
    if missing:
        remarks.append(Finding("tags", _("Emphasis of the source is missing: %(list)s.") % {"list": _list(missing)}))
    if surplus:
        message = _("The source has no such link: %(list)s.") % {"list": _list(surplus)}
        remarks.append(Finding("links", message, Level.ERROR))
    return remarks


def check_addresses(source, text):
    missing = sorted(set(ADDRESS.findall(plain(source))) - set(ADDRESS.findall(plain(text))))
    if missing:
        return [Finding("links", _("Missing from the translation: %(list)s.") % {"list": _list(missing)})]
    return []


def _numbers(text):
    """Digits of each number, in Western ones: separators differ from language to language."""
    values = Counter()
    for match in NUMBER.findall(ADDRESS.sub(" ", text)):
        digits = "".join(str(int(char)) for char in match if char.isdecimal())
        values[digits] += 1
    return values


#: What Chinese counts by: 1.2 million is 120万.
def check_numbers(source, text):
    wanted, found = _numbers(plain(source)), _numbers(plain(text))
    missing = [number for number in wanted - found if not _said_otherwise(number, found)]
    if missing:
        return [
            Finding("numbers", _("Check the numbers: %(list)s is not in the translation.") % {"list": _list(missing)})
        ]
    return []


def _said_otherwise(number, found):
    """Whether a number may stand in other digits: a small one in words, a large one in units such as 万."""
    if len(number) == 1 or number.strip("0") == "":
        return True
    core = number.rstrip("0")
    return any(other.rstrip("0") == core for other in found)


def check_unchanged(source, text, source_language, language):
    words = plain(source).strip()
    if source_language != language and words == plain(text).strip() and MEANINGFUL.search(ADDRESS.sub("", words)):
        return [Finding("unchanged", _("The translation is the same as the source."))]
    return []


def check_punctuation(text, language):
    if not language.lower().startswith("zh"):
        return []
    readable = ADDRESS.sub(" ", plain(text))
    marks = sorted({match[0] for match in HALF_WIDTH.finditer(readable)})
    if marks:
        return [
            Finding(
                "punctuation",
                _("Chinese has full-width punctuation: %(list)s.")
                % {"list": _list(f"{mark} → {FULL_WIDTH[mark]}" for mark in marks)},
            )
        ]
    return []


def check_length(text, limit):
    longest = getattr(limit, "characters", None)
    length = len(plain(text))
    if longest and length > longest:
        message = _("Too long: %(count)s characters, at most %(limit)s are allowed.")
        return [Finding("length", message % {"count": length, "limit": longest}, Level.ERROR)]
    return []


def check_script(source, text, language):
    """A translation into Chinese has Chinese characters, unless it is a name or a number."""
    if not language.lower().startswith("zh") or HAN.search(plain(text)) or plain(source) == plain(text):
        return []
    if len(MEANINGFUL.findall(plain(text))) > 3:
        return [Finding("script", _("The translation has no Chinese characters."))]
    return []


def check(source, text, source_language, language, path="", limit=None):
    """``[Finding]`` of a translation; texts as wagtail-localize stores them. An empty text has none.

    The limit of a whole case is not looked at here: a person sees it by the counter, the page's rules keep it.
    """
    if not plain(text).strip():
        return []
    return [
        *check_placeholders(source, text),
        *check_tags(source, text),
        *check_addresses(source, text),
        *check_numbers(source, text),
        *check_unchanged(source, text, source_language, language),
        *check_script(source, text, language),
        *check_punctuation(text, language),
        *check_length(text, limit),
        *check_terms(source, text, source_language, language),
    ]
