"""Choices of the Collection."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Phase(models.TextChoices):
    """Phases of an edition, in order."""

    CALL = "call", _("Call for applications")
    APPLICATION = "application", _("Application")
    REVIEW = "review", _("Review")
    PREPARATION = "preparation", _("Preparation")
    RELEASE = "release", _("Release")
    FOLLOW_UP = "follow_up", _("Follow-up")


class OrganizationRole(models.TextChoices):
    """What an organization is to a case."""

    APPLICANT = "applicant", _("Applying organization")
    PARTNER = "partner", _("Participating organization")


class BenefitAudience(models.TextChoices):
    """Whom a benefit of an edition is for."""

    OUTSTANDING = "outstanding", _("Owners of outstanding cases")
    COLLECTION = "collection", _("Owners of all cases in the Collection")


class Distinction(models.TextChoices):
    """Values of the filter ``outstanding``."""

    OUTSTANDING = "yes", _("Outstanding cases")
    OTHER = "no", _("Other cases")


class Accent(models.IntegerChoices):
    """The colour of a category: a design token (--cc-accent-1 … --cc-accent-8), not a value."""

    ONE = 1, _("Water (blue)")
    TWO = 2, _("Silk (crimson)")
    THREE = 3, _("Lantern (amber)")
    FOUR = 4, _("Stone (slate)")
    FIVE = 5, _("Bamboo (green)")
    SIX = 6, _("Plum (violet)")
    SEVEN = 7, _("Tea (brown)")
    EIGHT = 8, _("Jade (teal)")
