"""Translate, review, approve: the services that take a cell of the board from one person to the next.

Each is one transaction, logged on the page it is about; mails go out on commit. They return the changed cell, or raise
FlowError with a sentence for the person: NotAllowedError where the person may not, FlowError where it cannot be.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, StringSegment, StringTranslation

from cases_cms.core.turns import take_turn
from cases_cms.localization import mails, rows, targets, workflow
from cases_cms.localization.enums import Stage
from cases_cms.localization.finding import Level
from cases_cms.localization.models import BoardCell
from cases_cms.localization.rights import is_four_eyes, may_manage, may_review, may_translate
from cases_cms.localization.segments import segments

#: Leaves assignee or deadline as it is.
KEEP = object()


class FlowError(ValueError):
    """It cannot be done; the message is a sentence for the person."""


class NotAllowedError(FlowError, PermissionDenied):
    """The person may not do it."""


# --- What all services need ------------------------------------------------------------------


def _lock(cell):
    """The cell as it is in the database, kept from others until the transaction ends."""
    take_turn()
    BoardCell.objects.select_for_update().get(pk=cell.pk)
    return BoardCell.objects.select_related("row__source", "row__content_type", "locale", "translation__source").get(
        pk=cell.pk
    )


def _demand(condition, sentence):
    if not condition:
        raise NotAllowedError(sentence)


def _demand_review(user, cell):
    _demand(may_review(user, cell.locale_id), _("You do not review translations into this language."))


def _translation(cell):
    """The cell's translation that people work at; what is no longer synchronized has none."""
    translation = cell.translation
    if translation is None or not translation.enabled:
        raise FlowError(_("This was not handed over for translation into this language."))
    return translation


def _save(cell, *names):
    cell.save(update_fields=names)
    return rows.refresh_cell(cell)


def _note(cell, action, user, target=None, **data):
    """An entry in Wagtail's log: of the translation or, as long as there is none, of the source."""
    instance = target or targets.target_object(cell) or targets.source_object(cell)
    if instance is not None:
        language = cell.locale.language_code
        log(instance=instance, action=f"cases_localization.{action}", user=user, data={"language": language, **data})


def _demand_texts(translation, *, confirmed=None):
    """Every text has its translation. ``confirmed``: keys of machine-made ones that may be approved; None for all."""
    states = targets.states_of_texts(translation)
    missing = sum(state == "missing" for state in states.values())
    if missing:
        raise FlowError(
            ngettext("%(number)d text is not translated.", "%(number)d texts are not translated.", missing)
            % {"number": missing}
        )
    wrong = sum(state == "error" for state in states.values())
    if wrong:
        raise FlowError(
            ngettext("%(number)d text has an error.", "%(number)d texts have an error.", wrong) % {"number": wrong}
        )
    found = sum(any(finding.level == Level.ERROR for finding in segment.findings) for segment in segments(translation))
    if found:
        raise FlowError(
            ngettext("%(number)d text does not pass the checks.", "%(number)d texts do not pass the checks.", found)
            % {"number": found}
        )
    machine = {pk for pk, state in states.items() if state == "machine"}
    if confirmed is not None and machine - set(confirmed):
        number = len(machine - set(confirmed))
        raise FlowError(
            ngettext(
                "%(number)d text is a machine’s, and nobody has confirmed it.",
                "%(number)d texts are a machine’s, and nobody has confirmed them.",
                number,
            )
            % {"number": number}
        )
    return machine


def _demand_free(target, user):
    """Nobody else holds the page."""
    if isinstance(target, Page) and target.locked and target.locked_by_id != getattr(user, "pk", None):
        raise FlowError(_("The page is locked."))
    if target is not None and workflow.is_elsewhere(target):
        raise FlowError(_("The page is in another workflow."))


def _draft(cell, target, user):
    try:
        return targets.save_draft(cell.translation, target, user)
    except targets.DraftError as error:
        raise FlowError(str(error)) from error


def worked_on(cell, user):
    """Whether ``user`` submitted this translation, or wrote any of it since it was last approved."""
    if cell.submitted_by_id == user.pk:
        return True
    if cell.translation is None:
        return False
    texts = StringTranslation.objects.filter(
        locale_id=cell.locale_id, context__object_id=cell.row.object_id, last_translated_by=user
    )
    overrides = SegmentOverride.objects.filter(
        locale_id=cell.locale_id, context__object_id=cell.row.object_id, last_translated_by=user
    )
    if cell.approved_at:
        texts, overrides = (found.filter(updated_at__gt=cell.approved_at) for found in (texts, overrides))
    present = StringSegment.objects.filter(source_id=cell.translation.source_id).values("string_id")
    return texts.filter(translation_of_id__in=present).exists() or overrides.exists()


