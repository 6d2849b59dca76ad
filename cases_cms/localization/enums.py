"""Codes of the workshop; they are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CellState(models.TextChoices):
    """Where a thing stands in one language, as the board shows it."""

    MISSING = "missing", pgettext_lazy("translation", "Missing")
    NOT_STARTED = "not_started", pgettext_lazy("translation", "Not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("translation", "In progress")
    IN_REVIEW = "in_review", pgettext_lazy("translation", "In review")
    CURRENT = "current", pgettext_lazy("translation", "Current")
    OUT_OF_DATE = "out_of_date", pgettext_lazy("translation", "Out of date")
    SAME_ON_PURPOSE = "same", pgettext_lazy("translation", "Same on purpose")


class Stage(models.TextChoices):
    """How far people have taken a translation: translate, review, approve."""

    TRANSLATING = "translating", _("Being translated")
    REVIEW = "review", pgettext_lazy("translation", "In review")
    APPROVED = "approved", _("Approved")


class Origin(models.TextChoices):
    """Where a text in the history of a segment comes from."""

    TYPED = "typed", _("Typed")
    MEMORY = "memory", _("From the memory")
    MACHINE = "machine", _("Machine translation")
    FILE = "file", _("From a file")
    KEPT = "kept", _("Still right")
    MINOR = "minor", _("Kept after a minor edit")
    RESTORED = "restored", _("Restored from the history")
    CONFLICT = "conflict", _("Set aside in a conflict")
    RETIRED = "retired", _("Set aside when its page or language went")
    IMPORTED = "imported", _("Came with the content")


class FormStatus(models.TextChoices):
    """What a word is to a term in a language."""

    OFFICIAL = "official", _("Official")
    ALLOWED = "allowed", _("Allowed")
    FORBIDDEN = "forbidden", _("Forbidden")


class PartOfSpeech(models.TextChoices):
    """As in TBX-Basic."""

    NOUN = "noun", _("Noun")
    PROPER_NOUN = "properNoun", _("Proper noun")
    VERB = "verb", _("Verb")
    ADJECTIVE = "adjective", _("Adjective")
    ADVERB = "adverb", _("Adverb")
    OTHER = "other", pgettext_lazy("part of speech", "Other")
