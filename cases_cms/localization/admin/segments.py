"""Sources and texts in the admin: what is logged of them, and the warning before texts go."""

from django.apps import apps
from django.contrib import messages
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cases_cms.localization.retired import texts_of_locale, texts_of_page, texts_of_things
from cases_cms.localization.sources import HANDED_OVER, MINOR_EDIT


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Names of what sources' services log."""
    actions.register_action(
        MINOR_EDIT, gettext_lazy("Minor edit"), gettext_lazy("Published as a minor edit: translations stay as they are")
    )

    @actions.register_action(HANDED_OVER)
    class HandOverFormatter(LogFormatter):
        label = gettext_lazy("Hand over to translators")

        def format_message(self, entry):
            languages = entry.data.get("languages", [])
            message = ngettext(
                "Handed over to translators of %(count)s language: %(languages)s",
                "Handed over to translators of %(count)s languages: %(languages)s",
                len(languages),
            )
            return message % {"count": len(languages), "languages": _(", ").join(languages)}


def _warning(count):
    return ngettext(
        "%(count)s translated text goes with it. It is kept, offered by the translation memory, and comes back "
        "when the same page is handed over in the same language again.",
        "%(count)s translated texts go with it. They are kept, offered by the translation memory, and come back "
        "when the same page is handed over in the same language again.",
        count,
    ) % {"count": count}


@hooks.register("before_delete_page")
def warn_before_page_goes(request, page):
    """Say how many texts of translators a page takes along, on the page that asks whether it shall go."""
    count = texts_of_page(page).count() if request.method == "GET" else 0
    if count:
        messages.warning(request, _warning(count))


@hooks.register("before_delete_snippet")
def warn_before_snippet_goes(request, instances):
    """As with pages."""
    count = texts_of_things(instances).count() if request.method == "GET" else 0
    if count:
        messages.warning(request, _warning(count))


def warn_before_language_goes():
    """Let the page that asks whether a language shall go say what goes with it; it has no hook for that."""
    name = "wagtail_localize.locales" if apps.is_installed("wagtail_localize.locales") else "wagtail.locales"
    if not apps.is_installed(name):
        return
    if name == "wagtail.locales":
        from wagtail.locales.views import DeleteView  # only one of the two is installed
    else:
        from wagtail_localize.locales.views import DeleteView
    question = DeleteView.confirmation_message

    def confirmation_message(self):
        count = texts_of_locale(self.get_object()).count()
        return format_lazy("{} {}", question, _warning(count)) if count else question

    DeleteView.confirmation_message = property(confirmation_message)


warn_before_language_goes()