def cell_of_state(task_state):
    """The cell whose translation a step of Wagtail's workflow is about; None if there is none."""
    thing = task_state.workflow_state.content_object
    return rows.cell_of(thing, thing.locale) if thing is not None else None


# --- Services --------------------------------------------------------------------------------


@transaction.atomic
def assign(*, cells, assignee=KEEP, deadline=KEEP, user):
    """Give ``cells`` to a person who translates into their languages, and a deadline; None takes it away.

    Who manages may do it; a translator may take what nobody has. Returns the cells that changed.
    """
    manages, changed = may_manage(user), []
    for given in cells:
        cell = _lock(given)
        takes = assignee is not KEEP and assignee == user and deadline is KEEP and cell.assignee_id in (None, user.pk)
        _demand(manages or takes, _("You do not assign translations."))
        names = []
        if assignee is not KEEP and cell.assignee_id != getattr(assignee, "pk", None):
            if assignee is not None and not may_translate(assignee, cell.locale_id):
                raise FlowError(
                    _("%(person)s does not translate into this language.") % {"person": mails.name_of(assignee)}
                )
            cell.assignee = assignee
            names.append("assignee")
        if deadline is not KEEP and cell.deadline != deadline:
            cell.deadline = deadline
            names.append("deadline")
        if names:
            cell.save(update_fields=names)
            _note(
                cell,
                "assign",
                user,
                person=mails.name_of(cell.assignee) if cell.assignee else "",
                deadline=cell.deadline.isoformat() if cell.deadline else "",
            )
            changed.append(cell)
    mails.assigned(changed, user)
    return changed


@transaction.atomic
def submit(*, cell, user):
    """Hand a finished translation to its reviewers: its draft is made, what is live stays."""
    cell = _lock(cell)
    _demand(may_translate(user, cell.locale_id), _("You do not translate into this language."))
    translation = _translation(cell)
    if cell.stage == Stage.REVIEW:
        raise FlowError(_("This is in review already."))
    _demand_texts(translation)
    target = targets.target_object(cell)
    _demand_free(target, user)
    # A copy that followed its source, or what has no draft, would change what the public sees: that waits for approval.
    drafted = target or targets.source_object(cell)
    if targets.keeps_drafts(drafted) and not (target and targets.is_alias(target) and target.live):
        target = _draft(cell, target, user)
        workflow.begin(target, user)
    cell.stage, cell.submitted_by, cell.submitted_at, cell.remark = Stage.REVIEW, user, timezone.now(), ""
    cell = _save(cell, "stage", "submitted_by", "submitted_at", "remark")
    _note(cell, "submit", user, target)
    return cell


@transaction.atomic
def withdraw(*, cell, user):
    """Take a translation back from review, to go on with it."""
    cell = _lock(cell)
    _demand(may_translate(user, cell.locale_id), _("You do not translate into this language."))
    _demand_in_review(cell)
    return _reopen(cell, user, "withdraw")


def _demand_in_review(cell):
    if cell.stage != Stage.REVIEW:
        raise FlowError(_("This is not in review."))


def _reopen(cell, user, action):
    target = targets.target_object(cell)
    if target is not None:
        workflow.end(target, user)
    cell.stage = Stage.TRANSLATING
    cell = _save(cell, "stage")
    _note(cell, action, user, target)
    return cell


@transaction.atomic
def text_changed(*, cell, user):
    """A text was written after submission or approval; called by whoever saves it, in the same transaction.

    What is approved is open again. What is in review stays there if a reviewer wrote, or else goes back to translators.
    """
    cell = _lock(cell)
    if cell.stage == Stage.TRANSLATING or (cell.stage == Stage.REVIEW and user and may_review(user, cell.locale_id)):
        return rows.refresh_cell(cell)
    if cell.stage == Stage.REVIEW:
        return _reopen(cell, user, "withdraw")
    cell.stage = Stage.TRANSLATING
    return _save(cell, "stage")


def texts_written(translation, user):
    """``user`` wrote texts of ``translation``, or replaced a picture: what that is to its cell, if it was handed in."""
    cell = BoardCell.objects.filter(translation=translation).exclude(stage=Stage.TRANSLATING).first()
    if cell is not None:
        text_changed(cell=cell, user=user)


@transaction.atomic
def send_back(*, cell, user, reason):
    """Give a translation back to who submitted it, and say why."""
    cell = _lock(cell)
    _demand_review(user, cell)
    _demand_in_review(cell)
    reason = (reason or "").replace("\x00", "").strip()
    if not reason:
        raise FlowError(_("Say what is to change."))
    target = targets.target_object(cell)
    if target is not None:
        workflow.decide(target, user, approved=False, comment=reason)
    cell.stage, cell.remark = Stage.TRANSLATING, reason
    cell = _save(cell, "stage", "remark")
    _note(cell, "send_back", user, target, reason=reason)
    mails.sent_back(cell, user)
    return cell


