"""Numbers that are known only as "over 230" keep their "over"."""

from dataclasses import dataclass

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Qualifier(models.TextChoices):
    """How exactly a number is known."""

    EXACT = "exact", _("exactly")
    OVER = "over", _("over")
    ABOUT = "about", _("about")


@dataclass(frozen=True)
class Quantity:
    """A whole number and how exactly it is known; its ``str`` is in the active language."""

    number: int
    qualifier: str = Qualifier.EXACT

    def __str__(self):
        number = number_format(self.number, use_l10n=True, force_grouping=True)
        if self.qualifier == Qualifier.OVER:
            return gettext("over %(number)s") % {"number": number}
        if self.qualifier == Qualifier.ABOUT:
            return gettext("about %(number)s") % {"number": number}
        return number


def quantity_fields(verbose_name, help_text=""):
    """The two columns of a quantity: a number that may be unknown (null), and its qualifier."""
    return (
        models.PositiveIntegerField(verbose_name, null=True, blank=True, help_text=help_text),
        models.CharField(
            _("known as"),
            max_length=8,
            choices=Qualifier.choices,
            default=Qualifier.EXACT,
            help_text=_("“Over” and “about” are printed in front of the number."),
        ),
    )


def quantity(number, qualifier):
    """A Quantity, or None where the number is not known."""
    return None if number is None else Quantity(number, qualifier)
