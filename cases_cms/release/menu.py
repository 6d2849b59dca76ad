"""The admin's menu “Release”."""

from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import Menu, SubmenuMenuItem

#: The hook by which items come into the menu: set it as ``menu_hook`` of a viewset, or register a MenuItem.
MENU_HOOK = "register_release_menu_item"

release_menu = Menu(register_hook_name=MENU_HOOK)


def release_menu_item():
    return SubmenuMenuItem(
        pgettext_lazy("release", "Release"), release_menu, name="release", icon_name="date", order=220
    )
