"""Writing segments: the only writer of translations' texts, one transaction each. No page is touched.

Every text that a segment gets, loses or is refused is kept as a SegmentVersion; that is their log.
"""

from bs4 import BeautifulSoup, NavigableString
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page
from wagtail_localize.models import String, StringSegment, StringTranslation, Translation, TranslationContext
from wagtail_localize.strings import StringValue, validate_translation_links

from cases_cms.core.turns import take_turn
from cases_cms.localization.board_signals import texts_changed
from cases_cms.localization.enums import Origin
from cases_cms.localization.errors import ConflictError, SegmentGoneError, SourceChangedError
from cases_cms.localization.flow import texts_written
from cases_cms.localization.models import SegmentVersion
from cases_cms.localization.rights import may_write
from cases_cms.localization.segments import CHANGED, read_version, segments, version_of

__all__ = [
    "ConflictError",
    "SegmentGoneError",
    "SourceChangedError",
    "clear_segment",
    "keep_former",
    "remember_all",
    "restore_version",
    "save_segment",
    "save_texts",
]

#: The longest text of a segment, in characters: what nobody writes is no text.
LONGEST = 100_000


def remember_all(translation, user, origin):
    """Keep all present texts of a translation as versions, before something else than these services writes them."""
    writer = Writer(translation, user, origin)
    for saved in StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    ).select_related("translation_of", "context", "last_translated_by"):
        writer.remember_former(saved.context.path, saved.translation_of.data, saved)


def check_right(user, translation):
    """Raise PermissionDenied unless the person works in the language; None is the machine itself."""
    if user is not None and not may_write(user, translation.target_locale_id):
        raise PermissionDenied


def normalize(text):
    """The text as it is stored: without NUL and blanks around it, tags closed as a parser understands them."""
    text = (text or "").replace("\x00", "").strip()[:LONGEST]
    if "<" not in text and "&" not in text:
        return text
    soup = BeautifulSoup(text, "html.parser")
    for string in soup.find_all(string=lambda found: type(found) is not NavigableString):
        string.extract()  # comments and the like, which browsers may read otherwise than we do
    return str(soup).strip()


def is_broken(source_text, text):
    """Whether wagtail-localize marks a translation as one with an error: tags or links that are not the source's."""
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(source_text, text)
    except ValueError:
        return True
    return False


