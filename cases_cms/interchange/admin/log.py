"""What Wagtail's history says of imports."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cases_cms.interchange.applying import CHANGED, CREATED


@hooks.register("register_log_actions")
def register_import_actions(actions):
    for action, label, sentence in (
        (CREATED, _("Imported"), _("Imported from “%(file)s”, row %(row)s")),
        (CHANGED, _("Changed by an import"), _("Changed by an import of “%(file)s”, row %(row)s")),
    ):
        formatter = type("Formatter", (LogFormatter,), {"label": label, "format_message": _message(sentence)})
        actions.register_action(action)(formatter)
    actions.register_action("cases_interchange.upload", _("File uploaded"), _("File uploaded for an import"))
    actions.register_action("cases_interchange.discard", _("File discarded"), _("File of an import discarded"))


def _message(sentence):
    def format_message(self, log_entry):
        data = log_entry.data or {}
        return sentence % {"file": data.get("file", ""), "row": data.get("row", "")}

    return format_message
