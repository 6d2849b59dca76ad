"""The plan of a release: when, in which languages, confirmed by whom, and what comes out with it.

One function per change, each in one transaction, logged on the edition's page and told to those concerned. ``user`` is
None for the site itself. PermissionDenied for those who may not, ReleaseRefusedError for what cannot be done.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cases_cms.collection.models import EditionPage
from cases_cms.core.conf import get_setting
from cases_cms.core.languages import site_languages
from cases_cms.core.turns import take_turn
from cases_cms.release import mails
from cases_cms.release.embargo import embargo_of, refusal
from cases_cms.release.enums import EditionState
from cases_cms.release.errors import ReleaseRefusedError
from cases_cms.release.models import AbortRequest, EditionRelease, HeldPage
from cases_cms.release.rights import may_confirm, may_prepare, may_run
from cases_cms.release.selectors import source_of

#: Nobody plans for longer; at the end of all times not every zone has a date any more.
FARTHEST = timedelta(days=36525)

PLAN = ("release_at", "languages", "planned_by", "planned_at", "approved_by", "approved_at")


def _demand(user, may):
    if user is not None and not may(user):
        raise PermissionDenied


def _locked(release):
    """The edition's row as it is now, for a change; refused once it is released."""
    take_turn()
    release = EditionRelease.objects.select_for_update().get(pk=release.pk)
    if release.state == EditionState.RELEASED:
        raise ReleaseRefusedError(_("The edition has been released."))
    return release


def _note(release, verb, user, **data):
    source = source_of(release)
    if source is not None:
        log(instance=source, action=f"cases_release.{verb}", user=user, data=data)


def stamp(release):
    """What a page shows of a plan, in one word: what is confirmed has to be what was seen."""
    return "|".join([release.release_at.isoformat() if release.release_at else "", *release.languages])


def is_effective(release):
    """Whether the edition comes out as it is planned: somebody has confirmed it, or nobody has to."""
    return release.is_planned and (release.is_confirmed or not get_setting("RELEASE_FOUR_EYES"))


@transaction.atomic
def plan(*, release, release_at, languages, user):
    """Set when the edition is released, and the languages in which it has to be complete; returns the row.

    ``release_at`` is an aware datetime in the future, exact to the second. A changed plan has to be confirmed again.
    """
    _demand(user, may_prepare)
    release = _locked(release)
    release_at = release_at.replace(microsecond=0)
    known = site_languages()
    if release_at <= timezone.now():
        raise ReleaseRefusedError(_("The time of release has to be in the future."))
    if release_at > timezone.now() + FARTHEST:
        raise ReleaseRefusedError(_("The time of release is too far away."))
    if not languages or not set(languages) <= set(known):
        raise ReleaseRefusedError(_("Choose at least one language of the site."))
    source = source_of(release)
    if source is not None and source.locale.language_code not in languages:
        raise ReleaseRefusedError(_("The language in which the edition is written has to be among them."))
    languages = [code for code in known if code in languages]
    if (release.release_at, release.languages) == (release_at, languages):
        return release
    release.release_at, release.languages = release_at, languages
    release.planned_by, release.planned_at = user, timezone.now()
    release.approved_by = release.approved_at = None
    release.save(update_fields=PLAN)
    _note(release, "plan", user, release_at=release_at.isoformat(), languages=languages)
    mails.planned(release, user)
    return release


@transaction.atomic
def confirm(*, release, user):
    """Confirm the plan as ``release`` has it: refused if it was changed since. Four eyes: not by who planned it."""
    _demand(user, may_confirm)
    seen, release = release, _locked(release)
    if not release.is_planned:
        raise ReleaseRefusedError(_("There is no plan to confirm."))
    if stamp(seen) != stamp(release):
        raise ReleaseRefusedError(_("The plan was changed meanwhile. Look at it again."))
    if release.is_confirmed:
        return release
    if release.release_at <= timezone.now():
        raise ReleaseRefusedError(_("The time of release has passed. Plan it anew."))
    if get_setting("RELEASE_FOUR_EYES") and user is not None and user.pk == release.planned_by_id:
        raise ReleaseRefusedError(_("Somebody else has to confirm this: you planned it."))
    release.approved_by, release.approved_at = user, timezone.now()
    release.save(update_fields=["approved_by", "approved_at"])
    _note(release, "confirm", user, release_at=release.release_at.isoformat(), languages=release.languages)
    mails.confirmed(release, user)
    return release