@transaction.atomic
def approve(*, cell, user, confirmed=()):
    """Approve what is in review; published if its source is public, else it waits as a draft for the release.

    ``confirmed`` names the segments with an untouched text of a machine's which the person has read.
    """
    cell = _lock(cell)
    _demand_review(user, cell)
    _demand_in_review(cell)
    translation = _translation(cell)
    if is_four_eyes() and worked_on(cell, user):
        raise NotAllowedError(_("Somebody else has to approve this: you worked on it."))
    machine = _demand_texts(translation, confirmed=confirmed)
    _confirm(translation, machine)
    source, target = targets.source_object(cell), targets.target_object(cell)
    _demand_free(target, user)
    is_public = source is not None and targets.is_public(source)
    if target is not None and targets.keeps_drafts(target) and (is_public or not targets.is_alias(target)):
        if _is_stale(cell, translation, target):
            target = _draft(cell, target, user)
        workflow.decide(target, user, approved=True)
    cell.stage, cell.approved_hash, cell.remark = Stage.APPROVED, cell.row.text_hash, ""
    cell.approved_by, cell.approved_at = user, timezone.now()
    cell.save(update_fields=["stage", "approved_hash", "remark", "approved_by", "approved_at"])
    if is_public:
        target = _publish(cell, target, user)
    cell = rows.refresh_cell(_lock(cell))
    _note(cell, "approve", user, target)
    mails.approved(cell, user)
    return cell


def _is_stale(cell, translation, target):
    """Whether something changed after the draft was made: a text by a reviewer, or what the source shares."""
    if targets.is_alias(target) or cell.submitted_at is None or target.latest_revision is None:
        return True
    if translation.source.last_updated_at > cell.submitted_at:
        return True
    changed = Q(locale_id=cell.locale_id, context__object_id=cell.row.object_id, updated_at__gt=cell.submitted_at)
    return StringTranslation.objects.filter(changed).exists() or SegmentOverride.objects.filter(changed).exists()


def _confirm(translation, segment_ids):
    """Texts of a machine's that a person read are that person's words from now on."""
    for string_id, context_id in StringSegment.objects.filter(pk__in=segment_ids).values_list(
        "string_id", "context_id"
    ):
        StringTranslation.objects.filter(
            locale_id=translation.target_locale_id, translation_of_id=string_id, context_id=context_id
        ).update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)


def _publish(cell, target, user):
    try:
        return targets.publish(cell.translation, target, user)
    except targets.DraftError as error:
        raise FlowError(str(error)) from error


@transaction.atomic
def publish_approved(*, cell, user=None):
    """Publish an approved draft whose source is public; ``user`` is None for the release, which asks nobody.

    Nothing happens if it is published already.
    """
    cell = _lock(cell)
    _demand(user is None or may_review(user, cell.locale_id) or may_manage(user), _("You do not publish translations."))
    if cell.stage != Stage.APPROVED or cell.approved_hash != cell.row.text_hash:
        raise FlowError(_("This is not approved as it is now."))
    source, target = targets.source_object(cell), targets.target_object(cell)
    if source is None or not targets.is_public(source):
        raise FlowError(targets.not_public_yet(source))
    if target is None or not targets.keeps_drafts(target) or (target.live and not target.has_unpublished_changes):
        return cell
    _demand_free(target, user)
    if cell.translation is not None and targets.is_alias(target):
        target = _draft(cell, target, user)
    target = _publish(cell, target, user)
    cell = rows.refresh_cell(_lock(cell))
    _note(cell, "publish", user, target)
    return cell


@transaction.atomic
def mark_same(*, cell, user, same=True):
    """Say that a thing needs no translation into a language: it is the same there, on purpose."""
    cell = _lock(cell)
    _demand(may_review(user, cell.locale_id) or may_manage(user), _("You do not decide this for this language."))
    if cell.same_on_purpose == same:
        return cell
    cell.same_on_purpose = same
    cell = _save(cell, "same_on_purpose")
    _note(cell, "same" if same else "not_same", user)
    return cell


@transaction.atomic
def mark_current(*, cell, user):
    """Say that a page which is no longer synchronized says what its source says now."""
    cell = _lock(cell)
    _demand_review(user, cell)
    target = targets.target_object(cell)
    if target is None or targets.is_alias(target):
        raise FlowError(_("There is no translation yet."))
    if cell.translation is not None and cell.translation.enabled:
        raise FlowError(_("This is translated text by text: submit and approve it."))
    cell.stage, cell.approved_hash = Stage.APPROVED, cell.row.text_hash
    cell.approved_by, cell.approved_at = user, timezone.now()
    cell = _save(cell, "stage", "approved_hash", "approved_by", "approved_at")
    _note(cell, "current", user, target)
    return cell
