"""Machine translators for wagtail-localize: DeepL with right language codes and official terms, and one for the demo.

``WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "cases_cms.localization.translators.DeepLTranslator", "OPTIONS": …}``
"""

import regex
import requests
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.machine_translators.deepl import DeepLTranslator as BaseDeepLTranslator
from wagtail_localize.strings import StringValue

from cases_cms.core.languages import language_tag
from cases_cms.localization.enums import PartOfSpeech
from cases_cms.localization.glossary import find_terms, glossary
from cases_cms.localization.machine import MachineError, SegmentError

#: Languages whose words keep their form: an official term may stand in a sentence as it is.
UNINFLECTED = {"ja", "ko", "th", "vi", "zh"}
#: Languages that decline names, too.
DECLINING = {"ar", "cs", "fi", "hu", "pl", "ru", "uk"}
_TERM = regex.compile(r"</?cc-term>")


def with_terms(html, source_language, language, before="<cc-term>", after="</cc-term>"):
    """A segment's HTML with official terms of the other language in place of the source's, between two marks.

    All of them where words keep their form, names alone elsewhere, none where names are declined.
    """
    base = language.partition("-")[0]
    if base in DECLINING:
        return html
    pieces, at = [], 0
    for hit in find_terms(html, source_language, language):
        is_name = glossary().entries[hit.term_id].part_of_speech == PartOfSpeech.PROPER_NOUN
        if hit.official and "<" not in html[hit.start : hit.end] and (is_name or base in UNINFLECTED):
            pieces += [html[at : hit.start], before, hit.official, after]
            at = hit.end
    return "".join([*pieces, html[at:]])


def deepl_source(code):
    """DeepL's code of a source language: it knows one Chinese, one English, one Portuguese."""
    return code.partition("-")[0].upper()


def deepl_target(code):
    """DeepL's code of a target language: the two scripts of Chinese are two."""
    code = code.lower()
    special = {
        "zh": "ZH-HANS",
        "zh-cn": "ZH-HANS",
        "zh-sg": "ZH-HANS",
        "zh-hans": "ZH-HANS",
        "zh-hant": "ZH-HANT",
        "zh-tw": "ZH-HANT",
        "zh-hk": "ZH-HANT",
        "en": "EN-GB",
        "en-us": "EN-US",
        "en-gb": "EN-GB",
        "pt": "PT-PT",
        "pt-br": "PT-BR",
    }
    return special.get(code, code.partition("-")[0].upper())


class DeepLTranslator(BaseDeepLTranslator):
    """DeepL; wagtail-localize's own makes zh-hans and zh-hant one, and takes an error for an answer."""

    def get_parameters(self, source_locale, target_locale, strings):
        source, target = source_locale.language_code, target_locale.language_code
        parameters = {
            "text": [with_terms(string.data, source, target) for string in strings],
            "tag_handling": "xml",
            "ignore_tags": "cc-term",
            "source_lang": deepl_source(source),
            "target_lang": deepl_target(target),
        }
        if self.options.get("FORMALITY"):
            parameters["formality"] = self.options["FORMALITY"]
        glossary_id = self.options.get("GLOSSARY_IDS", {}).get((deepl_source(source), deepl_target(target)))
        if glossary_id:
            parameters["glossary_id"] = glossary_id
        return parameters

    def translate(self, source_locale, target_locale, strings):
        strings = list(strings)
        if not self.options.get("AUTH_KEY"):
            raise MachineError(_("DeepL has no key. Whoever runs the site sets DEEPL_AUTH_KEY."))
        response = requests.post(
            self.get_api_endpoint(),
            self.get_parameters(source_locale, target_locale, strings),
            timeout=int(self.options.get("TIMEOUT", 30)),
            headers=self.get_headers(),
        )
        self.check(response)
        try:
            answers = [StringValue(_TERM.sub("", each["text"])) for each in response.json()["translations"]]
            return dict(zip(strings, answers, strict=True))
        except (ValueError, KeyError, TypeError) as error:
            raise SegmentError(_("DeepL’s answer cannot be read.")) from error

    def check(self, response):
        """Raise what an answer that is none means."""
        if response.status_code in (401, 403):
            raise MachineError(_("DeepL does not accept the key."))
        if response.status_code == 456:
            raise MachineError(_("What may be translated with DeepL this month is used up."))
        if response.status_code == 429 or response.status_code >= 500:
            raise MachineError(_("DeepL is busy. Try again later."))
        if not response.ok:
            raise SegmentError(_("DeepL refused the text (%(code)d).") % {"code": response.status_code})

    def can_translate(self, source_locale, target_locale):
        """Between languages, never between two ways to write one."""
        return deepl_source(source_locale.language_code) != deepl_source(target_locale.language_code)


class DemoTranslator(BaseMachineTranslator):
    """No translation at all, and says so: the source with its official terms replaced, behind the language's tag.

    For tests and the demonstration; nothing leaves the machine.
    """

    display_name = gettext_lazy("Demonstration translator")

    def translate(self, source_locale, target_locale, strings):
        source, target = source_locale.language_code, target_locale.language_code
        return {
            string: StringValue(f"[{language_tag(target)}] {with_terms(string.data, source, target, '', '')}")
            for string in strings
        }

    def can_translate(self, source_locale, target_locale):
        return source_locale.language_code != target_locale.language_code
