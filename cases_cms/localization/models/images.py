"""What a picture of the library shows, in each language; pages have descriptions of their own beside it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.models import TranslatableMixin

from cases_cms.core.localization import shared, translated


class ImageText(TranslatableMixin, models.Model):
    """The description of a picture in one language; its origin follows the picture's own (``localization.images``)."""

    image = models.ForeignKey(
        get_image_model_string(), verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+", editable=False
    )
    text = models.CharField(
        _("what the picture shows"), max_length=255, help_text=_("For people who do not see the picture.")
    )

    override_translatable_fields = [*translated("text"), *shared("image")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("description of a picture")
        verbose_name_plural = _("descriptions of pictures")

    def __str__(self):
        return self.text
