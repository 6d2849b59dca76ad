"""Whether every page is there in every language, says what the latest draft says, and is approved."""

import json
from functools import cache

from wagtail.fields import StreamField
from wagtail_localize.fields import TranslatableField, get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation

from cases_cms.core.told import gettext as _
from cases_cms.core.told import ngettext
from cases_cms.localization.enums import Stage
from cases_cms.release.readiness import kinds
from cases_cms.release.readiness.loading import is_current
from cases_cms.release.readiness.uses import stream_of


@cache
def _text_fields(model):
    """``[(name, kind)]`` of what translators translate in a model: kind is a child's model, "stream" or "text"."""
    found = []
    for declared in get_translatable_fields(model):
        if not isinstance(declared, TranslatableField):
            continue
        field = model._meta.get_field(declared.field_name)
        if field.one_to_many:
            found.append((declared.field_name, field.related_model))
        else:
            found.append((declared.field_name, "stream" if isinstance(field, StreamField) else "text"))
    return found


def _words(value):
    """The texts in the stored value of a StreamField; numbers are pictures and pages, which have none."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return [word for item in value if (word := _words(item))]
    if isinstance(value, dict):
        return {name: word for name, item in value.items() if name != "id" and (word := _words(item))}
    return None


def texts_in(model, content):
    """What of a stored content is text for translators, in comparable form. No query."""
    found = {}
    for name, kind in _text_fields(model):
        value = content.get(name)
        if kind == "stream":
            found[name] = _words(stream_of(value))
        elif kind == "text":
            found[name] = value or ""
        else:
            found[name] = [texts_in(kind, child) for child in value or () if isinstance(child, dict)]
    return found


def find_newer(edition):
    """Keys of the Subjects whose latest draft has another text than what translators were given. No query."""
    newer = set()
    for subject in edition.subjects.values():
        stored = edition.handed_over.get(subject.row.source_id) if subject.row else None
        if stored is None or subject.source.content is None:
            continue
        if texts_in(subject.model, subject.source.content) != texts_in(subject.model, json.loads(stored)):
            newer.add(subject.key)
    return newer


def _first_segments(cells):
    """``{cell pk: pk of its first text that has no translation}``. Two queries, none without cells."""
    sources = {cell.row.source_id: cell.row.object_id for cell in cells if cell.row.source_id}
    if not sources:
        return {}
    done = set(
        StringTranslation.objects.filter(context__object_id__in=list(sources.values()), has_error=False)
        .exclude(data="")
        .values_list("locale_id", "context_id", "translation_of_id")
    )
    segments = {}
    for pk, source_id, context_id, string_id in (
        StringSegment.objects.filter(source_id__in=list(sources))
        .order_by("source_id", "order", "pk")
        .values_list("pk", "source_id", "context_id", "string_id")
    ):
        segments.setdefault(source_id, []).append((pk, context_id, string_id))
    return {
        cell.pk: next(
            (
                pk
                for pk, context_id, string_id in segments.get(cell.row.source_id, ())
                if (cell.locale_id, context_id, string_id) not in done
            ),
            None,
        )
        for cell in cells
    }


def segments_of_fields(wanted):
    """``{(source id, field): pk of its first text}``. One query, none without ``wanted``."""
    found = {}
    if wanted:
        for pk, source_id, path in (
            StringSegment.objects.filter(
                source_id__in={source for source, _field in wanted},
                context__path__in={name for _source, name in wanted},
            )
            .order_by("-order", "-pk")
            .values_list("pk", "source_id", "context__path")
        ):
            found[source_id, path] = pk
    return found


def _state(subject, locale_id, newer):
    """``(kind, message)`` of what keeps a language of a Subject from being ready, or None."""
    version, cell, row = subject.versions.get(locale_id), subject.cells.get(locale_id), subject.row
    if cell is not None and cell.same_on_purpose:
        return None
    if version is None:
        return kinds.MISSING, _("There is no page in this language yet.")
    if cell is None or row is None:
        return kinds.NOT_APPROVED, _("The translation board does not know this page.")
    if cell.approved_hash and cell.approved_hash != row.text_hash:
        return kinds.OUTDATED, _("The original has changed since this was approved.")
    if subject.key in newer:
        return kinds.OUTDATED, _(
            "The original's latest draft says something new. Translators get it when that draft is approved."
        )
    left = cell.segments - cell.translated
    if cell.translation_id and left > 0:
        sentence = ngettext(
            "%(left)s of %(all)s texts is not translated.", "%(left)s of %(all)s texts are not translated.", left
        )
        return kinds.UNFINISHED, sentence % {"left": left, "all": cell.segments}
    if is_current(cell, row):
        return None
    if cell.stage == Stage.REVIEW:
        return kinds.NOT_APPROVED, _("The translation waits for its review.")
    return kinds.NOT_APPROVED, _("The translation is complete, but nobody has approved it.")


def _source_finding(subject, make):
    source = subject.source
    if source.is_approved:
        return
    if source.content is None:
        message = _("There is no draft to approve: save the page once.")
    elif source.live:
        message = _("The latest draft has changes that are not approved.")
    else:
        message = _("The latest draft is not approved for the release.")
    yield make(kinds.NOT_APPROVED, message, subject, source)


def check_translations(edition, make, addresses):
    """Findings of what is missing, unfinished, out of date or not approved; two queries at most."""
    newer = find_newer(edition)
    found = []
    for subject in edition.subjects.values():
        yield from _source_finding(subject, make)
        for locale_id, code in edition.languages.items():
            if locale_id == subject.source.locale_id:
                continue
            state = _state(subject, locale_id, newer)
            if state is not None:
                found.append((subject, locale_id, code, state))
    open_cells = []
    for subject, locale_id, _code, (kind, _message) in found:
        cell = subject.cells.get(locale_id)
        if kind == kinds.OUTDATED and subject.key in newer:
            continue  # that is mended in the original
        if cell is not None and cell.translation_id and kind in (kinds.UNFINISHED, kinds.OUTDATED):
            cell.row = subject.row
            open_cells.append(cell)
    segments = _first_segments(open_cells)
    for subject, locale_id, code, (kind, message) in found:
        cell, version = subject.cells.get(locale_id), subject.versions.get(locale_id)
        if kind == kinds.MISSING or version is None:
            url = addresses.board(subject.source.title, code)
        elif kind == kinds.OUTDATED and subject.key in newer:
            url = addresses.page(subject.source.pk)
        elif cell is not None and cell.translation_id:
            url = addresses.translation(cell.translation_id, segments.get(cell.pk))
        else:
            url = addresses.page(version.pk)
        yield make(kind, message, subject, version, language=code, url=url)
