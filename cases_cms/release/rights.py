"""Who may do what with an edition's release; by permissions that roles have (apps)."""


def may_view(user):
    """Whether ``user`` sees what is planned, and what is not ready."""
    return user.has_perm("cases_release.view_editionrelease")


def may_prepare(user):
    """Whether ``user`` plans a release, rehearses it and says what belongs to it."""
    return user.has_perm("cases_release.prepare_editionrelease")


def may_confirm(user):
    """Whether ``user`` confirms what somebody else planned."""
    return user.has_perm("cases_release.confirm_editionrelease")


def may_run(user):
    """Whether ``user`` releases by hand, aborts and undoes."""
    return user.has_perm("cases_release.run_editionrelease")
