"""Where Wagtail has no signal or setting of its own to be asked by: copying, and the end of a workflow."""

import functools

from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction

from cases_cms.release.guards import check_copies_editions_as_drafts, check_may_copy


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


def connect():
    """Called once the apps are ready."""
    _ask_too(CopyPageAction, _before_copy)
    _ask_too(CreatePageAliasAction, _before_alias)
