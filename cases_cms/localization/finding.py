"""A remark on a translation, as every check gives it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """An error keeps a translation from being submitted, a warning does not."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")


@dataclass(frozen=True)
class Finding:
    """``code`` names the check and never changes; ``message`` is for people."""

    code: str
    message: str
    level: str = Level.WARNING
