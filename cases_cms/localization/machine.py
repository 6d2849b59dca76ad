"""Machine translation through wagtail-localize's interface: of a page's missing segments, or of those a person names.

What a machine wrote is marked so until a person changes or confirms it; nothing here publishes. The network is asked
outside of any transaction.
"""

import logging
from dataclasses import dataclass, field

import requests
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.strings import StringValue, validate_translation_links

from cases_cms.core.turns import take_turn
from cases_cms.localization.enums import Origin
from cases_cms.localization.segment_services import check_right, save_texts
from cases_cms.localization.segments import CHANGED, MISSING, segments

logger = logging.getLogger(__name__)

#: As much as is asked for at once: strings, and characters of them.
STRINGS, CHARACTERS = 50, 30_000
#: After so many failures one after the other the service is taken to be out of order.
FAILURES = 3


class MachineError(ValueError):
    """Nothing can be translated, now or at all; says why."""


class SegmentError(ValueError):
    """One text cannot be translated; says why."""


@dataclass
class Result:
    """What became of the segments: numbers, and ``[(primary key, message)]`` of those that failed."""

    done: int = 0
    skipped: int = 0
    errors: list = field(default_factory=list)


def translator_for(source_locale, target_locale):
    """The site's machine translator for the two languages; raises MachineError where there is none."""
    try:
        translator = get_machine_translator()
    except (ImportError, KeyError, TypeError) as error:
        logger.exception("The machine translator of the settings cannot be made.")
        raise MachineError(_("Machine translation is not set up rightly: see the log.")) from error
    if translator is None:
        raise MachineError(_("No machine translation is set up on this site."))
    if not translator.can_translate(source_locale, target_locale):
        raise MachineError(
            _("%(name)s does not translate between these languages.") % {"name": translator.display_name}
        )
    return translator


def machine_name(source_locale, target_locale):
    """What the machine translator for two languages is called, or "" where there is none."""
    try:
        return str(translator_for(source_locale, target_locale).display_name)
    except MachineError:
        return ""


def _chosen(translation, segment_ids):
    """``([StringSegment], how many are left out, {place: text they have})``."""
    rows = list(StringSegment.objects.filter(source=translation.source).select_related("string", "context"))
    present = _present(translation)
    if segment_ids is None:
        states = {segment.pk: segment.state for segment in segments(translation, set())}
        chosen = [row for row in rows if states.get(row.pk) == MISSING]
        # Where the source changed, the former translation is a better beginning than a machine's.
        skipped = sum(state == CHANGED for state in states.values())
        return chosen, skipped, present
    wanted = set(segment_ids)
    chosen = [row for row in rows if row.pk in wanted]
    return chosen, len(wanted) - len(chosen), present


def _present(translation):
    """``{(context, string): text}`` of what is translated. One query."""
    return {
        (context, string): text
        for context, string, text in StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale
        ).values_list("context_id", "translation_of_id", "data")
    }


def _bundles(strings):
    """Lists of strings, each as much as is asked for at once."""
    bundle, characters = [], 0
    for string in strings:
        if bundle and (len(bundle) == STRINGS or characters + len(string.data) > CHARACTERS):
            yield bundle
            bundle, characters = [], 0
        bundle.append(string)
        characters += len(string.data)
    if bundle:
        yield bundle


def _checked(string, answer):
    """The text of an answer; raises SegmentError for none, and for one that lost or made up links or tags."""
    text = (getattr(answer, "data", None) or "").strip()
    if not text:
        raise SegmentError(_("The machine gave no translation."))
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(string.data, text)
    except ValueError as error:
        raise SegmentError(_("The machine broke the tags of the text.")) from error
    return text


class _Asker:
    """Asks for bundles; where one fails, for its strings one by one, until too many have failed."""

    def __init__(self, translator, translation):
        self.translator = translator
        self.locales = (translation.source.locale, translation.target_locale)
        self.texts, self.errors, self.failures, self.end = {}, {}, 0, ""

    def ask(self, strings):
        if self.end:
            self.errors.update(dict.fromkeys(strings, self.end))
            return
        try:
            answers = self.translator.translate(*self.locales, strings)
        except MachineError as error:
            self.end = str(error)
        except requests.Timeout:
            self.end = _("%(name)s did not answer in time.") % {"name": self.translator.display_name}
        except requests.RequestException:
            logger.warning("The machine translator cannot be reached.", exc_info=True)
            self.end = _("%(name)s cannot be reached.") % {"name": self.translator.display_name}
        except Exception as error:  # other people's translators raise what they like
            self._fail(strings, error)
            return
        else:
            self.failures = 0
            self._take(strings, answers)
            return
        self.errors.update(dict.fromkeys(strings, self.end))

    def _fail(self, strings, error):
        if len(strings) > 1:
            for string in strings:
                self.ask([string])
            return
        if not isinstance(error, SegmentError):
            logger.warning("The machine translator failed.", exc_info=error)
        message = str(error) if isinstance(error, SegmentError) else _("The machine could not translate this text.")
        self.errors[strings[0]] = message
        self.failures += 1
        if self.failures >= FAILURES:
            self.end = _("%(name)s failed several times; the rest was not tried.") % {
                "name": self.translator.display_name
            }

    def _take(self, strings, answers):
        for string in strings:
            try:
                self.texts[string] = _checked(string, answers.get(string))
            except SegmentError as error:
                self.errors[string] = str(error)


def machine_translate(*, translation, segment_ids=None, user=None):
    """Translate the segments without any text, or those named (their texts are kept as versions); returns a Result.

    Raises MachineError where no machine translates between the languages, PermissionDenied for who does not translate
    into the language. Must not be called in a transaction: the service may take its time.
    """
    check_right(user, translation)
    translator = translator_for(translation.source.locale, translation.target_locale)
    chosen, skipped, before = _chosen(translation, segment_ids)
    by_string = {}
    for segment in chosen:
        by_string.setdefault(segment.string.as_value(), []).append(segment)
    asker = _Asker(translator, translation)
    for bundle in _bundles(list(by_string)):
        asker.ask(bundle)
    texts = {segment.pk: text for string, text in asker.texts.items() for segment in by_string[string]}
    places = {segment.pk: (segment.context_id, segment.string_id) for segment in chosen}
    with transaction.atomic():
        take_turn()
        now = _present(translation)
        # What somebody wrote in the meantime stays.
        fresh = {pk: text for pk, text in texts.items() if now.get(places[pk]) == before.get(places[pk])}
        done = save_texts(
            translation=translation, texts=fresh, user=user, origin=Origin.MACHINE, tool=str(translator.display_name)
        )
    errors = [(segment.pk, asker.errors[string]) for string in asker.errors for segment in by_string[string]]
    return Result(done, skipped + len(texts) - done, sorted(errors))