class Writer:
    """Writes texts of one translation, each with its version; to be used inside a transaction."""

    def __init__(self, translation, user, origin, tool=""):
        self.translation, self.user, self.origin, self.tool = translation, user, origin, tool
        self.source, self.locale = translation.source, translation.target_locale

    def remember(self, path, source_text, text, origin=None, user=None):
        version = self.version(path, source_text, text, origin, user)
        version.save(force_insert=True)
        return version

    def version(self, path, source_text, text, origin=None, user=None):
        """The SegmentVersion of a text, unsaved."""
        user = user or self.user
        return SegmentVersion(
            object_id=self.source.object_id,
            path=path,
            language=self.locale.language_code,
            source_language=self.source.locale.language_code,
            source_text=source_text,
            text=text,
            origin=origin or self.origin,
            title=self.source.object_repr[:255],
            user=user,
            user_name=(user.get_full_name() or user.get_username())[:255] if user else self.tool[:255],
        )

    def remember_former(self, path, source_text, saved):
        """Keep a text that is about to be replaced, if it came another way than through here."""
        known = SegmentVersion.objects.filter(
            object_id=self.source.object_id,
            path=path,
            language=self.locale.language_code,
            source_text=source_text,
            text=saved.data,
        )
        if not known.exists():
            self.remember(path, source_text, saved.data, Origin.IMPORTED, saved.last_translated_by)

    @property
    def kind(self):
        """Who is said to have made the texts."""
        is_machine = self.origin == Origin.MACHINE
        return StringTranslation.TRANSLATION_TYPE_MACHINE if is_machine else StringTranslation.TRANSLATION_TYPE_MANUAL

    def write_new(self, segments):
        """Give segments that have none their texts, as ``write`` does one by one; returns how many.

        ``segments``: ``{(id of the context, id of the string): (StringSegment, text)}``. Four queries; no signals.
        """
        if not segments:
            return 0
        SegmentVersion.objects.bulk_create(
            self.version(segment.context.path, segment.string.data, text) for segment, text in segments.values()
        )
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of=segment.string,
                locale=self.locale,
                context=segment.context,
                data=text,
                translation_type=self.kind,
                tool_name=self.tool[:255],
                last_translated_by=self.user,
                has_error=is_broken(segment.string.data, text),
            )
            for segment, text in segments.values()
        )
        for segment, text in segments.values():
            if segment.context.path == "title":
                # As wagtail-localize does after it saved one.
                titled = Page.objects.filter(translation_key=self.source.object_id, locale=self.locale)
                titled.update(draft_title=text)
        texts_changed(self.source.object_id, self.locale.pk)
        return len(segments)

    def write(self, context, string, text):
        """Give a string its text in a context; "" takes it away. Returns whether anything changed."""
        saved = StringTranslation.objects.filter(translation_of=string, locale=self.locale, context=context).first()
        kind = self.kind
        if saved is None and not text:
            return False
        if saved is not None and saved.data == text and saved.translation_type == kind and not saved.has_error:
            return False
        if saved is not None and saved.data != text:
            self.remember_former(context.path, string.data, saved)
        self.remember(context.path, string.data, text)
        if not text:
            saved.delete()
            return True
        if saved is None:
            saved = StringTranslation(translation_of=string, locale=self.locale, context=context)
        saved.data, saved.translation_type, saved.tool_name = text, kind, self.tool[:255]
        saved.last_translated_by, saved.has_error, saved.field_error = self.user, False, ""
        saved.save()  # marks a text with broken tags itself
        return True


def _begin(translation):
    """The translation, locked: who saves a segment of it after us sees what we saved."""
    take_turn()
    return (
        Translation.objects.select_related("source__locale", "target_locale")
        .select_for_update(of=("self",))
        .get(pk=translation.pk)
    )


def _one(translation, pk):
    return next((segment for segment in segments(translation, {pk}) if segment.pk == pk), None)


def _keep_for_former_source(writer, version, text):
    """A text whose segment is gone is kept as the translation of what its source said."""
    known = read_version(version)
    context = known and TranslationContext.objects.filter(pk=known[0], object=writer.source.object_id).first()
    string = context and String.objects.filter(pk=known[1], locale=writer.source.locale).first()
    if string is None:
        raise SegmentGoneError
    if text:
        writer.write(context, string, text)
    now = segments(writer.translation, set())
    own = [segment for segment in now if segment.context_id == context.pk and segment.string_id == string.pk]
    place = [segment for segment in now if segment.context_id == context.pk]
    after = [segment for segment in place if segment.former and segment.former.source == string.data]
    only = place if len(place) == 1 else []
    return own, next(iter([*after, *only]), None)


def save_segment(*, translation, segment_id, text, user, version, origin=Origin.TYPED, force=False, tool=""):
    """Give a segment its text ("" takes it away); returns the Segment.

    ``version`` is the Segment's that the person saw. If somebody else saved since, the text is kept as a version and
    ConflictError is raised, unless ``force``. If the source changed, it is kept with the former source and
    SourceChangedError is raised. Must not be called in a transaction that the error would undo.
    """
    check_right(user, translation)
    text = normalize(text)
    with transaction.atomic():
        translation = _begin(translation)
        writer = Writer(translation, user, origin, tool)
        segment = (
            StringSegment.objects.filter(pk=segment_id, source=translation.source)
            .select_related("string", "context")
            .first()
        )
        if segment is None:
            own, current = _keep_for_former_source(writer, version, text)
            if own:  # the same text at another place of the page: nothing has changed for the translator
                return _one(translation, own[0].pk)
            conflict = SourceChangedError(current)
        else:
            conflict = None
            saved = StringTranslation.objects.filter(
                translation_of=segment.string, locale=translation.target_locale, context=segment.context
            ).first()
            present = saved.data if saved else ""
            is_stale = version != version_of(segment.context_id, segment.string_id, segment.order, present)
            if is_stale and not force and text != present:
                if text:
                    writer.remember(segment.context.path, segment.string.data, text, Origin.CONFLICT)
                if saved:
                    writer.remember_former(segment.context.path, segment.string.data, saved)
                conflict = ConflictError(_one(translation, segment.pk))
            else:
                if writer.write(segment.context, segment.string, text):
                    texts_written(translation, user)
    if conflict is not None:
        raise conflict
    return _one(translation, segment.pk)


