"""The catalogue: one narrow row per case and visitor's language, and the one door to the public.

``compute`` says what the rows should be, from the pages alone; ``sync`` makes the tables equal to it for some
cases; ``rebuild`` and ``find_differences`` do so for all. Every public list reads the tables, none the pages.
"""

import logging
from contextlib import contextmanager
from dataclasses import fields

from django.db import transaction
from django.db.models import Q

from cases_cms.collection.catalogue_rows import ENTRY_FIELDS, TEXT_FIELDS, Row, compute, stored
from cases_cms.collection.indexing import index, unindex
from cases_cms.collection.models import (
    CasePage,
    CatalogueChange,
    CatalogueEntry,
    CatalogueText,
    CatalogueValue,
)
from cases_cms.core.gathering import postpone
from cases_cms.core.memory import stamps, touch
from cases_cms.core.turns import take_turn
from cases_cms.core.visibility import is_irrelevant

logger = logging.getLogger(__name__)

CHUNK = 200
#: The stamp of what is in the tables (core.memory); entries that one change names, and rows that tell of changes.
STAMP = "catalogue"
#: The form of the rows; raise it where a migration changes it, and ``migrate`` fills the tables anew.
FORM, FORM_STAMP = "2", "catalogue-form"
MAX_NAMED = 1_000
MAX_REMEMBERED = 10_000


# --- Making the tables equal to it -----------------------------------------------------


def _write(rows, present):
    """Store ``rows``, ``present`` as before; returns their CatalogueEntries with their texts attached."""
    entries = CatalogueEntry.objects.bulk_create(
        [CatalogueEntry(**{name: getattr(row, name) for name in ENTRY_FIELDS}) for row in rows],
        update_conflicts=True,
        unique_fields=["case_key", "language"],
        update_fields=[name for name in ENTRY_FIELDS if name not in ("case_key", "language")],
    )
    pairs = list(zip(entries, rows, strict=True))
    others = [
        (entry, row)
        for entry, row in pairs
        if row.values != (present[row.identity][1].values if row.identity in present else ())
    ]
    CatalogueValue.objects.filter(entry__in=[entry.pk for entry, row in others if row.identity in present]).delete()
    CatalogueValue.objects.bulk_create(
        CatalogueValue(entry=entry, facet=facet, value=value) for entry, row in others for facet, value in row.values
    )
    texts = [CatalogueText(entry=entry, **{name: getattr(row, name) for name in TEXT_FIELDS}) for entry, row in pairs]
    CatalogueText.objects.bulk_create(
        texts, update_conflicts=True, unique_fields=["entry"], update_fields=list(TEXT_FIELDS)
    )
    for entry, text in zip(entries, texts, strict=True):
        entry.text = text
    return entries


def say_changed(keys=()):
    """Leave a new stamp, and which entries it is about; without any, or where they are too many to name, all are."""
    stamp = touch(STAMP)
    named = keys if 0 < len(keys) <= MAX_NAMED else [None]
    rows = CatalogueChange.objects.bulk_create(CatalogueChange(stamp=stamp, entry_id=key) for key in named)
    CatalogueChange.objects.filter(pk__lt=rows[-1].pk - MAX_REMEMBERED).delete()


def sync(case_keys):
    """Make the rows of the cases ``case_keys`` (translation keys) equal to their pages; returns rows changed.

    Runs in the caller's transaction, so that a change, its rows and what finds them by words are seen together or not
    at all. While many pages are written (core.gathering) it is done once, for all of them.
    """
    case_keys = list(case_keys)
    return 0 if not case_keys or postpone(sync, case_keys) else _sync_now(case_keys)


@transaction.atomic
def _sync_now(case_keys):
    take_turn()
    wanted, present = compute(case_keys), stored(case_keys)
    gone = [entry for identity, (entry, _row) in present.items() if identity not in wanted]
    changed = [row for identity, row in wanted.items() if identity not in present or present[identity][1] != row]
    if not gone and not changed:
        return 0
    keys = [entry.pk for entry in gone]
    if gone:
        unindex(gone)
        CatalogueEntry.objects.filter(pk__in=keys).delete()
    if changed:
        entries = _write(changed, present)
        index(entries)
        keys += [entry.pk for entry in entries]
    say_changed(keys)
    return len(keys)


@transaction.atomic
def remove_language(language):
    """Remove the list of a language that is gone."""
    take_turn()
    entries = list(CatalogueEntry.objects.in_language(language))
    if entries:
        unindex(entries)
        CatalogueEntry.objects.in_language(language).delete()
        say_changed([entry.pk for entry in entries])


def keys_below(path):
    """Translation keys of the cases at or below the tree path ``path``."""
    return set(CasePage.objects.filter(path__startswith=path).order_by().values_list("translation_key", flat=True))


@contextmanager
def saving_page(page, update_fields=None):
    """Save ``page`` and the rows that depend on it in one transaction."""
    with transaction.atomic():
        take_turn()
        yield
        if not is_irrelevant(update_fields):
            keys = {page.translation_key} if isinstance(page, CasePage) and page.is_leaf() else keys_below(page.path)
            sync(keys)


def _sync_below(paths):
    """Sync the cases below any of ``paths``; parents before what is below them."""
    tops = []
    for path in sorted(paths):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    below = Q(pk__in=[])
    for path in tops:
        below |= Q(path__startswith=path)
    sync(set(CasePage.objects.filter(below).order_by().values_list("translation_key", flat=True)))


@transaction.atomic
def sync_if_hidden_or_shown(page):
    """Sync what lies below a page of another type if its being live or not has changed what is listed."""
    take_turn()
    if postpone(_sync_below, [page.path]):
        return
    listed = CatalogueEntry.objects.filter(page__path__startswith=page.path).exists()
    if listed != page.live:
        sync(keys_below(page.path))


def all_keys():
    """Translation keys of every case that has a page or a row, in a fixed order."""
    return sorted(
        set(CasePage.objects.order_by().values_list("translation_key", flat=True))
        | set(CatalogueEntry.objects.order_by().values_list("case_key", flat=True))
    )


def rebuild(progress=iter):
    """Build the catalogue anew, some cases a transaction; returns ``(cases, rows changed)``.

    ``progress`` wraps the list of cases' chunks, as tqdm does. Interrupted, it can be run again.
    """
    keys = all_keys()
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    changed = sum(sync(chunk) for chunk in progress(chunks))
    return len(keys), changed


def fill_new_form():
    """Build the catalogue anew if it was written in an older form than FORM.

    The stamp outlives a migration back, which empties columns; rows without a code tell of it.
    """
    if stamps().get(FORM_STAMP) == FORM and not CatalogueEntry.objects.filter(code="").exists():
        return
    if CasePage.objects.exists():
        rebuild()
    touch(FORM_STAMP, FORM)


def find_differences():
    """Differences between the tables and the pages, each ``(identity, field, stored, expected)``; empty if equal."""
    wanted, present = compute(), stored()
    differences = []
    for identity in sorted(wanted.keys() | present.keys(), key=str):
        if identity not in present:
            differences.append((identity, "row", None, wanted[identity].title))
        elif identity not in wanted:
            differences.append((identity, "row", present[identity][1].title, None))
        else:
            before, after = present[identity][1], wanted[identity]
            differences += [
                (identity, field.name, getattr(before, field.name), getattr(after, field.name))
                for field in fields(Row)
                if getattr(before, field.name) != getattr(after, field.name)
            ]
    return differences
