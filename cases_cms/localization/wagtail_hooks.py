"""The workshop in the admin; each part registers its own, below ``admin/``."""

from wagtail import hooks

import cases_cms.localization.admin.board
import cases_cms.localization.admin.bulk
import cases_cms.localization.admin.editor
import cases_cms.localization.admin.editor_flow
import cases_cms.localization.admin.files
import cases_cms.localization.admin.flow
import cases_cms.localization.admin.glossary
import cases_cms.localization.admin.images
import cases_cms.localization.admin.segments
import cases_cms.localization.admin.teams
import cases_cms.localization.admin.upstream
import cases_cms.localization.admin.urls  # noqa: F401  registers the addresses of all parts
from cases_cms.localization.menu import translations_menu_item

hooks.register("register_admin_menu_item", translations_menu_item)
