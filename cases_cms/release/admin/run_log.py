"""What a release and its undoing are called in Wagtail's log."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cases_cms.core.languages import language_label


class ReleaseFormatter(LogFormatter):
    """How much, in which languages."""

    label = gettext_lazy("Edition released")

    def format_message(self, log_entry):
        number = log_entry.data.get("pages", 0)
        languages = _(", ").join(str(language_label(code)) for code in log_entry.data.get("languages", []))
        return ngettext(
            "Edition released: %(number)d page; %(languages)s",
            "Edition released: %(number)d pages; %(languages)s",
            number,
        ) % {"number": number, "languages": languages}


class UndoFormatter(LogFormatter):
    """How much, and why."""

    label = gettext_lazy("Release undone")

    def format_message(self, log_entry):
        number = log_entry.data.get("pages", 0)
        return ngettext(
            "Release undone, %(number)d page under embargo again: “%(reason)s”",
            "Release undone, %(number)d pages under embargo again: “%(reason)s”",
            number,
        ) % {"number": number, "reason": log_entry.data.get("reason", "")}


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("cases_release.release")(ReleaseFormatter)
    actions.register_action("cases_release.undo")(UndoFormatter)
