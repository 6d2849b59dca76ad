"""The roles of the people at the desk, and the one table of what each may do.

A role has a stable code; which of the site's groups plays it is stored in ``Role``, so a host may rename the group.
Apps add to the table, in their ``ready``, what the roles may do with their own pages and models. An app that is left
out adds nothing. ``core.role_services`` writes the table into the database, ``core.permissions`` keeps to it.
"""

from collections import defaultdict

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy


class RoleCode(models.TextChoices):
    """The four roles; the codes never change."""

    EDITORS = "editors", _("Editors")
    TRANSLATORS = "translators", _("Translators")
    MODERATORS = "moderators", _("Moderators")
    SECRETARIAT = "secretariat", _("Secretariat")


class PageRight(models.TextChoices):
    """What a role may do with pages of a type. The first five are Wagtail's own."""

    ADD = "add", _("Create")
    CHANGE = "change", _("Edit")
    PUBLISH = "publish", _("Publish and unpublish")
    LOCK = "lock", _("Lock")
    UNLOCK = "unlock", _("Unlock")
    # Change, but only what is the translation of another page.
    TRANSLATE = "translate", _("Edit translations")
    # How far deletion (and moving, which takes a page away from where it was) goes.
    DELETE_OWN_DRAFTS = "delete_own_drafts", _("Delete and move own drafts")
    DELETE_DRAFTS = "delete_drafts", _("Delete and move drafts")
    DELETE = "delete", _("Delete and move")


#: Those that Wagtail stores for a place in the tree of pages, and what each of ours needs there.
WAGTAIL_RIGHTS = ("add", "change", "publish", "lock", "unlock")
NEEDS = {PageRight.TRANSLATE: PageRight.CHANGE}

EVERYTHING = frozenset(
    {PageRight.ADD, PageRight.CHANGE, PageRight.PUBLISH, PageRight.LOCK, PageRight.UNLOCK, PageRight.DELETE}
)
#: Pages that hold the site together: home, collection, editions, categories, lists. Types that nobody registered, too.
STRUCTURE = {
    RoleCode.TRANSLATORS: frozenset({PageRight.TRANSLATE}),
    RoleCode.SECRETARIAT: EVERYTHING,
}
#: Pages that are written and read.
CONTENT = {
    RoleCode.EDITORS: frozenset({PageRight.ADD, PageRight.CHANGE, PageRight.DELETE_OWN_DRAFTS}),
    RoleCode.TRANSLATORS: frozenset({PageRight.TRANSLATE}),
    RoleCode.MODERATORS: frozenset(
        {
            PageRight.ADD,
            PageRight.CHANGE,
            PageRight.PUBLISH,
            PageRight.LOCK,
            PageRight.UNLOCK,
            PageRight.DELETE_DRAFTS,
        }
    ),
    RoleCode.SECRETARIAT: EVERYTHING,
}

_page_rights = {}
_model_rights = defaultdict(lambda: defaultdict(set))
_library_rights = defaultdict(lambda: defaultdict(set))


def grant_pages(rights, *labels):
    """Say what the roles may do with page types (“app.model”): CONTENT, STRUCTURE or a table like them."""
    for label in labels:
        _page_rights[label.lower()] = rights


def grant_model(label, actions):
    """Give the roles permissions of Django's on a model: ``{role: (action, …)}``, as in “add”, “change”."""
    for role, names in actions.items():
        app_label, model = label.lower().split(".")
        _model_rights[role][app_label] |= {f"{action}_{model}" for action in names}


def grant_permission(app_label, codename, *roles):
    """Give the roles one permission by its name."""
    for role in roles:
        _model_rights[role][app_label].add(codename)


def grant_library(app_label, actions):
    """Give the roles permissions on the libraries' root folder: ``{role: (codename, …)}``."""
    for role, names in actions.items():
        _library_rights[role][app_label] |= set(names)


def rights_on(model, role):
    """PageRights of a role on a page type."""
    return _page_rights.get(model._meta.label_lower, STRUCTURE).get(role, frozenset())


def model_permissions(role):
    """``[(app label, codename)]`` that the group of a role is to have, in order."""
    return sorted((app, name) for app, names in _model_rights[role].items() for name in names)


def library_permissions(role):
    """The same, for the libraries' root folder."""
    return sorted((app, name) for app, names in _library_rights[role].items() for name in names)


def page_permissions(role):
    """Wagtail's page permissions that a role needs where the plugin's pages begin: all that it has on any type."""
    named = {right for rights in [STRUCTURE, *_page_rights.values()] for right in rights.get(role, ())}
    return [name for name in WAGTAIL_RIGHTS if name in {NEEDS.get(right, right) for right in named}]


