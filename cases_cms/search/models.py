"""What search keeps beside Wagtail's index."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A word in Latin letters, folded, that stands in some indexed text, drafts included."""

    word = models.CharField(_("word"), max_length=32, primary_key=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self):
        return self.word
