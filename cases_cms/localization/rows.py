"""Keeps the board's rows and cells equal to the things they are about; the one place that computes a state.

``refresh`` is called in the transaction of what changes a thing, ``refresh_cell`` by the services of the flow.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Locale, Page

from cases_cms.collection.models import EditionPage
from cases_cms.core.gathering import postpone
from cases_cms.core.turns import take_turn
from cases_cms.localization.enums import CellState, Stage
from cases_cms.localization.models import BoardCell, BoardRow, SegmentComment
from cases_cms.localization.progress import Progress, Segments
from cases_cms.localization.texts import hash_strings, strings_of, strings_of_sources, word_count
from cases_cms.localization.things import all_keys, is_thing, kind_of, things

CHUNK = 200

ROW_FIELDS = (
    "object_pk",
    "locale_id",
    "source_id",
    "kind",
    "title",
    "year",
    "path",
    "is_public",
    "text_hash",
    "segments",
    "words",
)
CELL_FIELDS = (
    "translation_id",
    "target_pk",
    "is_public",
    "segments",
    "translated",
    "changed",
    "words_left",
    "questions",
    "state",
)
#: What people decided; changed here only where what exists is adopted, or its page is gone.
DECIDED = ("stage", "approved_hash", "approved_at")


# --- Finding them ----------------------------------------------------------------------


def row_of(instance):
    """The BoardRow of a page or snippet in any language; None for what has none. Made if it is missing."""
    model = ContentType.objects.get_for_model(instance.get_translation_model())
    identity = {"content_type": model, "object_id": instance.translation_key}
    row = BoardRow.objects.filter(**identity).first()
    specific = instance.specific_class if isinstance(instance, Page) else type(instance)
    if row is None and specific is not None and is_thing(specific):
        refresh([instance.translation_key])
        row = BoardRow.objects.filter(**identity).first()
    return row


def cell_of(instance, locale):
    """The BoardCell of a page or snippet in ``locale``; None if it has none, or was written in that language."""
    row = row_of(instance)
    if row is None or row.locale_id == locale.pk:
        return None
    cell = row.cells.filter(locale=locale).first()
    if cell is None:
        refresh([row.object_id])
        cell = row.cells.filter(locale=locale).first()
    return cell


# --- The state -------------------------------------------------------------------------


def state_of(cell, row):
    """The CellState of ``cell`` from what is in it and its ``row``."""
    if cell.same_on_purpose:
        return CellState.SAME_ON_PURPOSE
    if not cell.translation_id and not cell.target_pk:
        return CellState.MISSING
    if cell.stage == Stage.REVIEW:
        return CellState.IN_REVIEW
    if cell.approved_hash:
        if cell.approved_hash != row.text_hash:
            return CellState.OUT_OF_DATE
        if cell.stage == Stage.APPROVED:
            return CellState.CURRENT
    return CellState.IN_PROGRESS if cell.translated else CellState.NOT_STARTED


def _fill(cell, row, progress, questions):
    """Put numbers and state into ``cell``; ``progress`` is None as long as nothing was handed over."""
    if progress is None:
        progress = Progress(row.segments, 0, 0, row.words)
    for name in ("segments", "translated", "changed", "words_left"):
        setattr(cell, name, getattr(progress, name))
    cell.questions = questions
    cell.state = state_of(cell, row)


def refresh_cell(cell):
    """Compute the numbers and the state of ``cell`` anew, from its decisions as the given object has them; saves it.

    Returns it. The same few queries whatever its length.
    """
    row = cell.row
    progress = None
    if cell.translation_id and row.source_id:
        segments = Segments.load([row.source], cell.locale_id)
        progress = segments.progress(row.source, cell.locale_id)
    questions = _questions([row.pk]).get((row.pk, cell.locale_id), 0)
    _fill(cell, row, progress, questions)
    cell.save(update_fields=[name.removesuffix("_id") for name in CELL_FIELDS])
    return cell


def _questions(row_ids):
    """``{(row id, locale id): open questions}``; one query."""
    return {
        (row_id, locale_id): count
        for row_id, locale_id, count in SegmentComment.objects.filter(
            row_id__in=row_ids, is_question=True, parent__isnull=True, resolved_at__isnull=True
        )
        .order_by()
        .values_list("row_id", "locale_id")
        .annotate(count=Count("pk"))
    }


# --- Rows ------------------------------------------------------------------------------


def _reference_strings(found):
    """``{identity: [(path, text)]}``: the reference text of each Thing."""
    strings, handed_over, loaded = {}, {}, defaultdict(list)
    for thing in found:
        if thing.origin.live or thing.source is None:
            loaded[thing.origin.model].append(thing)
        else:
            handed_over[thing.source.pk] = thing
    for pk, texts in strings_of_sources(list(handed_over)).items():
        strings[handed_over[pk].identity] = texts
    for model, group in loaded.items():
        instances = model._default_manager.in_bulk([thing.origin.pk for thing in group])
        for thing in group:
            instance = instances.get(thing.origin.pk)
            if instance is None:
                continue
            if not thing.origin.live:
                instance = instance.get_latest_revision_as_object()
            strings[thing.identity] = strings_of(instance)
    return strings


def _wanted_rows(found, rows, texts):
    """The BoardRows that ``found`` should have, unsaved; those of ``rows`` keep their numbers without ``texts``."""
    editions = dict(EditionPage.objects.order_by().values_list("path", "year"))
    steplen = Page.steplen
    unread = found if texts else [thing for thing in found if thing.identity not in rows]
    strings = _reference_strings(unread)
    for thing in found:
        origin = thing.origin
        above = (origin.path[:end] for end in range(len(origin.path), 0, -steplen))
        row = BoardRow(
            content_type_id=thing.content_type_id,
            object_id=thing.object_id,
            object_pk=str(origin.pk),
            locale_id=origin.locale_id,
            source_id=thing.source.pk if thing.source else None,
            kind=kind_of(origin.model)[:40],
            title=origin.title[:255],
            year=next((editions[path] for path in above if path in editions), None),
            path=origin.path,
            is_public=origin.live,
        )
        if thing.identity in strings:
            own = strings[thing.identity]
            row.text_hash = hash_strings(own)
            row.segments = len(own)
            row.words = sum(word_count(text) for _path, text in own)
        elif thing.identity in rows:
            for name in ("text_hash", "segments", "words"):
                setattr(row, name, getattr(rows[thing.identity], name))
        yield thing, row


def _differs(one, other, names):
    return any(getattr(one, name) != getattr(other, name) for name in names)


def _names(fields):
    return [name.removesuffix("_id") for name in fields]


def _sync_rows(found, object_ids, texts):
    """Make the rows equal to the things; returns ``[(thing, row)]``."""
    present = {(row.content_type_id, row.object_id): row for row in BoardRow.objects.filter(object_id__in=object_ids)}
    now, pairs, new, changed = timezone.now(), [], [], []
    for thing, wanted in _wanted_rows(found, present, texts):
        row = present.pop(thing.identity, None)
        if row is None:
            wanted.changed_at = now
            new.append(wanted)
            row = wanted
        elif _differs(row, wanted, ROW_FIELDS):
            if row.text_hash != wanted.text_hash:
                row.changed_at = now
            for name in ROW_FIELDS:
                setattr(row, name, getattr(wanted, name))
            changed.append(row)
        row.source = thing.source
        pairs.append((thing, row))
    if present:
        BoardRow.objects.filter(pk__in=[row.pk for row in present.values()]).delete()
    BoardRow.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=[*_names(ROW_FIELDS), "changed_at"],
    )
    BoardRow.objects.bulk_update(changed, [*_names(ROW_FIELDS), "changed_at"])
    return pairs


# --- Cells -----------------------------------------------------------------------------


def _says(target, expected):
    """Whether the published ``target`` has exactly the texts ``{path: [text]}``."""
    texts = defaultdict(list)
    for path, text in strings_of(target.model._default_manager.get(pk=target.pk)):
        texts[path].append(text)
    return texts == expected


def _adopt(cell, thing, segments, *, is_new, published):
    """Take what is published as approved, if it says all of the text that was handed over.

    So begin cells of what was there before the board; later, what somebody with that right published by hand counts.
    """
    target = thing.versions.get(cell.locale_id)
    if cell.stage == Stage.REVIEW or target is None or not target.live or not cell.segments:
        return
    if cell.translated < cell.segments or not (is_new or published):
        return
    if cell.approved_hash and not _says(target, segments.expected(thing.source, cell.locale_id)):
        return
    cell.approved_hash = segments.hash_of(thing.source)
    cell.stage, cell.approved_at = Stage.APPROVED, cell.approved_at or timezone.now()


def _wanted_cell(cell, row, thing, segments, questions, published):
    """Fill ``cell`` as the things say."""
    target = thing.versions.get(cell.locale_id)
    translation = thing.translations.get(cell.locale_id)
    if translation is not None and not translation.enabled and target is None:
        translation = None
    cell.row = row
    cell.translation_id = translation.pk if translation else None
    cell.target_pk = str(target.pk) if target else ""
    cell.is_public = bool(target and target.live)
    if target is None and (cell.approved_hash or cell.stage == Stage.APPROVED):
        cell.stage, cell.approved_hash, cell.approved_at = Stage.TRANSLATING, "", None
    progress = segments.progress(thing.source, cell.locale_id) if translation else None
    open_questions = questions.get((row.pk, cell.locale_id), 0)
    _fill(cell, row, progress, open_questions)
    if translation is not None:
        _adopt(cell, thing, segments, is_new=cell.pk is None, published=cell.locale_id in published)
        cell.state = state_of(cell, row)


def _sync_cells(pairs, published):
    """Make the cells of ``[(thing, row)]`` equal to the things."""
    locale_ids = list(Locale.objects.order_by("pk").values_list("pk", flat=True))
    row_ids = [row.pk for _thing, row in pairs]
    present = {(cell.row_id, cell.locale_id): cell for cell in BoardCell.objects.filter(row_id__in=row_ids)}
    segments = Segments.load([thing.source for thing, _row in pairs if thing.source])
    questions = _questions(row_ids)
    new, changed, decided = [], [], []
    for thing, row in pairs:
        for locale_id in locale_ids:
            if locale_id == row.locale_id:
                continue
            cell = present.pop((row.pk, locale_id), None)
            if cell is None:
                cell = BoardCell(row=row, locale_id=locale_id)
                _wanted_cell(cell, row, thing, segments, questions, published)
                new.append(cell)
                continue
            before = [getattr(cell, name) for name in CELL_FIELDS]
            decisions = [getattr(cell, name) for name in DECIDED]
            _wanted_cell(cell, row, thing, segments, questions, published)
            if before != [getattr(cell, name) for name in CELL_FIELDS]:
                changed.append(cell)
            if decisions != [getattr(cell, name) for name in DECIDED]:
                decided.append(cell)
    if present:
        BoardCell.objects.filter(pk__in=[cell.pk for cell in present.values()]).delete()
    BoardCell.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["row", "locale"], update_fields=_names(CELL_FIELDS)
    )
    BoardCell.objects.bulk_update(changed, _names(CELL_FIELDS))
    BoardCell.objects.bulk_update(decided, DECIDED)


@transaction.atomic
def refresh(object_ids, *, texts=True, published=()):
    """Make rows and cells of the things with these translation keys equal to what there is now.

    In the caller's transaction. ``texts=False`` leaves the reference texts unread: then the number of queries does not
    depend on the number of things. ``published``: ids of Locales whose versions have just been published by hand.
    """
    take_turn()  # or what is written here could undo what the flow decides at the same moment
    object_ids = list({*object_ids})
    for start in range(0, len(object_ids), CHUNK):
        chunk = object_ids[start : start + CHUNK]
        _sync_cells(_sync_rows(things(chunk), chunk, texts), published)


def follow(object_ids):
    """``refresh`` with the texts; while many pages are written (core.gathering) once, for all of them."""
    if not postpone(refresh, object_ids):
        refresh(object_ids)


def follow_published(object_id, locale_id):
    """``refresh`` of a thing that was published by hand in a language; put off as by ``follow``."""
    if not postpone(_refresh_published, [(object_id, locale_id)]):
        refresh([object_id], published={locale_id})


def _refresh_published(pairs):
    languages, things_of = defaultdict(set), defaultdict(list)
    for object_id, locale_id in pairs:
        languages[object_id].add(locale_id)
    for object_id, published in languages.items():
        things_of[frozenset(published)].append(object_id)
    for published, object_ids in things_of.items():
        refresh(object_ids, published=published)


def rebuild(progress=iter):
    """Build the board anew, some things a transaction; returns the number of things. It can be interrupted.

    ``progress`` wraps the list of chunks, as tqdm does.
    """
    keys = sorted(all_keys() | set(BoardRow.objects.order_by().values_list("object_id", flat=True)))
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    for chunk in progress(chunks):
        refresh(chunk)
    return BoardRow.objects.count()
