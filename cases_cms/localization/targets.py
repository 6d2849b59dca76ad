"""What a cell of the board stands for: its source, its translation, the draft that is reviewed and then published."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import DraftStateMixin, Page, RevisionMixin
from wagtail_localize.models import StringSegment, StringTranslation, TranslationLog

from cases_cms.localization import drafts


class DraftError(ValueError):
    """The draft cannot be made; the message says why."""


def source_object(cell):
    """The thing that ``cell`` translates, in the language it was written in; None if it is gone."""
    return _thing(cell.row, cell.row.locale_id)


def target_object(cell):
    """The page or snippet in the language of ``cell``; None as long as there is none."""
    return _thing(cell.row, cell.locale_id)


def _thing(row, locale_id):
    model = row.content_type.model_class()
    try:
        found = model._default_manager.get(translation_key=row.object_id, locale_id=locale_id)
    except ObjectDoesNotExist:
        return None
    return found.specific if isinstance(found, Page) else found


def is_alias(target):
    """Whether ``target`` only shows the page of another language."""
    return getattr(target, "alias_of_id", None) is not None


def is_public(instance):
    """Whether the public may meet what translators have of ``instance``: what has no draft is public at once."""
    return getattr(instance, "live", True) and not any(question(instance) for question in _holds)


def keeps_drafts(instance):
    """Whether ``instance`` has a draft beside what is public."""
    return isinstance(instance, DraftStateMixin)


def _reason(error):
    return _("The page cannot be made of this text: %(reasons)s") % {"reasons": " ".join(error.messages)}


_reasons, _holds = [], []


def register_reason(question):
    """Let ``question(source)`` say, in a sentence, why a source is not public yet; "" where it does not know."""
    if question not in _reasons:
        _reasons.append(question)


def register_hold(question):
    """Let ``question(source)`` say, in a sentence, why the text of a public source is not public yet; "" if it is."""
    if question not in _holds:
        _holds.append(question)


def not_public_yet(source):
    """What is said where a translation would be published before its source."""
    reasons = [question(source) for question in (*_reasons, *_holds)] if source is not None else []
    return " ".join([_("Its source is not public yet."), *filter(None, reasons)])


@transaction.atomic
def save_draft(translation, target, user=None):
    """Make the draft of ``translation`` from its segments; returns the target with the new revision.

    ``target`` is None as long as there is none. What is live stays as it is. Raises DraftError with the reason.
    """
    source = translation.source
    try:
        if target is None or is_alias(target):
            target = drafts.make_target(translation, user)
        draft = drafts.build(translation, target)
        draft.full_clean()
        revision = draft.save_revision(user=user, clean=False)
        source.update_target_view_restrictions(translation.target_locale)
        TranslationLog.objects.create(source=source, locale=translation.target_locale, revision=revision)
    except ParentNotTranslatedError as error:
        raise DraftError(_("The page above has no translation in this language yet. Hand it over first.")) from error
    except ValidationError as error:
        raise DraftError(_reason(error)) from error
    target.refresh_from_db()
    return target


@transaction.atomic
def publish(translation, target, user=None):
    """Make what was approved public; returns the target. Raises DraftError if a rule is not kept."""
    try:
        if keeps_drafts(target):
            action = PublishPageRevisionAction if isinstance(target, Page) else PublishRevisionAction
            # Who reviews a language need not have Wagtail's right to publish pages: the flow has asked.
            action(target.get_latest_revision(), user=user).execute(skip_permission_checks=True)
            target.refresh_from_db()
            return target
        written, _created = translation.source.create_or_update_translation(
            translation.target_locale, user=user, publish=True, fallback=True
        )
    except ValidationError as error:
        raise DraftError(_reason(error)) from error
    if isinstance(written, RevisionMixin):
        written.refresh_from_db()
    return written


def states_of_texts(translation):
    """``{segment key: "" | "machine" | "error" | "missing"}`` of all texts, in order. Two queries."""
    done = {
        (string_id, context_id): "error" if has_error else "machine" if kind == "machine" else ""
        for string_id, context_id, has_error, kind in StringTranslation.objects.filter(
            locale_id=translation.target_locale_id, context__object_id=translation.source.object_id
        )
        .exclude(data="")
        .values_list("translation_of_id", "context_id", "has_error", "translation_type")
    }
    return {
        pk: done.get((string_id, context_id), "missing")
        for pk, string_id, context_id in StringSegment.objects.filter(source_id=translation.source_id)
        .order_by("order", "pk")
        .values_list("pk", "string_id", "context_id")
    }