#: Wagtail's reports, by the name of their address, and who is to see them.
REPORTS = {
    "wagtailadmin_reports:workflow": (RoleCode.EDITORS, RoleCode.MODERATORS, RoleCode.SECRETARIAT),
    "wagtailadmin_reports:workflow_tasks": (RoleCode.EDITORS, RoleCode.MODERATORS, RoleCode.SECRETARIAT),
    "wagtailadmin_reports:site_history": (RoleCode.SECRETARIAT,),
    "wagtailadmin_reports:aging_pages": (RoleCode.SECRETARIAT,),
    "wagtailadmin_reports:page_types_usage": (RoleCode.SECRETARIAT,),
    "wagtail_localize:translations_report": (RoleCode.TRANSLATORS, RoleCode.SECRETARIAT),
}


class Role(models.Model):
    """Which group plays a role."""

    code = models.CharField(pgettext_lazy("account", "role"), max_length=20, choices=RoleCode.choices, unique=True)
    group = models.OneToOneField(Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="cases_role")

    class Meta:
        verbose_name = pgettext_lazy("account", "role")
        verbose_name_plural = _("roles")
        ordering = ["pk"]

    def __str__(self):
        return self.get_code_display()


def roles_by_group(user):
    """``{group id: role code}`` of the user's groups that play a role. One query, once for each user object."""
    found = getattr(user, "_cases_cms_roles", None)
    if found is None:
        found = (
            dict(Role.objects.filter(group__user=user).values_list("group_id", "code"))
            if user.is_active and user.pk
            else {}
        )
        user._cases_cms_roles = found
    return found


def roles_of(user):
    """Codes of the roles that ``user`` plays."""
    return set(roles_by_group(user).values())


def has_other_groups(user):
    """Whether ``user`` is in a group that plays no role: what that gives is the host's to decide."""
    return user.groups.exclude(pk__in=roles_by_group(user)).exists()


#: Reports that Wagtail fills with pages of the whole site, whatever the person may do.
WHOLE_SITE = {"wagtailadmin_reports:page_types_usage", "wagtail_localize:translations_report"}


def may_see_report(user, name):
    """Whether one of REPORTS is for ``user``.

    Wagtail decides for those who play no role; what is about the whole site is for those with a right on all of it.
    """
    roles = roles_of(user)
    if user.is_superuser or roles & set(REPORTS[name]):
        return True
    if roles and not has_other_groups(user):
        return False
    return name not in WHOLE_SITE or works_everywhere(user)


def works_everywhere(user):
    """Whether one of the user's groups has a right on all pages: at the root of the tree, or at each of its trees.

    One query beside the permissions', once for each user object.
    """
    found = getattr(user, "_cases_cms_everywhere", None)
    if found is None:
        paths = {permission.page.path for permission in page_permission_policy.get_cached_permissions_for_user(user)}
        tops = Page.objects.filter(depth=2).order_by().values_list("path", flat=True) if paths else ()
        found = bool(paths) and all(any(top.startswith(path) for path in paths) for top in tops)
        user._cases_cms_everywhere = found
    return found


# --- What every site has ---------------------------------------------------------------------

grant_permission("wagtailadmin", "access_admin", *RoleCode)
grant_permission("wagtail_localize", "submit_translation", RoleCode.TRANSLATORS, RoleCode.SECRETARIAT)
grant_model("cases_core.country", {RoleCode.SECRETARIAT: ("change",)})
grant_model("cases_core.job", {RoleCode.SECRETARIAT: ("view", "change")})
grant_model("wagtailredirects.redirect", {RoleCode.SECRETARIAT: ("add", "change", "delete")})

#: “add” gives one's own uploads: to change and to delete them, too.
grant_library(
    "wagtailimages",
    {
        RoleCode.EDITORS: ("add_image", "choose_image"),
        RoleCode.TRANSLATORS: ("choose_image",),
        RoleCode.MODERATORS: ("add_image", "choose_image"),
        RoleCode.SECRETARIAT: ("add_image", "change_image", "choose_image"),
    },
)
grant_library(
    "wagtaildocs",
    {
        RoleCode.EDITORS: ("add_document", "choose_document"),
        RoleCode.TRANSLATORS: ("add_document", "choose_document"),  # captions of films in their language
        RoleCode.MODERATORS: ("add_document", "choose_document"),
        RoleCode.SECRETARIAT: ("add_document", "change_document", "choose_document"),
    },
)
grant_library("wagtailcore", {RoleCode.SECRETARIAT: ("add_collection", "change_collection", "delete_collection")})
