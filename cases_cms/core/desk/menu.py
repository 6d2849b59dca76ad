"""The menu "Practice cases": every app of the plugin hangs its own items into it."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cases_cms.core.bulk_services import WORK
from cases_cms.core.roles import rights_on, roles_by_group

#: The hook by which items come into the menu: set it as ``menu_hook`` of a viewset, or register a MenuItem.
MENU_HOOK = "register_practice_cases_menu_item"

_listed = {}


def register_listing(viewset):
    """Remember the listing of a page type; its bulk actions and its menu item follow."""
    _listed[viewset.model] = viewset


def listing_of(model):
    """The viewset that lists pages of ``model``, or None."""
    return _listed.get(model)


def listed_models():
    """Page types that have a listing."""
    return list(_listed)


def working_paths(user):
    """Tree paths at and below which ``user`` may do something; None for everywhere. One query a request."""
    if user.is_superuser and user.is_active:
        return None
    return sorted(
        {
            permission.page.path
            for permission in page_permission_policy.get_cached_permissions_for_user(user)
            if permission.permission.codename.rsplit("_", maxsplit=1)[0] in WORK
        }
    )


def below(paths, name="path"):
    """Condition for pages at or below any of ``paths``; None stands for everywhere."""
    if paths is None:
        return Q()
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{name}__startswith": path})
    return condition


def _has_use(user, model):
    """Whether one of the user's groups does anything with pages of ``model``; a role may have no use for them."""
    roles = roles_by_group(user)
    return any(
        permission.group_id not in roles or rights_on(model, roles[permission.group_id])
        for permission in page_permission_policy.get_cached_permissions_for_user(user)
    )


def may_somewhere(user, model, rights):
    """Whether one of the user's groups has one of ``rights`` (PageRight) on pages of ``model``, at some place.

    Groups that are no role have what Wagtail stores for them, whatever the type. No query after the menu's.
    """
    if user.is_superuser and user.is_active:
        return True
    roles = roles_by_group(user)
    for permission in page_permission_policy.get_cached_permissions_for_user(user):
        if permission.group_id in roles:
            if rights & rights_on(model, roles[permission.group_id]):
                return True
        elif permission.permission.codename.rsplit("_", maxsplit=1)[0] in {right.split("_")[0] for right in rights}:
            return True
    return False


def workable_models(request):
    """Listed page types of which there are pages, or places for pages, where the user may do something.

    Three queries at most, kept on the request: the menu is drawn on every page of the admin.
    """
    if not hasattr(request, "_cases_cms_workable"):
        paths = working_paths(request.user)
        if paths is None:
            found = set(_listed)
        else:
            homes = {
                model: {model, *model.allowed_parent_page_models()}
                for model in _listed
                if _has_use(request.user, model)
            }
            types = ContentType.objects.get_for_models(*{model for group in homes.values() for model in group})
            present = set(
                Page.objects.filter(below(paths), content_type__in=types.values())
                .order_by()
                .values_list("content_type_id", flat=True)
                .distinct()
            )
            found = {model for model, group in homes.items() if any(types[each].pk in present for each in group)}
        request._cases_cms_workable = found
    return request._cases_cms_workable


class ListingMenuItem(MenuItem):
    """An item that is there for those who may do something with pages of its type."""

    model = None

    def is_shown(self, request):
        return self.model in workable_models(request)


def practice_cases_menu_item():
    """The menu itself; it is shown if one of its items is."""
    return SubmenuMenuItem(
        _("Practice cases"),
        Menu(register_hook_name=MENU_HOOK, construct_hook_name="construct_practice_cases_menu"),
        name="practice-cases",
        icon_name="folder-open-inverse",
        order=150,
    )
