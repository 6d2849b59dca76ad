"""What is under embargo: which editions, and what belongs to them. Questions only; ``guards`` keep to the answers.

An edition is under embargo until it is released, also if nobody has said anything about it. To it belong the pages
below it, in every language; those about its cases; pages and files kept for it (HeldPage, HeldFile), and all that is in
its folder of the libraries.
"""

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, get_page_models

from cases_cms.collection.mixins import AboutCasesMixin
from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.core.conf import get_setting
from cases_cms.core.told import gettext as _
from cases_cms.core.told import pgettext, time_of
from cases_cms.release.enums import EditionState
from cases_cms.release.models import EditionRelease, HeldPage

#: Keys of the editions that are just being released in this thread of work.
_releasing = ContextVar("cases_cms_releasing", default=frozenset())
#: Meanwhile the Embargoes are asked for once: ``[them]`` or ``[]``; None outside of a release.
_known = ContextVar("cases_cms_known_embargoes", default=None)


@dataclass(frozen=True)
class Embargo:
    """An edition that is not released. ``paths`` are the tree paths of its pages in all languages."""

    edition_key: UUID
    year: int
    paths: tuple
    release_id: int | None = None
    release_at: datetime | None = None
    is_announced: bool = False

    def covers_path(self, path):
        """Whether a page at the tree path ``path`` is under it; the edition's own page is not if it is announced."""
        if self.is_announced:
            return any(path.startswith(own) and path != own for own in self.paths)
        return path.startswith(self.paths)


def embargoes():
    """All Embargoes. Two queries, straight from the database: this is what guards rely on.

    Within ``releasing``, whose transaction keeps others from changing them, they are asked for once.
    """
    known = _known.get()
    if known is None:
        return _read_embargoes()
    if not known:
        known.append(_read_embargoes())
    return known[0]


def forget_embargoes():
    """Ask anew: an edition's state, or its place in the tree, has changed within ``releasing``."""
    known = _known.get()
    if known is not None:
        known.clear()


def _read_embargoes():
    released = EditionRelease.objects.filter(state=EditionState.RELEASED).values("edition_key")
    found = {}
    for key, path, year in (
        EditionPage.objects.exclude(translation_key__in=released)
        .order_by("path")
        .values_list("translation_key", "path", "year")
    ):
        found.setdefault(key, (year, []))[1].append(path)
    if not found:
        return ()
    rows = {row.edition_key: row for row in EditionRelease.objects.filter(edition_key__in=list(found))}
    embargoed = []
    for key, (year, paths) in found.items():
        row = rows.get(key)
        embargoed.append(
            Embargo(
                edition_key=key,
                year=year,
                paths=tuple(paths),
                release_id=row.pk if row else None,
                release_at=row.release_at if row else None,
                is_announced=bool(row and row.is_announced),
            )
        )
    return tuple(embargoed)


def embargo_of_edition(edition_key):
    """The Embargo of an edition, or None if it is released, or gone."""
    return next((one for one in embargoes() if one.edition_key == edition_key), None)


def embargo_of(page, known=None):
    """The Embargo that ``page`` is under as it stands, saved or not, or None.

    ``known`` are the Embargoes if the caller has them. At most four queries; two where nothing is under embargo.
    """
    known = embargoes() if known is None else known
    if not known:
        return None
    if page.path:
        for embargo in known:
            if embargo.covers_path(page.path):
                return embargo
    # Not page.specific, which would be kept on a page that is just being saved.
    specific = page if type(page) is not Page else page.get_specific()
    if isinstance(specific, AboutCasesMixin):
        embargo = embargo_of_cases(specific.get_case_keys(), known)
        if embargo is not None:
            return embargo
    if page.translation_key:
        held = HeldPage.objects.filter(page_key=page.translation_key).values_list("release_id", flat=True).first()
        return next((embargo for embargo in known if held is not None and embargo.release_id == held), None)
    return None


def announcing(page, known=None):
    """The Embargo of which ``page`` is the edition's own page, announced: it may be public before the release.

    None for all other pages. Two queries at most, none for what is no edition's page.
    """
    if page.specific_class is None or not issubclass(page.specific_class, EditionPage):
        return None
    known = embargoes() if known is None else known
    return next((one for one in known if one.is_announced and page.path in one.paths), None)


