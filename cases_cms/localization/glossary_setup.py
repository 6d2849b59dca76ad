"""What the glossary and machines are to the rest of the site: rights, memory, search, the board's action."""

from cases_cms.core import roles
from cases_cms.localization import (
    bulk_machine,  # noqa: F401  registers itself
    glossary,
)
from cases_cms.localization.site_terms import register_with_search


def set_up_glossary():
    """Called once, when the apps are ready."""
    roles.grant_model(
        "cases_localization.term",
        {
            roles.RoleCode.EDITORS: ("view",),
            roles.RoleCode.TRANSLATORS: ("view",),
            roles.RoleCode.MODERATORS: ("add", "change", "view"),
            roles.RoleCode.SECRETARIAT: ("add", "change", "delete", "view"),
        },
    )
    glossary.connect()
    register_with_search()
