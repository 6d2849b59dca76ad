"""The translation memory: what was translated before, of the same text or one like it, on any page.

It is no table of its own: the units are wagtail-localize's translations, and the texts set aside with pages that are
gone. A process remembers the source texts, which never change, and asks the database for their translations each time.
"""

import threading
import time
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max
from django.utils.safestring import SafeString
from rapidfuzz import fuzz, process
from wagtail_localize.models import String, StringTranslation, TranslationSource

from cases_cms.localization.diffs import plain, word_diff
from cases_cms.localization.enums import Origin
from cases_cms.localization.models import SegmentVersion

#: Per cent from which a text is like another.
CUTOFF = 60
#: Texts alike that are looked up: some have no translation in the language asked for.
CANDIDATES = 200
#: Seconds after which a process reads all texts anew.
SECONDS = 600


@dataclass(frozen=True)
class Match:
    """A former translation: ``score`` per cent, 100 only for the same text; ``diff`` of its source to the one sought.

    ``source`` and ``text`` are as wagtail-localize stores them, ``where`` is the title of the page.
    """

    score: int
    source: str
    text: str
    where: str
    diff: SafeString
    is_machine: bool = False


def _key(stored):
    return " ".join(plain(stored).lower().split())


class _Texts:
    """The source texts of a language, by length."""

    def __init__(self, locale_id):
        self.locale_id = locale_id
        self.read_at = 0.0
        self.last = 0
        self.ids, self.keys = [], []
        self.lengths = np.array([], dtype=np.int32)
        self.order = np.array([], dtype=np.int64)

    def follow(self):
        """Read what is new; all of it where texts were deleted, or after a while."""
        strings = String.objects.filter(locale_id=self.locale_id)
        known = strings.aggregate(count=Count("pk"), last=Max("pk"))
        if known["count"] == len(self.ids) and (known["last"] or 0) == self.last and not self._is_old():
            return
        new = list(strings.filter(pk__gt=self.last).order_by("pk").values_list("pk", "data"))
        if len(self.ids) + len(new) != known["count"] or self._is_old():
            self.ids, self.keys = [], []
            new = list(strings.order_by("pk").values_list("pk", "data"))
            self.read_at = time.monotonic()
        self.ids.extend(pk for pk, _data in new)
        self.keys.extend(_key(data) for _pk, data in new)
        self.last = self.ids[-1] if self.ids else 0
        lengths = np.array([len(key) for key in self.keys], dtype=np.int32)
        self.order = np.argsort(lengths, kind="stable")
        self.lengths = lengths[self.order]

    def _is_old(self):
        return time.monotonic() - self.read_at > SECONDS

    def like(self, key):
        """``{primary key: score}`` of the texts most like ``key``."""
        # Whoever is CUTOFF per cent alike is not much longer nor shorter (2 × matches ÷ both lengths).
        factor = CUTOFF / (200 - CUTOFF)
        start = np.searchsorted(self.lengths, len(key) * factor, side="left")
        end = np.searchsorted(self.lengths, len(key) / factor, side="right")
        near = self.order[start:end]
        found = process.extract(
            key,
            [self.keys[index] for index in near],
            scorer=fuzz.ratio,
            score_cutoff=CUTOFF,
            limit=CANDIDATES,
        )
        return {self.ids[near[position]]: score for _text, score, position in found}


_texts = {}
_lock = threading.Lock()


def forget():
    """Forget what this process knows; for tests, whose rows come and go."""
    with _lock:
        _texts.clear()


def _candidates(key, locale_id):
    with _lock:
        texts = _texts.setdefault(locale_id, _Texts(locale_id))
        texts.follow()
        return texts.like(key)


def matches(text, source_locale, target_locale, limit=5, exclude=None):
    """``[Match]`` of a stored text, the best first, each translation once; six queries.

    ``exclude``: a TranslationContext (or its primary key), where the text itself stands.
    """
    key = _key(text)
    if not key:
        return []
    scores = _candidates(key, source_locale.pk)
    exclude_id = getattr(exclude, "pk", exclude)
    units = [
        (
            row.translation_of.data,
            row.data,
            row.context.object_id,
            row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE,
        )
        for row in StringTranslation.objects.filter(
            translation_of_id__in=scores, locale=target_locale, has_error=False, context__isnull=False
        ).select_related("translation_of", "context")
        if not (row.context_id == exclude_id and row.translation_of.data == text)
    ]
    units += _set_aside(key, source_locale, target_locale)
    best = {}
    for source, translation, object_id, is_machine in units:
        score = 100 if source == text else min(99, round(fuzz.ratio(key, _key(source))))
        # A person's translation goes before a machine's of the same likeness.
        rank = (score, not is_machine)
        if score >= CUTOFF and (translation not in best or rank > best[translation][0]):
            best[translation] = rank, source, object_id
    ranked = sorted(best.items(), key=lambda item: (-item[1][0][0], not item[1][0][1], item[0]))[:limit]
    titles = _titles([object_id for _text, (_rank, _source, object_id) in ranked], source_locale)
    return [
        Match(
            score=rank[0],
            source=source,
            text=translation,
            where=titles.get(object_id, ""),
            diff=word_diff(source, text),
            is_machine=not rank[1],
        )
        for translation, (rank, source, object_id) in ranked
    ]


def _set_aside(key, source_locale, target_locale):
    """Units of pages and languages that are gone: the same text, or one of about the same beginning and length."""
    found = SegmentVersion.objects.filter(
        origin=Origin.RETIRED,
        language=target_locale.language_code,
        source_language=source_locale.language_code,
    ).order_by("-pk")
    rows = list(found.values_list("source_text", "text", "object_id")[:5000])
    scored = process.extract(
        key, [_key(source) for source, _text, _object in rows], scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=20
    )
    return [(*rows[position], False) for _text, _score, position in scored]


def _titles(object_ids, locale):
    """What the things are called; from the texts set aside where a page is gone."""
    titles = dict(
        SegmentVersion.objects.filter(object_id__in=object_ids).exclude(title="").values_list("object_id", "title")
    )
    titles.update(
        TranslationSource.objects.filter(object_id__in=object_ids, locale=locale).values_list(
            "object_id", "object_repr"
        )
    )
    return titles
