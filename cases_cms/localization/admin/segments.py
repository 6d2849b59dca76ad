"""What the workshop writes into Wagtail's log about sources."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cases_cms.localization.sources import HANDED_OVER, MINOR_EDIT


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Names of what sources' services log."""
    actions.register_action(MINOR_EDIT, _("Minor edit"), _("Published as a minor edit: translations stay as they are"))

    @actions.register_action(HANDED_OVER)
    class HandOverFormatter(LogFormatter):
        label = _("Hand over to translators")

        def format_message(self, entry):
            languages = entry.data.get("languages", [])
            message = ngettext(
                "Handed over to translators of %(count)s language: %(languages)s",
                "Handed over to translators of %(count)s languages: %(languages)s",
                len(languages),
            )
            return message % {"count": len(languages), "languages": ", ".join(languages)}
