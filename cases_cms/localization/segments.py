"""The segments of a translation as people work on them, over wagtail-localize's tables.

Texts are as wagtail-localize stores them (``StringValue.data``): entities escaped, tags without attributes but for the
``id`` of links, ``<br>`` for a new line.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.safestring import SafeString
from rapidfuzz import fuzz
from wagtail_localize.models import StringSegment, StringTranslation, TemplateSegment

from cases_cms.localization.diffs import plain, word_diff
from cases_cms.localization.finding import Finding
from cases_cms.localization.findings import check
from cases_cms.localization.models import SegmentComment, SegmentVersion
from cases_cms.localization.places import LINK, Limit, Namer, roles_of_template

MISSING, CHANGED, MACHINE, DONE, ERROR = "missing", "changed", "machine", "done", "error"

#: Per cent of likeness from which a text of a rich text's former state is the former text of a new one.
LIKE_ENOUGH = 50


@dataclass(frozen=True)
class Former:
    """What a segment's source said before, its translation, and the difference of the sources as HTML."""

    source: str
    text: str
    diff: SafeString
    pk: int = 0


@dataclass(frozen=True)
class Segment:
    """One text to translate. ``text`` is "" while the state is missing or changed: what ``former`` has is a draft.

    ``version`` names what was read, for ``segment_services.save_segment``.
    """

    pk: int
    path: str
    order: int
    source: str
    text: str = ""
    state: str = MISSING
    is_rich: bool = False
    section: str = ""
    field: str = ""
    block: str = ""
    role: str = "text"
    limit: Limit | None = None
    former: Former | None = None
    version: str = ""
    findings: tuple[Finding, ...] = ()
    comments: int = 0
    error: str = ""
    translated_by: str = ""
    updated_at: datetime | None = None
    context_id: int = 0
    string_id: int = 0


