"""What a release makes public: of each page of the edition the approved revision, in every language that is ready."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page, WorkflowState

from cases_cms.collection.models import CasePage
from cases_cms.core.languages import language_label
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


@dataclass(frozen=True)
class ReleaseSet:
    """``pages`` are Candidates, each after its parent and its source; the others are sentences for people.

    ``left_out`` names what stays a draft; ``missing`` what keeps the edition from its release.
    """

    pages: tuple
    left_out: tuple
    missing: tuple


class _Versions:
    """The pages of the edition by thing and language, with what decides about them. A fixed number of queries."""

    def __init__(self, release, embargo):
        self.required = required_languages(release)
        codes = dict(Locale.objects.values_list("pk", "language_code"))
        self.pages = defaultdict(dict)
        for page in pages_of(embargo).order_by("depth", "path"):
            if page.specific_class is not None and codes.get(page.locale_id) in get_content_languages():
                self.pages[page.translation_key][codes[page.locale_id]] = page
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
        return "" if state.is_ready else str(state.reason)


def _name(page, code):
    return _("“%(title)s” (%(language)s)") % {
        "title": page.get_admin_display_title(),
        "language": language_label(code),
    }


def _said(page, code, reason):
    return _("%(page)s: %(reason)s") % {"page": _name(page, code), "reason": reason}


def release_set(release):
    """The ReleaseSet of an EditionRelease, as it is now."""
    embargo = embargo_of_edition(release.edition_key)
    if embargo is None:
        return ReleaseSet((), (), (_("The edition is not under embargo."),))
    versions = _Versions(release, embargo)
    chosen, left_out, missing = [], [], []
    own = versions.pages.get(release.edition_key, {})
    open_languages = {code for code, page in own.items() if not versions.why_not(page)}
    if not any(_is(page, CasePage) for pages in versions.pages.values() for page in pages.values()):
        missing.append(_("The edition has no cases."))
    for key, pages in versions.pages.items():
        source = versions.sources.get(key)
        first = pages.get(source) or next(iter(pages.values()))
        waits = keeps_back(first.specific_class)
        # A translation without its source would be a page that nobody can keep up to date.
        source_waits = source in pages and versions.why_not(pages[source])
        for code in sorted({*pages, *(versions.required if waits else ())}, key=_place):
            page = pages.get(code)
            reason = _("It is not translated.") if page is None else versions.why_not(page)
            is_needed = waits and code in versions.required
            if not reason and not is_needed and code not in open_languages and _is(page, CasePage):
                reason = _("The edition has no page in this language.")
            if not reason and code != source and source_waits:
                reason = _("What it is translated from does not come out.")
            if reason:
                (missing if is_needed else left_out).append(_said(page or first, code, reason))
            elif not versions.is_public(page):
                chosen.append(
                    Candidate(page, versions.states[page.pk].revision_id, code, key, code == source, is_needed)
                )
    # Parents before what is below them; of siblings the source first: its translations take after it.
    chosen.sort(key=lambda one: (one.page.depth, not one.is_source, one.page.path))
    return ReleaseSet(tuple(chosen), tuple(left_out), tuple(missing))


def _is(page, model):
    return page is not None and issubclass(page.specific_class, model)


def _place(code):
    return list(get_content_languages()).index(code)


def released_before(release):
    """The ReleasedPages of the edition's last release, by page id."""
    run = release.runs.filter(kind=RunKind.RELEASE, status=RunStatus.DONE).first()
    return {row.page_id: row for row in ReleasedPage.objects.filter(run=run)} if run else {}
