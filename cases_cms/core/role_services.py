"""Writes the table of roles into the database: groups, their rights, their place in the workflow."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)
from wagtail.signals import post_page_move

from cases_cms.core import roles
from cases_cms.core.models import BasePage
from cases_cms.core.roles import Role, RoleCode

#: What Wagtail's first migrations make: a workflow of one task, for this group.
DEFAULT_TASK, DEFAULT_GROUP = "Moderators approval", "Moderators"
#: Roles that approve what editors submit.
APPROVING = (RoleCode.MODERATORS, RoleCode.SECRETARIAT)


@dataclass(frozen=True)
class Change:
    """One thing that was given to a role, or taken from it."""

    role: str
    what: str
    given: bool = True

    def __str__(self):
        return f"{self.role}: {'+' if self.given else '-'} {self.what}"


def find_tops():
    """The pages where the plugin's part of the tree begins, in every language: their parents are not the plugin's."""
    content_types = ContentType.objects.get_for_models(*_concrete(BasePage)).values()
    tops = []
    for path in Page.objects.filter(content_type__in=content_types).order_by("path").values_list("path", flat=True):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    return list(Page.objects.filter(path__in=tops).order_by("path"))


def _concrete(model):
    """Every model below ``model`` that has a table."""
    for child in model.__subclasses__():
        if not child._meta.abstract:
            yield child
        yield from _concrete(child)


def _free_name(wanted):
    """``wanted``, or with a number if the host has a group of this name."""
    name, number = wanted, 2
    while Group.objects.filter(name=name).exists():
        name, number = f"{wanted} {number}", number + 1
    return name


def _role(code, changes):
    """The Role of ``code``, made with a group of its own if there is none."""
    role = Role.objects.select_related("group").filter(code=code).first()
    if role is None:
        # A name is what people of every language see in Wagtail's lists; the code is what the program knows.
        group = Group.objects.create(name=_free_name(f"Practice cases: {code}"))
        role = Role.objects.create(code=code, group=group)
        log(instance=group, action="wagtail.create")
        changes.append(Change(code, group.name))
    return role


class _Writer:
    """Makes what is in the database equal to the table, for one role."""

    def __init__(self, role, changes, *, reset):
        self.role, self.group, self.changes, self.reset = role, role.group, changes, reset

    def compare(self, wanted, present, give, take):
        """Give what is missing; take what is too much if asked. Both are ``{name: key}``."""
        for name in sorted(wanted.keys() - present.keys()):
            give(wanted[name])
            self.changes.append(Change(self.role.code, name))
        if self.reset:
            for name in sorted(present.keys() - wanted.keys()):
                take(present[name])
                self.changes.append(Change(self.role.code, name, given=False))

    def write_models(self, permissions):
        wanted = {
            f"{app}.{name}": permissions[app, name]
            for app, name in roles.model_permissions(self.role.code)
            if (app, name) in permissions
        }
        present = {
            f"{permission.content_type.app_label}.{permission.codename}": permission
            for permission in self.group.permissions.select_related("content_type")
        }
        self.compare(wanted, present, self.group.permissions.add, self.group.permissions.remove)

    def write_pages(self, permissions, tops):
        wanted = {
            f"{name} @ {page.url_path}": (page, permissions["wagtailcore", f"{name}_page"])
            for page in tops
            for name in roles.page_permissions(self.role.code)
        }
        present = {
            f"{stored.permission.codename.removesuffix('_page')} @ {stored.page.url_path}": stored
            for stored in GroupPagePermission.objects.filter(group=self.group).select_related("page", "permission")
        }
        self.compare(
            wanted,
            present,
            lambda key: GroupPagePermission.objects.create(group=self.group, page=key[0], permission=key[1]),
            lambda stored: stored.delete(),
        )

    def write_library(self, permissions):
        root = Collection.get_first_root_node()
        wanted = {
            f"{app}.{name} @ {root}": permissions[app, name]
            for app, name in roles.library_permissions(self.role.code)
            if (app, name) in permissions
        }
        present = {
            f"{stored.permission.content_type.app_label}.{stored.permission.codename} @ {stored.collection}": stored
            for stored in GroupCollectionPermission.objects.filter(group=self.group).select_related(
                "collection", "permission__content_type"
            )
        }
        self.compare(
            wanted,
            present,
            lambda key: GroupCollectionPermission.objects.create(group=self.group, collection=root, permission=key),
            lambda stored: stored.delete(),
        )


def _permissions():
    """``{(app label, codename): Permission}`` of all there are; an app that is left out has none."""
    return {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }


def _join_workflow(all_roles, tops, changes):
    """Let the approving roles approve in the workflow that Wagtail comes with, if nobody has made it another.

    Who approves may also edit, so the roles join only if nothing but the plugin's pages go through it.
    """
    task = GroupApprovalTask.objects.filter(name=DEFAULT_TASK, active=True).first()
    if task is None or not tops:
        return
    groups = [all_roles[code].group for code in APPROVING]
    names = set(task.groups.exclude(pk__in=[group.pk for group in groups]).values_list("name", flat=True))
    others = Page.objects.filter(depth=2)
    for top in tops:
        others = others.exclude(path=top.path)
    if names - {DEFAULT_GROUP} or others.exists():
        return
    for code, group in zip(APPROVING, groups, strict=True):
        if not task.groups.filter(pk=group.pk).exists():
            task.groups.add(group)
            changes.append(Change(code, _("approves in “%(name)s”") % {"name": task.name}))


@transaction.atomic
def setup_roles(*, reset=False):
    """Create or repair the groups that play the roles; returns the Changes, none if all was right.

    No other group is touched. What a host gave to these groups beyond the table stays, unless ``reset``.
    """
    changes = []
    permissions, tops = _permissions(), find_tops()
    all_roles = {code: _role(code, changes) for code in RoleCode}
    for role in all_roles.values():
        before = len(changes)
        writer = _Writer(role, changes, reset=reset)
        writer.write_models(permissions)
        writer.write_pages(permissions, tops)
        writer.write_library(permissions)
        if len(changes) > before:
            log(
                instance=role.group,
                action="wagtail.edit",
                data={"changes": [str(change) for change in changes[before:]]},
            )
    _join_workflow(all_roles, tops, changes)
    return changes


def follow_tops():
    """Give the roles that exist their rights where the plugin's part of the tree begins; returns the Changes."""
    changes = []
    permissions, tops = _permissions(), find_tops()
    for role in Role.objects.select_related("group"):
        _Writer(role, changes, reset=False).write_pages(permissions, tops)
    return changes


# --- New languages and sections ------------------------------------------------------------------


def page_created(sender, instance, created=False, raw=False, **kwargs):
    """A new top of the tree, such as the home page of a new language, is open to the roles at once."""
    if not created or raw or not isinstance(instance, BasePage) or not Role.objects.exists():
        return
    parent = instance.get_parent()
    if parent is None or not issubclass(parent.specific_class or Page, BasePage):
        follow_tops()


def page_moved(sender, instance, parent_page_after, **kwargs):
    """The same for a page that was moved out of the plugin's part."""
    if isinstance(instance.specific, BasePage) and not issubclass(parent_page_after.specific_class or Page, BasePage):
        follow_tops()


def connect():
    """Connect the two receivers."""
    post_save.connect(page_created, dispatch_uid="cases_cms_roles_page_created")
    post_page_move.connect(page_moved, dispatch_uid="cases_cms_roles_page_moved")