def clear_segment(*, translation, segment_id, user, version, force=False):
    """Take a segment's text away; it stays in the history. Returns the Segment, raises as ``save_segment``."""
    return save_segment(
        translation=translation, segment_id=segment_id, text="", user=user, version=version, force=force
    )


@transaction.atomic
def save_texts(*, translation, texts, user, origin, tool="", overwrite=True):
    """Give many segments their texts: ``{primary key of a StringSegment: stored text}``; returns how many changed.

    Unknown keys are left out. Without ``overwrite`` only segments that have no text get one.
    """
    check_right(user, translation)
    translation = _begin(translation)
    writer = Writer(translation, user, origin, tool)
    changed, new, written = 0, {}, set()
    present = set(
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id, locale=translation.target_locale
        ).values_list("context_id", "translation_of_id")
    )
    for segment in (
        StringSegment.objects.filter(source=translation.source, pk__in=texts)
        .select_related("string", "context")
        .order_by("order", "pk")
    ):
        place, text = (segment.context_id, segment.string_id), normalize(texts[segment.pk])
        if place in present and not overwrite:
            continue
        if place not in present and place not in written:
            if text:
                new[place] = (segment, text)
                written.add(place)
            continue
        # The same string twice at one place has one translation: the later text replaces the earlier.
        changed += writer.write_new(new)
        new = {}
        changed += writer.write(segment.context, segment.string, text)
    changed += writer.write_new(new)
    if changed:
        texts_written(translation, user)
    return changed


@transaction.atomic
def keep_former(*, translation, user, segment_ids=None, origin=Origin.KEPT):
    """“Still right”: segments whose source changed take over their former translations; returns how many did.

    ``segment_ids``: some of them; all of the page without.
    """
    check_right(user, translation)
    translation = _begin(translation)
    writer = Writer(translation, user, origin)
    kept = 0
    for segment in segments(translation, set()):
        if segment.state == CHANGED and (segment_ids is None or segment.pk in segment_ids):
            former = StringTranslation.objects.get(pk=segment.former.pk)
            writer.origin = (
                Origin.MACHINE
                if origin == Origin.MINOR and former.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
                else origin
            )
            context = TranslationContext.objects.get(pk=segment.context_id)
            kept += writer.write(context, String.objects.get(pk=segment.string_id), former.data)
    if kept and user is not None:  # a minor edit is nobody's work: what is in review stays there
        texts_written(translation, user)
    return kept


def restore_version(*, translation, segment_id, version_id, user, version, force=False):
    """Give a segment a text of its history; returns the Segment, raises as ``save_segment``.

    Raises SegmentVersion.DoesNotExist for a version of another segment or language.
    """
    check_right(user, translation)
    segment = StringSegment.objects.filter(pk=segment_id, source=translation.source).select_related("context").first()
    if segment is None:
        raise SegmentGoneError
    kept = SegmentVersion.objects.get(
        pk=version_id,
        object_id=translation.source.object_id,
        path=segment.context.path,
        language=translation.target_locale.language_code,
    )
    return save_segment(
        translation=translation,
        segment_id=segment_id,
        text=kept.text,
        user=user,
        version=version,
        origin=Origin.RESTORED,
        force=force,
    )
