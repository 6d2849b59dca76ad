"""Choices of members."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MembershipKind(models.TextChoices):
    """The six kinds of membership."""

    INITIATING = "initiating", _("Initiating members")
    SENIOR = "senior", _("Senior members")
    MEMBER = "member", _("Members")
    COOPERATIVE = "cooperative", _("Cooperative members")
    NON_PROFIT = "non_profit", _("Non-profit institution members")
    INDIVIDUAL = "individual", _("Individual members")
