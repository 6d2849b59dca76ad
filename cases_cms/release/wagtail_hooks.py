"""The release in the admin; each part registers its own, below ``admin/``."""

from wagtail import hooks

import cases_cms.release.admin.actions
import cases_cms.release.admin.bulk
import cases_cms.release.admin.contents
import cases_cms.release.admin.editions
import cases_cms.release.admin.files
import cases_cms.release.admin.history
import cases_cms.release.admin.log
import cases_cms.release.admin.pages
import cases_cms.release.admin.previews
import cases_cms.release.admin.readiness
import cases_cms.release.admin.run_log
import cases_cms.release.admin.runs
import cases_cms.release.admin.urls  # noqa: F401  registers the addresses of all parts
from cases_cms.release.menu import release_menu_item

hooks.register("register_admin_menu_item", release_menu_item)
