"""Nothing under embargo becomes public, by whatever way: what is asked before a page is saved, moved, copied.

Each raises EmbargoError with the reason and the time until which it holds; what is just being released may pass.
"""

from wagtail.log_actions import log
from wagtail.models import Page, Revision

from cases_cms.collection.models import EditionPage
from cases_cms.core.told import gettext as _
from cases_cms.core.turns import take_turn
from cases_cms.release.embargo import embargo_of, embargoes, is_releasing, refusal, until
from cases_cms.release.errors import EmbargoError
from cases_cms.release.models import EditionRelease, HeldPage


def embargoes_here():
    """The Embargoes of which nothing may become public here and now: all but those just being released."""
    return tuple(embargo for embargo in embargoes() if not is_releasing(embargo.edition_key))


def embargo_keeping(page, known=None):
    """The Embargo that keeps ``page``, as it stands, from the public, or None; a copy is kept as its original is."""
    known = embargoes_here() if known is None else known
    found = embargo_of(page, known)
    if found is None and known and page.alias_of_id:
        found = embargo_of(page.alias_of.specific, known)
    return found


def check_may_go_live(page, known=None):
    """Raise EmbargoError if ``page``, as it stands, may not be public now."""
    if page._state.adding and isinstance(page, EditionPage):
        _check_new_edition(page)
    embargo = embargo_keeping(page, known)
    if embargo is not None:
        raise EmbargoError(refusal(embargo))


def _check_new_edition(page):
    """An edition that is just being made is no Embargo yet, in its language at least."""
    release = EditionRelease.objects.filter(edition_key=page.translation_key).first()
    if is_releasing(page.translation_key) or (release and (release.is_released or release.is_announced)):
        return
    raise EmbargoError(_("A new edition is under embargo until its release: save it as a draft."))


# --- Moving and copying --------------------------------------------------------------------------


def _edition_around(path, known):
    """The Embargo of the edition strictly below which the tree path is."""
    for embargo in known:
        if any(path.startswith(own) and path != own for own in embargo.paths):
            return embargo
    return None


def edition_at(path, known):
    """The Embargo of the edition that, with all below it, is at or above the tree path."""
    return next((embargo for embargo in known if path.startswith(embargo.paths)), None)


def _stays(embargo):
    return _(
        "This belongs to the edition of %(year)s, which is under embargo %(until)s. Until then it stays there."
    ) % {
        "year": embargo.year,
        "until": until(embargo),
    }


def _check_leaves(page, parent, known):
    leaves = _edition_around(page.path, known)
    if leaves is not None and not parent.path.startswith(leaves.paths):
        raise EmbargoError(_stays(leaves))
    return leaves


def _check_comes(page, parent, known, pages):
    comes = edition_at(parent.path, known)
    if comes is not None and pages.filter(live=True).exists():
        raise EmbargoError(
            _(
                "The edition of %(year)s is under embargo %(until)s: what is public cannot be put there. "
                "Unpublish it first."
            )
            % {"year": comes.year, "until": until(comes)}
        )


def check_may_move(page, parent):
    """Raise EmbargoError if ``page`` would leave its edition under embargo, or come below one while it is public."""
    known = embargoes_here()
    if known and _check_leaves(page, parent, known) is None:
        _check_comes(page, parent, known, Page.objects.filter(path__startswith=page.path))


def check_may_copy(page, parent, *, keep_live, recursive=False):
    """The same of a copy, or an alias, of ``page`` below ``parent``. A copy of an edition is a new edition."""
    known = embargoes_here()
    if not known:
        return
    _check_leaves(page, parent, known)
    if not page.path.startswith(tuple(path for embargo in known for path in embargo.paths)):
        held = HeldPage.objects.filter(page_key=page.translation_key).values_list("release_id", flat=True).first()
        keeps = next((embargo for embargo in known if held is not None and embargo.release_id == held), None)
        if keeps is not None:
            raise EmbargoError(_stays(keeps))
    if not keep_live:
        return
    pages = Page.objects.filter(path__startswith=page.path) if recursive else Page.objects.filter(pk=page.pk)
    _check_comes(page, parent, known, pages)


def check_copies_editions_as_drafts(page, *, recursive):
    """Raise EmbargoError if a copy with a key of its own would make a public edition."""
    editions = EditionPage.objects.filter(live=True)
    editions = editions.filter(path__startswith=page.path) if recursive else editions.filter(pk=page.pk)
    if editions.exists():
        raise EmbargoError(
            _("A copy of an edition is a new edition, under embargo until its release: copy it without publishing it.")
        )


# --- Schedules -----------------------------------------------------------------------------------


def scheduled_under_embargo():
    """``[(Page, Revision, Embargo)]`` of what is scheduled to be published and under embargo. One query if nothing
    is scheduled."""
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False).order_by("pk")
    found, known = [], None
    for revision in revisions:
        known = embargoes_here() if known is None else known
        if not known:
            break
        page = revision.as_object()
        embargo = embargo_keeping(page, known)
        if embargo is not None:
            found.append((page, revision, embargo))
    return found


def clear_schedules():
    """Take back what was scheduled before it came under embargo; logged. Returns ``scheduled_under_embargo()``."""
    found = scheduled_under_embargo()
    if found:
        take_turn()
    for page, revision, _embargo in found:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(
            instance=page,
            action="cases_release.unschedule",
            data={"go_live_at": revision.approved_go_live_at.isoformat()},
        )
    return found