def abort(*, release, user, reason):
    """Take the plan away, for ``reason``; a release that is just held in its transaction is rolled back.

    Two transactions: a request that the held release sees, and the change itself, which waits for it to give way.
    """
    _demand(user, may_run)
    reason = _reason(reason)
    asked = AbortRequest.objects.create(edition_key=release.edition_key, user=user, reason=reason)
    try:
        return _take_plan_away(release, user, reason)
    finally:
        asked.delete()


@transaction.atomic
def _take_plan_away(release, user, reason):
    release = _locked(release)
    if not release.is_planned:
        raise ReleaseRefusedError(_("There is no plan to abort."))
    told = mails.before_abort(release)
    was = release.release_at.isoformat()
    release.release_at = release.planned_by = release.planned_at = release.approved_by = release.approved_at = None
    release.save(update_fields=PLAN)
    _note(release, "abort", user, release_at=was, reason=reason)
    mails.aborted(release, told, user, reason)
    return release


def _reason(reason):
    """What somebody gave as the reason; refused if it is nothing."""
    reason = (reason or "").replace("\x00", "").strip()
    if not reason:
        raise ReleaseRefusedError(_("Say why."))
    return reason[:2000]


@transaction.atomic
def announce(*, release, announced, user):
    """Let the edition's own page be public before its release, or no longer; its cases never are."""
    _demand(user, may_prepare)
    release = _locked(release)
    if release.is_announced == announced:
        return release
    if not announced and EditionPage.objects.live().filter(translation_key=release.edition_key).exists():
        raise ReleaseRefusedError(_("The edition's page is public. Unpublish it first, in all languages."))
    release.is_announced = announced
    release.save(update_fields=["is_announced"])
    _note(release, "announce" if announced else "unannounce", user)
    return release


@transaction.atomic
def hold_page(*, release, page, user):
    """Keep ``page``, in all its languages, for the edition: under embargo until then. Returns the HeldPage."""
    _demand(user, may_prepare)
    release = _locked(release)
    if page.alias_of_id:
        raise ReleaseRefusedError(_("This is a copy that follows another page; choose that one."))
    if user is not None and not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    if isinstance(page.specific_deferred, EditionPage):
        raise ReleaseRefusedError(_("This is an edition itself."))
    if Page.objects.filter(translation_key=page.translation_key, live=True).exists():
        raise ReleaseRefusedError(_("This page is public already. Unpublish it first, in all languages."))
    embargo = embargo_of(page)
    if embargo is not None and embargo.edition_key == release.edition_key:
        raise ReleaseRefusedError(_("This page comes out with the edition already."))
    if embargo is not None:
        raise ReleaseRefusedError(refusal(embargo))
    # Kept for an edition before that is released by now, or deleted.
    HeldPage.objects.filter(page_key=page.translation_key).delete()
    held = HeldPage.objects.create(release=release, page_key=page.translation_key, held_by=user)
    _note(release, "hold", user, title=page.get_admin_display_title(), page=page.pk)
    return held


@transaction.atomic
def let_go(*, release, page, user):
    """Keep ``page`` no longer; it stays a draft. What belongs to the edition of itself stays under embargo."""
    _demand(user, may_prepare)
    release = _locked(release)
    if not HeldPage.objects.filter(release=release, page_key=page.translation_key).delete()[0]:
        raise ReleaseRefusedError(_("This page is not kept for the edition."))
    _note(release, "let_go", user, title=page.get_admin_display_title(), page=page.pk)
