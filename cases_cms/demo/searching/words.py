"""The lexicon of the generated texts, and the queries: `content/words.yaml`."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "content" / "words.yaml"


def _listed(text):
    return [word.replace("|", " ") for word in text.split()]


@cache
def _read():
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@cache
def lexicon(language):
    """``{part of speech: words}``."""
    return {kind: _listed(text) for kind, text in _read()["lexicon"][language].items()}


@cache
def queries(language):
    """``[(kind, query)]``: at least 60."""
    return [(kind, query) for kind, text in _read()["queries"][language].items() for query in _listed(text)]


@cache
def typos():
    """``[(typed, meant)]``."""
    return list(_read()["typos"].items())
