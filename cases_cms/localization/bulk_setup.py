"""Registers the work that is done in the background; called once the models are ready."""


def set_up_bulk():
    """Kinds of jobs, and the board's actions."""
    from cases_cms.localization import bulk_actions, bulk_flow  # noqa: F401  register themselves
    from cases_cms.localization.files.jobs import register_import

    register_import()
