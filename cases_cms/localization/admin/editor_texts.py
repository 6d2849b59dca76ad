"""What the editor says by its script and in its list of shortcuts, and what the log says of its comments."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Widths at which the preview is laid out, in CSS pixels.
PREVIEW_WIDTHS = {"phone": 390, "wide": 1280}
#: Keys and what they do, as the list of shortcuts shows them.
KEYS = [
    ("Ctrl + Enter", gettext_lazy("Right as it stands: save, and go to the next segment that is left")),
    ("Alt + ↓, Alt + ↑", gettext_lazy("Next or previous segment")),
    ("Alt + 1 … 9", gettext_lazy("Insert a tag of the source, around what is selected")),
    ("Alt + Shift + 1 … 9", gettext_lazy("Insert a term of the glossary")),
    ("Alt + M", gettext_lazy("Take the best match of the memory")),
    ("Alt + C", gettext_lazy("Copy the source")),
    ("Alt + K", gettext_lazy("Write a comment or question")),
    ("Alt + P", gettext_lazy("Preview")),
    ("Alt + /", gettext_lazy("This list")),
    ("Ctrl + S", gettext_lazy("Save now (texts are saved by themselves, too)")),
]

TALK_ACTIONS = [
    ("comment", gettext_lazy("Comment on a translation"), gettext_lazy("Commented on a translation")),
    ("resolve", gettext_lazy("Resolve a comment"), gettext_lazy("Resolved a comment on a translation")),
    ("reopen", gettext_lazy("Open a comment again"), gettext_lazy("Opened a comment on a translation again")),
]


def script_texts():
    """The sentences of the script, in the language of the admin."""
    return {
        "saved": _("All saved"),
        "saving": _("Saving…"),
        "writing": _("Not saved yet"),
        "offline": _("Not saved: kept on this device"),
        "refused": _("Not saved: look at the segment"),
        "forbidden": _("You may not save this, or you were logged out. Your text is kept on this device."),
        "failed": _("This could not be saved. Your text is kept on this device."),
        "restored": _("Texts kept on this device were put back: %(count)s."),
        "lost": _("This text was kept on this device, but its segment is no longer in the source."),
        "moved": _("Show the new source"),
        "room": _("%(count)s of %(limit)s characters"),
        "close": _("Close"),
        "noHelp": _("The help for this segment could not be loaded."),
        "notSent": _("The comment could not be sent. Try again."),
        "preview": _("Preview"),
        "previewing": _("Loading…"),
        "noPreview": _("The preview could not be loaded."),
    }
