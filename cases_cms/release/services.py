"""Changes of an edition's embargo; each in one transaction, logged on the edition's page."""

from django.db import transaction
from django.utils import timezone

from cases_cms.core.turns import take_turn
from cases_cms.release.enums import EditionState
from cases_cms.release.models import EditionRelease


@transaction.atomic
def ensure_release(edition_key):
    """The EditionRelease of an edition; a new one is under embargo."""
    take_turn()
    release, _created = EditionRelease.objects.get_or_create(edition_key=edition_key)
    return release


@transaction.atomic
def mark_released(edition_key, *, released_at=None):
    """Take note that an edition was released elsewhere, before this site kept its embargo; publishes nothing.

    For the past: content that comes with its history. A new edition is released by ``releasing.release``.
    """
    release = ensure_release(edition_key)
    release.state = EditionState.RELEASED
    release.released_at = released_at or timezone.now()
    release.save(update_fields=["state", "released_at"])
    return release
