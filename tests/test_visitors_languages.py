"""The catalogues of visitors' languages, as Django reads them: plural forms, and texts that hold a language's name."""

import pytest
from django.template import Context, Template
from django.utils.translation import gettext, ngettext, override

CASES = {
    "fr": {0: "0 cas", 1: "1 cas", 2: "2 cas"},
    "es": {0: "0 casos", 1: "1 caso", 2: "2 casos", 1_000_000: "1000000 casos"},
    "ru": {0: "0 кейсов", 1: "1 кейс", 2: "2 кейса", 5: "5 кейсов", 11: "11 кейсов", 21: "21 кейс", 22: "22 кейса"},
    "ar": {0: "لا حالات", 1: "حالة واحدة", 2: "حالتان", 3: "3 حالات", 11: "11 حالة", 100: "100 حالة", 103: "103 حالات"},
}
ONLY = {
    "fr": "Uniquement en anglais",
    "es": "Solo en inglés",
    "ru": "Только один язык: английский",
    "ar": "باللغة الإنجليزية فقط",
}


@pytest.mark.parametrize("language", CASES)
def test_numbers_of_cases(language):
    with override(language):
        texts = {
            number: ngettext("%(counter)s case", "%(counter)s cases", number) % {"counter": number}
            for number in CASES[language]
        }
    assert texts == CASES[language]


@pytest.mark.parametrize("language", CASES)
def test_numbers_in_a_template(language):
    template = Template(
        "{% load i18n %}{% blocktranslate trimmed count counter=number %}{{ counter }} case"
        "{% plural %}{{ counter }} cases{% endblocktranslate %}"
    )
    with override(language):
        texts = {number: template.render(Context({"number": number})) for number in CASES[language] if number < 1000}
    assert texts == {number: text for number, text in CASES[language].items() if number < 1000}


@pytest.mark.parametrize("language", ONLY)
def test_names_of_languages_fit_into_phrases(language):
    with override(language):
        assert gettext("Only in %(language)s") % {"language": gettext("English")} == ONLY[language]
