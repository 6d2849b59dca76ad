"""Takes texts over from files: the good ones are kept, each of the others is refused with a reason."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation, TranslationContext

from cases_cms.core.languages import language_label
from cases_cms.localization.enums import Origin
from cases_cms.localization.files.documents import FileError, Units, same_language, short_hash
from cases_cms.localization.files.exporting import units_of
from cases_cms.localization.files.inline import BrokenTagsError
from cases_cms.localization.finding import Level
from cases_cms.localization.findings import check
from cases_cms.localization.segment_services import check_right, save_texts
from cases_cms.localization.segments import DONE, segments

#: Findings that keep a text of a file out, though they are no errors: it is in another language.
WRONG = {"script"}


@dataclass(frozen=True)
class Refusal:
    """A text that was not taken over: where it stands in the file, whose translation it was to be, and why not."""

    place: str
    path: str
    source: str
    text: str
    reason: str


@dataclass
class ImportReport:
    """What became of a file's texts. ``unfinished`` ones still need work by what the file says."""

    title: str = ""
    language: str = ""
    taken: int = 0
    unchanged: int = 0
    empty: int = 0
    unfinished: int = 0
    warnings: int = 0
    refused: list = field(default_factory=list)

    @property
    def sentence(self):
        """All of it in one sentence, for people."""
        parts = [_("%(number)s taken over") % {"number": self.taken}]
        for number, text in (
            (len(self.refused), _("%(number)s refused")),
            (self.unchanged, _("%(number)s unchanged")),
            (self.unfinished, _("%(number)s marked as unfinished")),
            (self.empty, _("%(number)s empty")),
            (self.warnings, _("%(number)s to be looked at")),
        ):
            if number:
                parts.append(text % {"number": number})
        return _(", ").join(parts)


def translation_of(document):
    """The Translation a ReadDocument belongs to; FileError for a file of another site, thing or language."""
    try:
        key = UUID(document.translation)
    except ValueError as error:
        raise FileError(
            _("The file does not say which translation it belongs to: it was not exported here.")
        ) from error
    translation = Translation.objects.filter(uuid=key).select_related("source__locale", "target_locale").first()
    if translation is None or not translation.enabled:
        raise FileError(_("The translation that the file belongs to is not here, or no longer."))
    for told, locale, sentence in (
        (
            document.language,
            translation.target_locale,
            _("Wrong language: the file is a translation into “%(told)s”, this one is into %(language)s."),
        ),
        (
            document.source_language,
            translation.source.locale,
            _("Wrong language: the file translates from “%(told)s”, this one is from %(language)s."),
        ),
    ):
        if told and not same_language(told, locale.language_code):
            raise FileError(sentence % {"told": told, "language": language_label(locale.language_code)})
    return translation


def _moment(text):
    """The moment a file was made, or None where it does not say."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if timezone.is_aware(found) else None


class _Import:
    """One document on its way into one translation."""

    def __init__(self, document, translation, overwrite):
        self.document, self.translation, self.overwrite = document, translation, overwrite
        self.made_at = _moment(document.made_at)
        self.languages = (translation.source.locale.language_code, translation.target_locale.language_code)
        found = segments(translation, set())
        units = units_of(found)
        self.units = Units(units)
        self.segments = {unit.key: segment for unit, segment in zip(units, found, strict=True)}
        paths = TranslationContext.objects.filter(object_id=translation.source.object_id).values_list("path", flat=True)
        self.known_places = {short_hash(path) for path in paths}
        self.report = ImportReport(title=translation.source.object_repr, language=self.languages[1])
        self.texts = {}

    def judge(self, unit):
        """Note what becomes of one text of the file."""
        if not unit.raw.strip():
            self.report.empty += 1
            return
        reason = self._judge(unit)
        if reason:
            self.report.refused.append(Refusal(unit.place, unit.path, unit.source, unit.raw, reason))

    def _judge(self, unit):
        ours = self.document.find(unit, self.units)
        if ours is None:
            if unit.place_hash in self.known_places:
                return _("The source has changed since the file was made.")
            return _("This page has no such text.")
        segment = self.segments[ours.key]
        try:
            text = unit.stored(ours)
        except BrokenTagsError as error:
            return str(error)
        if segment.pk in self.texts:
            return "" if self.texts[segment.pk] == text else _("It stands in the file twice, and differs.")
        if not unit.is_final:
            self.report.unfinished += 1
            return ""
        if text == segment.text and segment.state == DONE:
            self.report.unchanged += 1
            return ""
        return self._changed_here(segment, text) or self._faults(segment, text) or self._take(segment, text)

    def _changed_here(self, segment, text):
        """Nothing is overwritten that somebody wrote after the file was made."""
        if self.overwrite or not segment.text or text == segment.text:
            return ""
        if self.made_at is None or (segment.updated_at and segment.updated_at > self.made_at):
            return _("The translation was changed here after the file was made.")
        return ""

    def _faults(self, segment, text):
        findings = check(segment.source, text, *self.languages, limit=segment.limit)
        faults = [finding for finding in findings if finding.level == Level.ERROR or finding.code in WRONG]
        self.report.warnings += bool(findings) and not faults
        return " ".join(str(finding.message) for finding in faults)

    def _take(self, segment, text):
        self.texts[segment.pk] = text
        return ""


def import_document(document, *, user, dry_run=False, overwrite=False, only=None):
    """Take the texts of a ReadDocument over; returns an ImportReport.

    FileError for a file that belongs elsewhere (``only``: the one Translation it may belong to), PermissionDenied
    without the right. With ``dry_run`` nothing is written. One transaction, by ``segment_services``: what was there
    before stays in the history.
    """
    translation = translation_of(document)
    if only is not None and translation.pk != only.pk:
        raise FileError(_("The file belongs to “%(title)s”.") % {"title": translation.source.object_repr})
    check_right(user, translation)
    work = _Import(document, translation, overwrite)
    for unit in document.units:
        work.judge(unit)
    work.report.taken = len(work.texts)
    if work.texts and not dry_run:
        save_texts(translation=translation, texts=work.texts, user=user, origin=Origin.FILE)
    return work.report
