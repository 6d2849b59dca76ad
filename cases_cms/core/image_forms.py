"""Uploads of pictures: what is no picture, cut off, or far too large is refused with a message."""

from django.core.exceptions import ValidationError
from PIL import Image as PILImage
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class CarefulImageField(WagtailImageField):
    """Reads the size in the header before any pixel, and answers a broken file with an error of the form.

    Wagtail decodes the whole picture to learn its size, and lets the decoder's exceptions through: a PNG that is cut
    off is a server error there (8.0.1).
    """

    def check_image_pixel_size(self, f):
        try:
            self.check_size_in_header(f)
            super().check_image_pixel_size(f)
        except ValidationError:
            raise
        except Exception as error:  # decoders raise whatever they like
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error

    def check_size_in_header(self, f):
        """Refuse a picture whose header names more pixels than are allowed."""
        if self.max_image_pixels is None:
            return
        position = f.tell()
        f.seek(0)
        try:
            with PILImage.open(f) as picture:
                pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
        except PILImage.DecompressionBombError:
            return  # Wagtail has a message of its own for these
        finally:
            f.seek(position)
        if pixels > self.max_image_pixels:
            raise ValidationError(
                self.error_messages["file_too_many_pixels"]
                % {"num_pixels": pixels, "max_pixels_count": self.max_image_pixels},
                code="file_too_many_pixels",
            )


class ImageForm(BaseImageForm):
    """The form of the image library; set it as WAGTAILIMAGES_IMAGE_FORM_BASE."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = CarefulImageField(
                label=given.label, help_text=given.help_text, required=given.required, widget=given.widget
            )
