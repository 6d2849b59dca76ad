"""The exchange of spreadsheets in the admin; each part registers its own, below ``admin/``."""

import cases_cms.interchange.admin.export
import cases_cms.interchange.admin.imports
import cases_cms.interchange.admin.log
import cases_cms.interchange.admin.urls  # noqa: F401  registers the addresses of all parts
