"""What Wagtail's own ways of publishing ask of a translation, beside the flow: no less than the flow does."""

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation

from cases_cms.localization import flow, targets
from cases_cms.localization.enums import Stage
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rights import is_four_eyes, may_review

#: States of texts that nobody publishes.
UNREADY = {"missing", "error", "machine"}


def translation_of(instance):
    """The Translation that ``instance`` is kept by; None for a source, a copy, and what is no longer synchronized."""
    if isinstance(instance, Page) and instance.alias_of_id:
        return None
    return (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
        )
        .select_related("source__object", "source__locale")
        .first()
    )


def may_approve(user, translation):
    """Whether ``user`` may approve ``translation`` as it is now, without the flow."""
    if not may_review(user, translation.target_locale_id):
        return False
    cell = BoardCell.objects.filter(translation=translation).select_related("row").first()
    return not (cell is not None and is_four_eyes() and flow.worked_on(cell, user))


def may_publish(user, translation):
    """Whether ``user`` may make ``translation`` public as it is now: finished, read by a person, its source public."""
    source = translation.source.object.get_instance_or_none(translation.source.locale)
    if source is None or not targets.is_public(source):
        return False
    if UNREADY & set(targets.states_of_texts(translation).values()):
        return False
    return may_approve(user, translation)


def _is_approved(translation):
    """Whether its draft is what was approved, and its source is public: then it is anybody's who publishes pages."""
    cell = BoardCell.objects.filter(translation=translation).select_related("row").first()
    return (
        cell is not None
        and cell.row.is_public
        and cell.stage == Stage.APPROVED
        and cell.approved_hash == cell.row.text_hash
    )


def unready(user, pages, include_descendants=False):
    """Those of ``pages`` that ``user`` may not publish, being translations that are not approved."""
    found = []
    for page in pages:
        found.append(page)
        if include_descendants:
            below = page.get_descendants().not_live().defer_streamfields().specific()
            found += [each for each in below if each.permissions_for_user(user).can_publish()]
    refused = []
    for page in found:
        translation = translation_of(page)
        if translation is not None and not _is_approved(translation) and not may_publish(user, translation):
            refused.append(page)
    return refused


def refusal(pages):
    """What is said of translations that were not published."""
    names = _(", ").join(f"“{page.get_admin_display_title()}”" for page in pages[:5])
    sentence = _("Nothing was published: these translations are not approved, or their sources not public: %(names)s")
    return sentence % {"names": names if len(pages) <= 5 else f"{names} …"}
