"""Descriptions of pictures in the admin: written in the library of images, translated in the editor."""

from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cases_cms.localization.menu import MENU_HOOK
from cases_cms.localization.models import ImageText


class OnlyChanged(ModelPermissionPolicy):
    """They come and go with the pictures' own descriptions."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)


class ImageTextViewSet(SnippetViewSet):
    """The form behind a translation, and a list of them."""

    model = ImageText
    icon = "image"
    menu_hook = MENU_HOOK
    menu_order = 90
    menu_name = "image-texts"
    list_display = ["text"]
    search_fields = ["text"]
    panels = [FieldPanel("text")]


register_permission_policy(ImageText, OnlyChanged(ImageText))
register_snippet(ImageTextViewSet)
