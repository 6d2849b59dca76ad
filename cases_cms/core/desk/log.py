"""What the desk's changes of many pages are called in the history of each page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cases_cms.core.languages import language_label


class TagsFormatter(LogFormatter):
    """Which tags came and went."""

    label = gettext_lazy("Tags")

    def format_message(self, log_entry):
        added, removed = log_entry.data.get("added", []), log_entry.data.get("removed", [])
        parts = []
        if added:
            parts.append(_("added %(names)s") % {"names": _(", ").join(added)})
        if removed:
            parts.append(_("removed %(names)s") % {"names": _(", ").join(removed)})
        return _("Tags: %(changes)s") % {"changes": _("; ").join(parts)}


class SubmitFormatter(LogFormatter):
    """Into which languages."""

    label = gettext_lazy("Submitted for translation")

    def format_message(self, log_entry):
        languages = [str(language_label(code)) for code in log_entry.data.get("languages", [])]
        return _("Submitted for translation into %(languages)s") % {"languages": _(", ").join(languages)}


def register_actions(actions):
    """Name the actions of ``bulk_services`` to Wagtail's log."""
    actions.register_action("cases_cms.tags")(TagsFormatter)
    actions.register_action("cases_cms.submit_for_translation")(SubmitFormatter)
