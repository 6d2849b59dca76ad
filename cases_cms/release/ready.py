"""What is approved for the release: a page by a mark on its latest revision, a translation by the board."""

import json
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.text import capfirst
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

from cases_cms.collection.models import EditionPage
from cases_cms.core.outcomes import Outcome, Report
from cases_cms.core.told import gettext as _
from cases_cms.core.turns import take_turn
from cases_cms.localization import flow, rows
from cases_cms.localization.drafts import build, save_draft, target_of
from cases_cms.localization.enums import Stage
from cases_cms.localization.guards import translation_of
from cases_cms.localization.models import BoardCell, BoardRow
from cases_cms.localization.sources import bring_up, find_source, update_source
from cases_cms.release.embargo import announcing, embargo_of, joined, until
from cases_cms.release.files import hold_for
from cases_cms.release.models import ReadyMark


@dataclass(frozen=True)
class ReadyState:
    """Whether a page may come out as it is: with the revision of that id. ``reason`` is a sentence why not."""

    is_ready: bool
    reason: str = ""
    revision_id: int | None = None


# --- Questions -----------------------------------------------------------------------------------


def _state_of_translation(page, row, cell):
    if cell is None or cell.stage != Stage.APPROVED or not cell.approved_hash:
        return ReadyState(False, _("The translation is not approved."), page.latest_revision_id)
    if cell.approved_hash != row.text_hash:
        reason = _("Its source has changed since the translation was approved.")
        return ReadyState(False, reason, page.latest_revision_id)
    return ReadyState(True, "", page.latest_revision_id)


def _state_of_source(page, marked):
    if marked is None:
        return ReadyState(False, _("It is not approved for the release."), page.latest_revision_id)
    if marked != page.latest_revision_id:
        return ReadyState(False, _("It has changed since it was approved for the release."), page.latest_revision_id)
    return ReadyState(True, "", marked)


def ready_states(pages):
    """``{page id: ReadyState}`` of Pages, plain or specific; what is public as it stands is ready. Three queries."""
    pages = list(pages)
    marks = dict(
        ReadyMark.objects.filter(page_id__in=[page.pk for page in pages]).values_list("page_id", "revision_id")
    )
    found = {
        row.object_id: row for row in BoardRow.objects.filter(object_id__in={page.translation_key for page in pages})
    }
    cells = {
        (cell.row_id, cell.locale_id): cell
        for cell in BoardCell.objects.filter(row_id__in=[row.pk for row in found.values()])
    }
    states = {}
    for page in pages:
        row = found.get(page.translation_key)
        if page.live and not page.has_unpublished_changes:
            states[page.pk] = ReadyState(True, "", page.live_revision_id or page.latest_revision_id)
        elif row is None or row.locale_id == page.locale_id:
            states[page.pk] = _state_of_source(page, marks.get(page.pk))
        else:
            states[page.pk] = _state_of_translation(page, row, cells.get((row.pk, page.locale_id)))
    return states


def is_waiting(page):
    """Whether a text of ``page``, an announced edition's own page which is public, was approved to wait."""
    return (
        isinstance(page, Page)
        and page.live
        and page.has_unpublished_changes
        and ReadyMark.objects.filter(page_id=page.pk).exists()
        and announcing(page) is not None
    )


def waiting_reason(page):
    """Why translations of ``page`` are not published now, in a sentence; "" if nothing of it waits."""
    if not is_waiting(page):
        return ""
    embargo = announcing(page)
    return _("Its text is approved for the release of the edition of %(year)s, and waits %(until)s.") % {
        "year": embargo.year,
        "until": until(embargo),
    }


def source_waiting_reason(page):
    """The same of a translation, whose source waits; "" for a source. No query for what is no edition's page."""
    if not isinstance(page, EditionPage) or not page.path or announcing(page) is None:
        return ""
    row = rows.row_of(page)
    if row is None or row.locale_id == page.locale_id:
        return ""
    source = EditionPage.objects.filter(translation_key=page.translation_key, locale_id=row.locale_id).first()
    return waiting_reason(source) if source is not None else ""


# --- Services ------------------------------------------------------------------------------------


def _demand_right(page, user):
    if user is not None and not page.permissions_for_user(user).can_publish():
        raise PermissionDenied


def _check_rules(page):
    """Raise ValidationError if the latest draft breaks a rule that publishing it would ask for."""
    draft = page.get_latest_revision_as_object()
    draft.live = True
    draft.full_clean()
    return draft


def _approve_translation(page, user):
    """A translation is approved where it is made; one that is no longer kept in step is, by who says that it is
    right as it stands."""
    cell = rows.cell_of(page, page.locale)
    if translation_of(page) is not None:
        if cell is None or not _state_of_translation(page, cell.row, cell).is_ready:
            raise ValidationError(
                _("This is a translation: it is approved on the board of translations; its original, in its language.")
            )
        return
    try:
        flow.mark_current(cell=cell, user=user)
    except flow.FlowError as error:
        raise ValidationError(str(error)) from error