def embargo_of_cases(keys, known):
    """The Embargo of ``known`` that one of the cases (translation keys) is under, or None. One query, if any keys."""
    keys = [key for key in keys if key]
    if not keys or not known:
        return None
    paths = CasePage.objects.filter(translation_key__in=keys).order_by().values_list("path", flat=True)
    return next((embargo for path in paths for embargo in known if path.startswith(embargo.paths)), None)


def until(embargo):
    """Until when, in words: “until 21 November 2026, 10:00 (Beijing time)”."""
    if embargo.release_at is None:
        return _("until its release, for which no time is set")
    if embargo.release_at <= timezone.now():
        return _("until its release, whose planned time has passed")
    zone = get_setting("TIME_ZONE_NAME")
    return _("until %(time)s (%(zone)s)") % {"time": time_of(embargo.release_at), "zone": zone}


def both(first, second):
    """Two sentences, one after the other; Chinese has no space between them."""
    return pgettext("two sentences", "%(first)s %(second)s") % {"first": first, "second": second}


def joined(sentences):
    """Sentences, one after the other, as one; "" for none."""
    sentences = list(sentences)
    return reduce(both, sentences) if sentences else ""


def refusal(embargo):
    """Why something cannot become public now, and until when."""
    return _(
        "This belongs to the edition of %(year)s, which is under embargo %(until)s. It comes out with the edition."
    ) % {"year": embargo.year, "until": until(embargo)}


# --- What a release brings out ------------------------------------------------------------------


@functools.cache
def about_models():
    """Page types that can be about cases."""
    return tuple(model for model in get_page_models() if issubclass(model, AboutCasesMixin))


def case_keys(embargo):
    """Translation keys of the cases of the edition, as strings."""
    below = Q(pk__in=[])
    for path in embargo.paths:
        below |= Q(path__startswith=path)
    return {str(key) for key in CasePage.objects.filter(below).order_by().values_list("translation_key", flat=True)}


def keys_about(cases):
    """Translation keys of the pages that are, or whose latest drafts are, about one of ``cases`` (strings)."""
    found = set()
    for model in about_models():
        rows = model.about_cases(list(cases)).order_by()
        found |= set(rows.values_list("translation_key", flat=True))
        drafts = model.objects.filter(latest_revision__isnull=False, has_unpublished_changes=True).order_by()
        for key, content in drafts.values_list("translation_key", "latest_revision__content"):
            if cases.intersection(model.case_keys_in(content)):
                found.add(key)
    return found


def page_keys(embargo):
    """Translation keys of all pages that belong to the edition besides its own and those below it."""
    keys = keys_about(case_keys(embargo))
    if embargo.release_id is not None:
        keys |= set(HeldPage.objects.filter(release_id=embargo.release_id).values_list("page_key", flat=True))
    return keys


def pages_of(embargo):
    """Plain Pages, in every language and state, that belong to the edition, its own included; no alias copies."""
    condition = Q(translation_key__in=page_keys(embargo))
    for path in embargo.paths:
        condition |= Q(path__startswith=path)
    return Page.objects.filter(condition, alias_of__isnull=True)


def required_languages(release):
    """Codes of the languages in which the edition has to be complete, in the site's order.

    As planned; without a plan, those in which the edition has a page of its own, in whatever state. One query at most.
    """
    codes = set(release.languages) or set(
        EditionPage.objects.filter(translation_key=release.edition_key, alias_of__isnull=True)
        .order_by()
        .values_list("locale__language_code", flat=True)
    )
    return [code for code in get_content_languages() if code in codes]


# --- While it is being released -----------------------------------------------------------------


@contextmanager
def releasing(edition_key):
    """Let what belongs to the edition become public: for the release itself, inside its transaction."""
    token, kept = _releasing.set(_releasing.get() | {edition_key}), _known.set([])
    try:
        yield
    finally:
        _releasing.reset(token)
        _known.reset(kept)


def is_releasing(edition_key):
    """Whether the edition is just being released here."""
    return edition_key in _releasing.get()
