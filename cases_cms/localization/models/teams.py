"""Who may do what, in which language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Locale


class LanguageRole(models.Model):
    """What a person may do with translations into a language. Without one: nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="language_roles")
    locale = models.ForeignKey(
        Locale, on_delete=models.CASCADE, related_name="language_roles", verbose_name=_("language")
    )
    translates = models.BooleanField(_("translates"), default=True)
    reviews = models.BooleanField(_("reviews and approves"), default=False)

    class Meta:
        verbose_name = _("role in a language")
        verbose_name_plural = _("roles in languages")
        ordering = ["locale", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "locale"], name="cases_localization_one_role_a_language")
        ]

    def __str__(self):
        return f"{self.user} · {self.locale}"


@register_setting(icon="globe")
class TranslationSettings(BaseGenericSetting):
    """How the workshop works on this site."""

    four_eyes = models.BooleanField(
        _("four eyes"),
        default=True,
        help_text=_("Nobody approves a translation that they worked on or submitted."),
    )

    class Meta:
        verbose_name = _("translation settings")
        verbose_name_plural = _("translation settings")
