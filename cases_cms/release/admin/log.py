"""What the changes of a plan are called in Wagtail's log."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cases_cms.core.languages import language_label
from cases_cms.release.times import in_zones

MESSAGES = {
    "plan": (gettext_lazy("Release planned"), gettext_lazy("Release planned for %(time)s; languages: %(languages)s")),
    "confirm": (gettext_lazy("Release confirmed"), gettext_lazy("Release at %(time)s confirmed")),
    "abort": (gettext_lazy("Release aborted"), gettext_lazy("Release at %(time)s aborted: “%(reason)s”")),
    "announce": (gettext_lazy("Edition announced"), gettext_lazy("The edition's own page may be public")),
    "unannounce": (gettext_lazy("Announcement withdrawn"), gettext_lazy("The edition's own page is secret, too")),
    "hold": (gettext_lazy("Page kept for the release"), gettext_lazy("“%(title)s” comes out with the edition")),
    "approve_page": (gettext_lazy("Approved for the release"),) * 2,
    "withdraw_page": (gettext_lazy("Approval for the release withdrawn"),) * 2,
    "unschedule": (
        gettext_lazy("Schedule cleared: under embargo"),
        gettext_lazy("No longer scheduled to be published: it is under embargo"),
    ),
    "let_go": (gettext_lazy("Page kept no longer"), gettext_lazy("“%(title)s” no longer waits for the release")),
}


def _formatter(verb):
    class Formatter(LogFormatter):
        label = MESSAGES[verb][0]

        def format_message(self, log_entry):
            data = log_entry.data or {}
            times = in_zones(parse_datetime(data["release_at"])) if data.get("release_at") else []
            return MESSAGES[verb][1] % {
                "time": times[0] if times else "–",
                "languages": _(", ").join(str(language_label(code)) for code in data.get("languages", [])),
                "reason": data.get("reason", ""),
                "title": data.get("title", ""),
            }

    return Formatter


@hooks.register("register_log_actions")
def log_actions(actions):
    for verb in MESSAGES:
        actions.register_action(f"cases_release.{verb}")(_formatter(verb))