@transaction.atomic
def approve_for_release(*, page, user):
    """Approve the latest draft of ``page``, which is under embargo, for its edition's release; returns the page.

    So is one of an announced edition's own page: what is public of it stays, the draft waits.
    Asks for what publishing asks: the right to do so (PermissionDenied), and that the rules are kept (ValidationError).
    What translators work from says the same from now on. ``user`` None is the site itself.
    """
    take_turn()
    page = Page.objects.get(pk=page.pk).specific
    _demand_right(page, user)
    if page.alias_of_id:
        raise ValidationError(_("It is a copy that follows another page; approve that one."))
    draft = _check_rules(page)
    announced = announcing(page)
    if embargo_of(draft) is None and announced is None:
        raise ValidationError(_("This is not under embargo: publish it."))
    row = rows.row_of(page)
    if row is not None and row.locale_id != page.locale_id:
        _approve_translation(page, user)
        return page
    revision = page.get_latest_revision() or draft.save_revision(user=user)
    ReadyMark.objects.update_or_create(page_id=page.pk, defaults={"revision": revision, "approved_by": user})
    source = find_source(page)
    if announced is not None:
        hold_for(announced, draft)
    if source is not None and page.live:
        bring_up(source, revision.as_object())
    elif source is not None:
        source = update_source(instance=page, user=user)
    if source is not None:
        _lead_approved(source, user, is_public=page.live)
    log(instance=page, action="cases_release.approve_page", user=user, revision=revision)
    return page


def _shared(target, content):
    """What ``content``, a revision's, says in the fields that a translation shares with its source."""
    content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    names = [field.field_name for field in get_translatable_fields(type(target)) if field.is_synchronized(target)]
    return [
        [{key: each for key, each in child.items() if key not in ("pk", "page")} for child in value]
        if isinstance(value, list) and all(isinstance(child, dict) for child in value)
        else value
        for value in map(content.get, names)
    ]


def _lead_approved(source, user, *, is_public):
    """Let the approved translations say what they share with their source (countries, pictures …) as it does now.

    An approval is one of texts, which stay: the release takes the latest draft, and must not find an older year in it.
    What is public of them stays.
    """
    cells = BoardCell.objects.filter(
        row__object_id=source.object_id, stage=Stage.APPROVED, translation__enabled=True
    ).select_related("translation__source", "translation__target_locale")
    for cell in cells:
        target = target_of(cell.translation)
        if target is None or target.alias_of_id or target.latest_revision is None or (target.live and not is_public):
            continue
        now = build(cell.translation, target).serializable_data()
        if _shared(target, now) != _shared(target, target.latest_revision.content):
            save_draft(cell.translation, user)


def _redraft(source, user):
    """Let the drafts of public translations say what their source says now: what they said waited with it."""
    for translation in source.translations.filter(enabled=True).select_related("source", "target_locale"):
        target = target_of(translation)
        if target is not None and not target.alias_of_id and target.live and target.has_unpublished_changes:
            save_draft(translation, user)


def hand_over_waiting(edition_key):
    """Give translators what waits on an announced edition's own page: its release, which gave it to all, is undone."""
    for page in EditionPage.objects.filter(translation_key=edition_key, live=True):
        source = find_source(page)
        if source is not None and is_waiting(page):
            bring_up(source, page.get_latest_revision_as_object())


@transaction.atomic
def withdraw_approval(*, page, user):
    """Take the approval of ``page`` for the release back; returns whether there was one."""
    take_turn()
    page = Page.objects.get(pk=page.pk).specific
    _demand_right(page, user)
    deleted, _models = ReadyMark.objects.filter(page_id=page.pk).delete()
    if deleted:
        source = find_source(page)
        if source is not None and page.live:
            bring_up(source, page)  # translators go on from what is public
            _redraft(source, user)
        log(instance=page, action="cases_release.withdraw_page", user=user)
    return bool(deleted)


def reasons_of(error, page):
    """The sentences of a ValidationError, each with the name of its field, as people read them."""
    if not hasattr(error, "error_dict"):
        return joined(error.messages)
    parts = []
    for name, texts in error.message_dict.items():
        try:
            label = page._meta.get_field(name).verbose_name
        except FieldDoesNotExist:
            parts += texts
        else:
            parts += [_("%(field)s: %(reason)s") % {"field": capfirst(label), "reason": text} for text in texts]
    return joined(parts)


@transaction.atomic
def approve_pages(*, pages, user):
    """Approve each of ``pages`` that may be; returns a Report: a page that breaks a rule stays as it was."""
    report = Report()
    known = ready_states(pages)
    for page in pages:
        if known[page.pk].is_ready:
            report.add(page, Outcome.UNCHANGED)
            continue
        try:
            with transaction.atomic():
                approve_for_release(page=page, user=user)
        except PermissionDenied:
            report.add(page, Outcome.FORBIDDEN)
        except ValidationError as error:
            report.add(page, Outcome.REFUSED, reasons_of(error, page))
        else:
            report.add(page, Outcome.CHANGED)
    return report
