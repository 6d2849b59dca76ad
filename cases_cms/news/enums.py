"""Choices of news."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsKind(models.TextChoices):
    """Kinds of news."""

    WIC = "wic", _("WIC News")
    INDUSTRY = "industry", _("Industry Updates")
