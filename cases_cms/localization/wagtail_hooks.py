"""The workshop in the admin; each part registers its own, below ``admin/``."""

from wagtail import hooks

from cases_cms.localization.admin import urls  # noqa: F401  registers the addresses of all parts
from cases_cms.localization.menu import translations_menu_item

hooks.register("register_admin_menu_item", translations_menu_item)
