"""Who may look at an edition before its release: links with a secret, and guests. Each change is logged on its page."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases_cms.release.models import PreviewGuest, PreviewLink
from cases_cms.release.rights import may_prepare
from cases_cms.release.selectors import source_of

#: Bytes of a link's secret: nobody guesses one of 2 ** 192.
SECRET_BYTES = 24
#: The longest that a link is valid.
MAX_VALIDITY = timedelta(days=90)


def digest_of(secret):
    """What is stored of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _log(release, action, user, label):
    page = source_of(release)
    if page is not None:
        log(instance=page, action=f"cases_release.{action}", user=user, data={"label": label})


def _ask(user):
    if not may_prepare(user):
        raise PermissionDenied


@transaction.atomic
def make_link(*, release, label, expires_at, user):
    """``(PreviewLink, secret)`` of a new link; the secret is kept nowhere and cannot be shown again."""
    _ask(user)
    label = " ".join(label.split())
    now = timezone.now()
    if not label:
        raise ValidationError({"label": _("Say for whom the link is.")})
    if release.is_released:
        raise ValidationError(_("The edition is released: everybody can read it."))
    if expires_at <= now:
        raise ValidationError({"expires_at": _("This time is past.")})
    if expires_at > now + MAX_VALIDITY:
        raise ValidationError({"expires_at": _("A link is valid for %(days)d days at most.") % {"days": 90}})
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = PreviewLink(release=release, digest=digest_of(secret), label=label, expires_at=expires_at, created_by=user)
    link.full_clean()
    link.save()
    _log(release, "make_preview_link", user, label)
    return link, secret


@transaction.atomic
def revoke_link(*, link, user):
    """End a link at once; False if that was done before."""
    _ask(user)
    changed = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=user)
    if changed:
        _log(link.release, "revoke_preview_link", user, link.label)
    return bool(changed)


@transaction.atomic
def invite(*, release, guest, user):
    """Let somebody with an account read the edition until it is released; the PreviewGuest."""
    _ask(user)
    if not guest.is_active:
        raise ValidationError(_("This account is closed."))
    invitation, is_new = PreviewGuest.objects.get_or_create(release=release, user=guest, defaults={"invited_by": user})
    if is_new:
        _log(release, "invite_guest", user, guest.get_username())
    return invitation


@transaction.atomic
def uninvite(*, guest, user):
    """Take an invitation (PreviewGuest) back; False if that was done before."""
    _ask(user)
    gone, _models = PreviewGuest.objects.filter(pk=guest.pk).delete()
    if gone:
        _log(guest.release, "remove_guest", user, guest.user.get_username())
    return bool(gone)


# --- Who comes ----------------------------------------------------------------------------------


def find_link(secret):
    """The PreviewLink of a secret, in whatever state, or None. One query, by the digest."""
    digest = digest_of(secret)
    link = PreviewLink.objects.select_related("release").filter(digest=digest).first()
    return link if link is not None and constant_time_compare(link.digest, digest) else None


def is_open(link):
    """Whether a link leads to its edition now."""
    return link.revoked_at is None and link.expires_at > timezone.now() and not link.release.is_released


def may_read(release, user):
    """Whether somebody who is logged in may read the edition: its guests, and who prepares its release."""
    if not user.is_authenticated or not user.is_active:
        return False
    return may_prepare(user) or PreviewGuest.objects.filter(release=release, user=user).exists()


def count_use(link):
    """Count a page that was read; where the database is busy with a release, reading goes before counting."""
    try:
        PreviewLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1, last_used_at=timezone.now())
    except OperationalError:
        return
