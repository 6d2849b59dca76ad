"""The admin's menu “Translations”."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

#: The hook by which items come into the menu: set it as ``menu_hook`` of a viewset, or register a MenuItem.
MENU_HOOK = "register_translations_menu_item"

translations_menu = Menu(register_hook_name=MENU_HOOK)


def translations_menu_item():
    return SubmenuMenuItem(
        _("Translations"), translations_menu, name="translations", icon_name="wagtail-localize-language", order=210
    )
