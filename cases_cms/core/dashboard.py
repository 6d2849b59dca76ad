"""What the admin's first page shows: each app registers its parts, in its ``wagtail_hooks``."""

from wagtail.permission_policies.pages import PagePermissionPolicy

_builders = []

#: Wagtail's own panels whose content ours has.
REPLACED = {"workflow_objects_to_moderate", "locked_pages"}


def register(builder):
    """Register ``builder(request)``: a wagtail Component with an ``order``, or None where it has nothing to say."""
    if builder not in _builders:
        _builders.append(builder)
    return builder


def replace_panels(request, panels):
    """Put the registered parts among Wagtail's ``panels``, in place."""
    own = [panel for builder in _builders if (panel := builder(request)) is not None]
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED] + own


def pages_for(user):
    """Pages of any type in which ``user`` may do something; as a queryset."""
    return PagePermissionPolicy().instances_user_has_any_permission_for(user, {"add", "change", "publish", "unlock"})
