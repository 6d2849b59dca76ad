"""What the tests of the guides read in them: pictures, structure, links, and the names of the interface they quote."""

import re
from pathlib import Path

from django.utils.translation.trans_real import DjangoTranslation

DOCS = Path(__file__).resolve().parents[1] / "docs"
MAX_BYTES = 120_000
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
EMPHASIS = re.compile(r"(?<!\*)(\*{1,2})(?![*\s])([^*]+)(?<!\s)\1(?!\*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def guide(name):
    return (DOCS / name).read_text(encoding="utf-8")


def structure(text):
    """What a guide is made of without its words: levels of headings, numbers of lists, pictures, rows of tables."""
    parts = []
    for line in text.splitlines():
        if line.startswith("#"):
            parts.append(line.split()[0])
        elif found := PICTURE.search(line):
            parts.append(Path(found[2]).name)
        elif found := re.match(r"(\d+\.|-|\|) ", line):
            parts.append(found[1])
    return parts


def quoted_names(text, marks=("*",)):
    """Names between ``marks``, one by one where they are a way through menus (*Release → Editions*)."""
    found = [" ".join(name.split()) for mark, name in EMPHASIS.findall(text) if mark in marks]
    names = [part.strip() for name in found for part in name.split("→")]
    return sorted(set(names))


def interface(language):
    """``names -> those that the interface does not have`` in a language: in our catalogues and in Wagtail's.

    Spaces do not matter in Chinese, where Wagtail puts some that nobody would quote.
    """
    catalogues = DjangoTranslation("zh-hans")._catalog._catalogs
    if language == "en":
        keys = (key[0] if isinstance(key, tuple) else key for each in catalogues for key in each)
        texts, least = {key.rpartition("\x04")[2] for key in keys}, 3
    else:
        texts, least = {_close(text) for each in catalogues for text in each.values() if isinstance(text, str)}, 2
    patterns = [_pattern(text) for text in texts if PLACEHOLDER.search(text)]
    patterns = [re.compile(each) for each, length in patterns if length >= least]

    def missing(names):
        closed = {name: name if language == "en" else _close(name) for name in names}
        return [
            name
            for name, text in closed.items()
            if text not in texts and not any(pattern.fullmatch(text) for pattern in patterns)
        ]

    return missing


def _close(text):
    return re.sub(r"\s", "", text)


def _pattern(text):
    """What a text with placeholders looks like in the end, and how much of it is its own."""
    parts = PLACEHOLDER.split(text)
    return ".+".join(map(re.escape, parts)), len(_close("".join(parts)))
