"""Reads the demonstration's texts: YAML files in which every text is a mapping of languages."""

from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "content"
LANGUAGES = ("en", "zh-hans")
#: Languages of a part of the demonstration.
FURTHER = ("ar",)


@cache
def read(name):
    """Content of ``content/<name>.yaml``."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def in_language(value, language):
    """``value`` with every mapping of languages replaced by its text in ``language``."""
    if isinstance(value, dict):
        if value and set(value) <= {*LANGUAGES, *FURTHER}:
            return value.get(language, "")
        return {key: in_language(item, language) for key, item in value.items()}
    if isinstance(value, list):
        return [in_language(item, language) for item in value]
    return value
