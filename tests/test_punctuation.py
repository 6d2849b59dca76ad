"""Punctuation is part of what is translated: Chinese has its own, full-width, without a space after it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (
    "interchange/templates",
    "release/templates",
    "core/templates/cases_cms/jobs",
    "core/templates/cases_cms/desk",
)
TEMPLATES = sorted(path for folder in FOLDERS for path in (ROOT / "cases_cms" / folder).rglob("*.*"))

TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
#: A colon, a comma or a parenthesis of the template's own beside what it prints.
OWN = re.compile(r'(?:%}|}}|</\w+>)\s?[:,(]|[:(]\s?(?:{{|{% trans)|join:", "')


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_none_of_their_own(path):
    text = re.sub(r"{#.*?#}|<style.*?</style>", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r'\s[\w-]+="[^"]*"', "", TRANSLATED.sub("", text))  # attributes are no text
    assert OWN.findall(text) == []


def test_the_rule_finds_them():
    for wrong in (
        '{% translate "Edition" %}: ',
        "{{ name }} ({{ number }})",
        '{{ names|join:", " }}',
        "</a> ({{ size }})",
    ):
        assert OWN.search(wrong), wrong
