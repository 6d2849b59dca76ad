"""What a release makes public: of each page of the edition the approved revision, in every language that is ready."""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, WorkflowState

from cases_cms.collection.models import CasePage
from cases_cms.core.told import gettext as _
from cases_cms.core.told import language_of, title_of
from cases_cms.localization.models import BoardCell
from cases_cms.localization.things import things
from cases_cms.release.embargo import embargo_of_edition, pages_of, required_languages
from cases_cms.release.enums import RunKind, RunStatus
from cases_cms.release.models import ReleasedPage
from cases_cms.release.readiness.kinds import keeps_back
from cases_cms.release.ready import ready_states


@dataclass(frozen=True)
class Candidate:
    """A page that is to become public, and the revision of which it will say what that says.

    One that is not needed is left out if it cannot be published; the edition comes out all the same.
    """

    page: Page
    revision_id: int
    language: str
    key: UUID
    is_source: bool
    is_needed: bool


class Why(Enum):
    """What kind of reason an Obstacle is."""

    NO_CASES = auto()
    MODERATED = auto()
    ITS_SOURCE = auto()
    OTHER = auto()


@dataclass(frozen=True)
class Obstacle:
    """Why a page does not come out in a language; ``page`` is None where there is none, ``key`` where it is no page.

    One that ``is_needed`` keeps the whole edition from its release. ``reason`` and ``sentence``, which names the page,
    too, are for people.
    """

    sentence: str
    reason: str
    why: Why = Why.OTHER
    is_needed: bool = True
    key: UUID | None = None
    language: str = ""
    page: Page | None = None


@dataclass(frozen=True)
class ReleaseSet:
    """``pages`` are Candidates, each after its parent and its source; ``obstacles`` say what does not come out."""

    pages: tuple
    obstacles: tuple

    @property
    def left_out(self):
        """Sentences about what stays a draft."""
        return tuple(one.sentence for one in self.obstacles if not one.is_needed)

    @property
    def missing(self):
        """Sentences about what keeps the edition from its release."""
        return tuple(one.sentence for one in self._needed)

    @property
    def _needed(self):
        return [one for one in self.obstacles if one.is_needed]

    def missing_besides(self, findings):
        """The same without what readiness names by ``findings``; that a page waits for its source is named there."""
        named = {(one.thing_key, one.language) for one in findings}
        keys = {key for key, _language in named} | {one.key for one in self._needed if one.why is not Why.ITS_SOURCE}
        return [
            one.sentence
            for one in self._needed
            if (one.key not in keys if one.why is Why.ITS_SOURCE else (one.key, one.language) not in named)
        ]


class _Versions:
    """The pages of the edition by thing and language, with what decides about them. A fixed number of queries."""

    def __init__(self, release, embargo, ids):
        self.required = required_languages(release)
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        self.pages = defaultdict(dict)
        pages = pages_of(embargo) if ids is None else Page.objects.filter(pk__in=ids)
        for page in pages.order_by("depth", "path"):
            if page.specific_class is not None and codes.get(page.locale_id) in get_content_languages():
                self.pages[page.translation_key][codes[page.locale_id]] = page
        same = BoardCell.objects.filter(row__object_id__in=list(self.pages), same_on_purpose=True)
        self.same = {(key, codes.get(locale)) for key, locale in same.values_list("row__object_id", "locale_id")}
        self.sources = {thing.object_id: codes.get(thing.origin.locale_id) for thing in things(self.pages)}
        every = [page for own in self.pages.values() for page in own.values()]
        self.states = ready_states(every)
        ids = [str(page.pk) for page in every]
        self.moderated = {
            int(pk)
            for pk in WorkflowState.objects.active()
            .filter(object_id__in=ids, base_content_type__app_label="wagtailcore", base_content_type__model="page")
            .values_list("object_id", flat=True)
        }

    def is_public(self, page):
        """Whether the public sees all there is of it: nothing to do."""
        return page.live and not page.has_unpublished_changes

    def why_not(self, page):
        """A sentence why a page does not come out as it is now; "" if it does."""
        if self.is_public(page):
            return ""
        if page.pk in self.moderated:
            return _("It is in moderation.")
        state = self.states[page.pk]
        return "" if state.is_ready else state.reason


def _said(pages, page, code, reason):
    """A sentence about ``page``, one of ``pages`` by languages, which is read under its title in one's own language."""
    titles = {language: each.get_admin_display_title() for language, each in pages.items()}
    return _("“%(title)s” (%(language)s): %(reason)s") % {
        "title": title_of(titles, page.get_admin_display_title()),
        "language": language_of(code),
        "reason": reason,
    }


def release_set(release, ids=None):
    """The ReleaseSet of an EditionRelease, as it is now; ``ids`` are those of its pages if the caller has them."""
    embargo = embargo_of_edition(release.edition_key)
    if embargo is None:
        reason = _("The edition is not under embargo.")
        return ReleaseSet((), (Obstacle(reason, reason),))
    versions = _Versions(release, embargo, ids)
    chosen, obstacles = [], []
    own = versions.pages.get(release.edition_key, {})
    open_languages = {code for code, page in own.items() if not versions.why_not(page)}
    if not any(_is(page, CasePage) for pages in versions.pages.values() for page in pages.values()):
        reason = _("The edition has no cases.")
        obstacles.append(Obstacle(reason, reason, Why.NO_CASES, key=release.edition_key))
    for key, pages in versions.pages.items():
        source = versions.sources.get(key)
        first = pages.get(source) or next(iter(pages.values()))
        waits = keeps_back(first.specific_class)
        # A translation without its source would be a page that nobody can keep up to date.
        source_waits = source in pages and versions.why_not(pages[source])
        needed = {code for code in versions.required if waits and (key, code) not in versions.same}
        for code in sorted({*pages, *needed}, key=_place):
            page = pages.get(code)
            reason = _("It is not translated.") if page is None else versions.why_not(page)
            is_needed = code in needed
            if not reason and not is_needed and code not in open_languages and _is(page, CasePage):
                reason = _("The edition has no page in this language.")
            why = Why.MODERATED if page is not None and page.pk in versions.moderated else Why.OTHER
            if not reason and code != source and source_waits:
                reason, why = _("What it is translated from does not come out."), Why.ITS_SOURCE
            if reason:
                obstacles.append(
                    Obstacle(
                        sentence=_said(pages, page or first, code, reason),
                        reason=reason,
                        why=why,
                        is_needed=is_needed,
                        key=key,
                        language=code,
                        page=page,
                    )
                )
            elif not versions.is_public(page):
                chosen.append(
                    Candidate(page, versions.states[page.pk].revision_id, code, key, code == source, is_needed)
                )
    # Parents before what is below them; of siblings the source first: its translations take after it.
    chosen.sort(key=lambda one: (one.page.depth, not one.is_source, one.page.path))
    return ReleaseSet(tuple(chosen), tuple(obstacles))


def _is(page, model):
    return page is not None and issubclass(page.specific_class, model)


def _place(code):
    return list(get_content_languages()).index(code)


def released_before(release):
    """The ReleasedPages of the edition's last release, by page id."""
    run = release.runs.filter(kind=RunKind.RELEASE, status=RunStatus.DONE).first()
    return {row.page_id: row for row in ReleasedPage.objects.filter(run=run)} if run else {}
