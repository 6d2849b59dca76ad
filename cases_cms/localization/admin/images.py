"""Descriptions of pictures in the admin: written in the library of images, translated in the editor."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cases_cms.localization.models import ImageText


class ImageTextViewSet(SnippetViewSet):
    """The form behind a translation; no item in the menu, since the board leads to it."""

    model = ImageText
    icon = "image"
    add_to_admin_menu = False
    list_display = ["text"]
    panels = [FieldPanel("text")]


register_snippet(ImageTextViewSet)