def version_of(context_id, string_id, order, text):
    """Names a segment and the text it has; a segment whose source changed is still found by it (``read_version``)."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:16] if text else "0"
    return f"{context_id}-{string_id}-{order}-{digest}"


def read_version(version):
    """``(context id, string id)`` of a version, or None for what is none."""
    parts = str(version or "").split("-")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts[:3]):
        return None
    return int(parts[0]), int(parts[1])


class _Loaded:
    """All that a translation's segments are made of; the same queries for one segment as for a hundred."""

    def __init__(self, translation):
        self.translation = translation
        self.source = translation.source
        self.locale = translation.target_locale
        self.strings = list(
            StringSegment.objects.filter(source=self.source).select_related("string", "context").order_by("order", "pk")
        )
        contexts = {segment.context_id for segment in self.strings}
        self.own, self.others = {}, defaultdict(list)
        current = {(segment.context_id, segment.string_id) for segment in self.strings}
        for saved in (
            StringTranslation.objects.filter(context__object_id=self.source.object_id, locale=self.locale)
            .select_related("translation_of", "last_translated_by")
            .order_by("-updated_at", "-pk")
        ):
            if (saved.context_id, saved.translation_of_id) in current:
                self.own[saved.context_id, saved.translation_of_id] = saved
            elif saved.context_id in contexts:
                self.others[saved.context_id].append(saved)
        self.templates = {
            segment.context_id: segment.template.template
            for segment in TemplateSegment.objects.filter(source=self.source).select_related("template")
        }
        self.comments = Counter(
            SegmentComment.objects.filter(
                row__object_id=self.source.object_id, locale=self.locale, resolved_at=None, parent=None
            ).values_list("path", "source_text")
        )
        self.formers = self._find_formers()

    def _find_formers(self):
        """``{pk of a segment: StringTranslation}`` of the segments whose source changed.

        A plain field has the latest; the texts of a rich text, which share a path, each have the one most like them.
        """
        found, waiting = {}, defaultdict(list)
        for segment in self.strings:
            if (segment.context_id, segment.string_id) not in self.own and self.others[segment.context_id]:
                waiting[segment.context_id].append(segment)
        for context_id, segments in waiting.items():
            candidates = self.others[context_id]
            if context_id not in self.templates:
                found.update((segment.pk, candidates[0]) for segment in segments)
                continue
            likeness = []
            for segment in segments:
                text = plain(segment.string.data).lower()
                for age, candidate in enumerate(candidates):
                    score = fuzz.ratio(text, plain(candidate.translation_of.data).lower(), score_cutoff=LIKE_ENOUGH)
                    if score:
                        likeness.append((-score, age, segment.order, segment.pk, candidate))
            taken = set()
            for _score, _age, _order, pk, candidate in sorted(likeness, key=lambda pair: pair[:4]):
                if pk not in found and candidate.pk not in taken:
                    found[pk] = candidate
                    taken.add(candidate.pk)
        return found

    def build(self):
        """The Segments, in order, without findings."""
        model = self.source.specific_content_type.model_class()
        namer = Namer(model, [segment.context.path for segment in self.strings])
        positions, result = Counter(), []
        places = {}
        for segment in self.strings:
            context = segment.context
            if context.pk not in places:
                places[context.pk] = namer.place(context.path, context.field_path)
            place, role = places[context.pk], places[context.pk].role
            template = self.templates.get(context.pk)
            if template is not None:
                roles = roles_of_template(template)
                role = roles[positions[context.pk]] if positions[context.pk] < len(roles) else role
                if segment.string.data.startswith("<a ") and segment.string.data.endswith("</a>"):
                    role = LINK if role == "text" and segment.string.data.count("<a ") == 1 else role
                positions[context.pk] += 1
            saved = self.own.get((context.pk, segment.string_id))
            made = Segment(
                pk=segment.pk,
                path=context.path,
                order=segment.order,
                source=segment.string.data,
                is_rich=template is not None,
                section=place.section,
                field=place.field,
                block=place.block,
                role=role,
                limit=place.limit,
                comments=self.comments[context.path, segment.string.data],
                version=version_of(context.pk, segment.string_id, segment.order, saved.data if saved else ""),
                context_id=context.pk,
                string_id=segment.string_id,
            )
            result.append(self._with_text(made, saved, self.formers.get(segment.pk)))
        return result

    def _with_text(self, segment, saved, former):
        """The segment with its translation, or what is left of the one before its source changed."""
        if saved is None and former is None:
            return segment
        if saved is None:
            before = former.translation_of.data
            return replace(
                segment,
                state=CHANGED,
                former=Former(before, former.data, word_diff(before, segment.source), former.pk),
                comments=segment.comments or self.comments[segment.path, before],
            )
        error = ""
        if saved.has_error:
            error = saved.get_error() or saved.field_error or ""
        is_machine = saved.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE
        user = saved.last_translated_by
        return replace(
            segment,
            text=saved.data,
            state=ERROR if saved.has_error else MACHINE if is_machine else DONE,
            error=str(error),
            translated_by=(user.get_full_name() or user.get_username()) if user else saved.tool_name,
            updated_at=saved.updated_at,
        )


def segments(translation, findings_of=None):
    """``[Segment]`` of a translation in the order of the page; a fixed number of queries.

    ``findings_of``: primary keys of the segments that are checked; all of them without.
    """
    source_language = translation.source.locale.language_code
    language = translation.target_locale.language_code
    return [
        replace(
            segment,
            findings=tuple(check(segment.source, segment.text, source_language, language, limit=segment.limit)),
        )
        if segment.text and (findings_of is None or segment.pk in findings_of)
        else segment
        for segment in _Loaded(translation).build()
    ]


def history(*, translation, segment):
    """The SegmentVersions of a segment's place, latest first; of a rich text, those of this text and its former one."""
    found = SegmentVersion.objects.filter(
        object_id=translation.source.object_id,
        path=segment.path,
        language=translation.target_locale.language_code,
    ).select_related("user")
    if segment.is_rich:
        sources = [segment.source, *([segment.former.source] if segment.former else [])]
        found = found.filter(source_text__in=sources)
    return found.order_by("-created_at", "-pk")
