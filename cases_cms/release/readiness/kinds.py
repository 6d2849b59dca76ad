"""Kinds of findings: codes, what they are called, how grave they are. Codes are stored and never change."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases_cms.collection.models import CasePage, EditionPage
from cases_cms.release.enums import Severity


@dataclass(frozen=True)
class Kind:
    """One sort of thing to do; ``hint`` says in a sentence what is to be done about it."""

    code: str
    label: str
    severity: Severity
    hint: str = ""


KINDS = {}


def register_kind(code, label, severity, hint=""):
    """Make a Kind known; the order of registration is the order on the page. Returns its code."""
    KINDS[code] = Kind(code, label, severity, hint)
    return code


MISSING = register_kind(
    "translation_missing",
    _("Translation missing"),
    Severity.BLOCKING,
    _("Hand the page over to the translators of this language."),
)
UNFINISHED = register_kind(
    "translation_unfinished",
    _("Translation not finished"),
    Severity.BLOCKING,
    _("Translate what is left."),
)
OUTDATED = register_kind(
    "translation_outdated",
    _("Translation out of date"),
    Severity.BLOCKING,
    _("Translate what changed, and have it approved anew."),
)
NOT_APPROVED = register_kind(
    "not_approved",
    _("Not approved"),
    Severity.BLOCKING,
    _("Somebody who may publish approves the latest draft for the release."),
)
TOO_LONG = register_kind("too_long", _("Over the limit"), Severity.BLOCKING, _("Shorten the four parts."))
COUNTRIES = register_kind(
    "countries", _("Fewer than two countries and regions"), Severity.BLOCKING, _("Name all that take part.")
)
CATEGORY = register_kind("category", _("Category not valid"), Severity.BLOCKING, _("Choose one of the categories."))
FIELD = register_kind(
    "field", _("Field empty or not valid"), Severity.BLOCKING, _("Mend the field, or the page cannot be published.")
)
NO_CASES = register_kind(
    "no_cases", _("No cases"), Severity.BLOCKING, _("Bring them in, or write them below the edition's page.")
)
MODERATION = register_kind(
    "moderation",
    _("In moderation"),
    Severity.BLOCKING,
    _("Bring the workflow to its end, or cancel it: what waits for a decision does not come out."),
)
EXPIRED = register_kind(
    "expired",
    _("Time on the site over"),
    Severity.BLOCKING,
    _("Remove the time at which the page is taken off the site, or choose a later one."),
)
PARENT = register_kind(
    "parent", _("Page above not public"), Severity.BLOCKING, _("Publish the page above, or put this one elsewhere.")
)
ADDRESS = register_kind("address", _("Address taken"), Severity.BLOCKING, _("Choose another address for it."))
OTHER_EDITION = register_kind(
    "other_edition",
    _("Kept by another edition"),
    Severity.BLOCKING,
    _("Take out what belongs to an edition that is released later, or release that one first."),
)
LEFT_OUT = register_kind(
    "left_out",
    _("Left out in another language"),
    Severity.WARNING,
    _("The edition does not wait for this language: finish the page, or let it come out later."),
)
ALT_TEXT = register_kind(
    "alt_text",
    _("Picture without a description"),
    Severity.WARNING,
    _("Say what it shows, for people who do not see it; mere decoration needs none."),
)
CAPTIONS = register_kind(
    "captions", _("Video without captions"), Severity.WARNING, _("Add a WebVTT file in the page's language.")
)
TRANSCRIPT = register_kind(
    "transcript", _("Video without a transcript"), Severity.WARNING, _("Write down what is said and shown.")
)
PICTURE_SMALL = register_kind(
    "picture_small", _("Picture too small"), Severity.WARNING, _("Ask for a larger one: this is shown blurred.")
)
PICTURE_GONE = register_kind(
    "picture_gone", _("Picture gone"), Severity.WARNING, _("It was deleted from the library: choose another one.")
)
LINK = register_kind(
    "link", pgettext_lazy("finding", "Broken link"), Severity.WARNING, _("Correct the address, or remove the link.")
)
ORGANIZATION_COUNTRY = register_kind(
    "organization_country",
    _("Organization without a country or region"),
    Severity.WARNING,
    _("Say where its head office is."),
)
ORGANIZATION_LANGUAGE = register_kind(
    "organization_language",
    _("Organization not translated"),
    Severity.WARNING,
    _("Enter its official name in this language."),
)
STORY_MISSING = register_kind(
    "story_missing",
    _("No story for an outstanding case"),
    Severity.WARNING,
    _("Write the story that is told on stage, and name the case in it."),
)
STORY_VIDEO = register_kind(
    "story_video", _("Story without a video"), Severity.WARNING, _("Add the recording, or its address.")
)


def keeps_back(model):
    """Whether an edition waits for pages of this type: for itself, its cases and their stories.

    What else belongs to it (voices, journeys, news, kept pages) is left out of the release as long as it is not ready.
    """
    return issubclass(model, EditionPage | CasePage) or getattr(model, "is_story", False)
