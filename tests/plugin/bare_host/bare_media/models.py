from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture with a photographer."""

    photographer = models.CharField(max_length=80, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "photographer")


class Rendition(AbstractRendition):
    """A picture in a size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class File(AbstractDocument):
    """A document with a source."""

    source = models.CharField(max_length=80, blank=True)
    admin_form_fields = (*Document.admin_form_fields, "source")
