"""Where Wagtail has no signal or setting of its own to be asked by: copying, and the end of a workflow."""

import functools

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, WorkflowState

from cases_cms.core import notes
from cases_cms.localization.guards import translation_of
from cases_cms.release.embargo import both, joined, refusal
from cases_cms.release.errors import EmbargoError
from cases_cms.release.guards import check_copies_editions_as_drafts, check_may_copy, embargo_keeping


def _ask_too(action_class, question):
    """Let ``question(action)`` be part of the action's own check, which comes before anything is written."""
    check = action_class.check
    if getattr(check, "asks_release", False):
        return

    @functools.wraps(check)
    def checked(self, *args, **kwargs):
        check(self, *args, **kwargs)
        question(self)

    checked.asks_release = True
    action_class.check = checked


def _before_copy(action):
    if action.keep_live and action.reset_translation_key:
        check_copies_editions_as_drafts(action.page, recursive=action.recursive)
    parent = action.to or action.page.get_parent()
    check_may_copy(action.page, parent, keep_live=action.keep_live, recursive=action.recursive)


def _before_alias(action):
    if action.reset_translation_key:
        check_copies_editions_as_drafts(action.page, recursive=action.recursive)
    parent = action.parent or action.page.get_parent()
    check_may_copy(action.page, parent, keep_live=True, recursive=action.recursive)


def _before_publication(action):
    """A translation does not say what its source is to say at the release."""
    from cases_cms.release.ready import source_waiting_reason  # it needs the models of all apps

    reason = source_waiting_reason(action.object) if isinstance(action.object, Page) else ""
    if reason:
        raise EmbargoError(reason)


def _approve(page, user, embargo):
    """What the end of a workflow is to a page under embargo: its approval for the release, which the person is told.

    A translation goes through the translators' board besides; then the workflow ends, and nothing else happens.
    """
    from cases_cms.release.ready import approve_for_release  # it needs the models of all apps

    title = page.get_admin_display_title()
    try:
        approve_for_release(page=page, user=user)
    except ValidationError as error:
        if translation_of(page) is None:
            raise
        sentence = _("“%(title)s” is not published. %(reasons)s") % {
            "title": title,
            "reasons": joined(error.messages),
        }
    else:
        sentence = _("“%(title)s” is approved for the release.") % {"title": title}
    notes.tell(both(sentence, refusal(embargo)))


def _finishing(on_finish):
    @functools.wraps(on_finish)
    def finish(workflow_state, user=None):
        page = workflow_state.content_object
        if isinstance(page, Page):
            embargo = embargo_keeping(page.get_latest_revision_as_object())
            if embargo is not None:
                _approve(page.specific, user, embargo)
                return None
        return on_finish(workflow_state, user=user)

    finish.asks_release = True
    return finish


def connect():
    """Called once the apps are ready."""
    if not getattr(WorkflowState.on_finish, "asks_release", False):
        WorkflowState.on_finish = _finishing(WorkflowState.on_finish)
    _ask_too(CopyPageAction, _before_copy)
    _ask_too(CreatePageAliasAction, _before_alias)
    _ask_too(PublishPageRevisionAction, _before_publication)
