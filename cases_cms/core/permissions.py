"""What a role may do with a page depends on the page's type, which Wagtail's permissions do not know.

Wagtail stores that a group may “change” below a place in the tree; a group that plays a role may, of that, only what
the table (core.roles) gives the role on pages of this type. Other groups' rights stay as Wagtail has them.
"""

from wagtail.models import Page, PagePermissionTester, TaskState, get_default_page_content_type
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from cases_cms.core.roles import PageRight, RoleCode, rights_on, roles_by_group


def translated_by(user):
    """``{(translation key, locale id)}`` of wagtail-localize's translations. One query for each user object."""
    found = getattr(user, "_cases_cms_translations", None)
    if found is None:
        found = set(Translation.objects.filter(enabled=True).values_list("source__object_id", "target_locale_id"))
        user._cases_cms_translations = found
    return found


#: ``(user, locale id) -> bool``: in which languages those work who only translate; every language if nobody says it.
_limits = []


def limit_translators(question):
    """Let ``question(user, locale_id)`` say, too, whether those who only translate may work in a language."""
    _limits.append(question)


#: ``(user, locale id) -> bool``: into which languages somebody may hand pages over; all if nobody says it.
_hand_over_limits = []


def limit_hand_over(question):
    """Let ``question(user, locale_id)`` say, too, into which languages somebody submits pages for translation."""
    _hand_over_limits.append(question)


def may_hand_over_into(user, locale_id):
    """Whether ``user`` may make translations into a language, as far as the language goes; None is the site itself."""
    return user is None or all(question(user, locale_id) for question in _hand_over_limits)


def is_translation_for(user, instance):
    """Whether ``instance`` is the translation of another object, which a translator may work at."""
    return (instance.translation_key, instance.locale_id) in translated_by(user) and all(
        question(user, instance.locale_id) for question in _limits
    )


def may_change(user, instance):
    """Whether ``user`` may edit this very object, which is no page; a translator only what is a translation."""
    policy = policy_registry.get(instance)
    if not policy.user_has_permission_for_instance(user, "change", instance):
        return False
    return is_translation_for(user, instance) or not only_translates(user, type(instance))


def only_translates(user, model):
    """Whether the translators' role is all that gives ``user`` the right to change objects of ``model``."""
    if user.is_superuser:
        return False
    name = f"change_{model._meta.model_name}"
    roles = roles_by_group(user)
    groups = user.groups.filter(
        permissions__content_type__app_label=model._meta.app_label, permissions__codename=name
    ).values_list("pk", flat=True)
    givers = {roles.get(pk) for pk in groups}
    return (
        givers == {RoleCode.TRANSLATORS}
        and not user.user_permissions.filter(content_type__app_label=model._meta.app_label, codename=name).exists()
    )


def may_stop(user, instance):
    """Whether a translation may be cut off from its source: that changes how, or that, it is public."""
    if not isinstance(instance, Page):
        return may_change(user, instance) and not only_translates(user, type(instance))
    tester = instance.permissions_for_user(user)
    return tester.can_edit() and tester.can_publish()


class RolePermissionTester(PagePermissionTester):
    """Wagtail's questions, answered with the page's type in mind."""

    def __init__(self, user, page):
        super().__init__(user, page)
        #: Rights of the user's roles on this type at this place; empty if none of the user's groups here plays one.
        self.rights = set()
        self.is_limited = False
        if user.is_active and not user.is_superuser:
            self._limit()

    def _limit(self):
        by_group = roles_by_group(self.user)
        self.stored, self.from_groups = {}, set()  # role -> names that Wagtail stores here; those of other groups
        for permission in self.permission_policy.get_cached_permissions_for_user(self.user):
            if not self.page.path.startswith(permission.page.path):
                continue
            name = permission.permission.codename.rsplit("_", maxsplit=1)[0]
            role = by_group.get(permission.group_id)
            if role is None:
                self.from_groups.add(name)
            else:
                self.stored.setdefault(role, set()).add(name)
        if not self.stored:
            return
        self.is_limited = True
        own = set()
        for role, names in self.stored.items():
            rights = rights_on(self.page_class, role)
            self.rights |= rights
            own |= names & (rights - {PageRight.ADD})
            if PageRight.TRANSLATE in rights and "change" in names and is_translation_for(self.user, self.page):
                own.add("change")
        self.own = own
        self.permissions = self.from_groups | own
        if self._for_all_children(PageRight.ADD):
            self.permissions.add("add")

    @property
    def page_class(self):
        return self.page.specific_class or type(self.page)

    def _for_all_children(self, right):
        """Whether some role of the user may do ``right`` with every type of page that can be made below this one."""
        models = self.page_class.creatable_subpage_models()
        return bool(models) and any(
            right in names and all(right in rights_on(model, role) for model in models)
            for role, names in self.stored.items()
        )

    def _ask(self, question, permissions):
        """The answer of Wagtail's own ``question`` if the user had these permissions here."""
        before, self.permissions = self.permissions, permissions
        try:
            return question()
        finally:
            self.permissions = before

    def can_edit(self):
        if not self.is_limited:
            return super().can_edit()
        # “Add” is about what is below this page; to Wagtail it is also the right to edit one's own.
        return self._ask(super().can_edit, self.from_groups | self.own)

    def can_delete(self, ignore_bulk=False):
        def question():
            return super(RolePermissionTester, self).can_delete(ignore_bulk)

        if not self.is_limited:
            return question()
        if self._ask(question, self.from_groups):
            return True
        if not self._ask(question, self.from_groups | self.own):
            return False
        if PageRight.DELETE in self.rights:
            return True
        going = self.page.get_descendants(inclusive=True)
        if PageRight.DELETE_DRAFTS in self.rights:
            return not going.filter(live=True).exists()
        if PageRight.DELETE_OWN_DRAFTS in self.rights:
            return not going.exclude(live=False, owner=self.user).exists()
        return False

    def can_copy(self):
        """Not what one may edit only as a translation: there is no place where a translator could put a copy."""
        if not self.is_limited:
            return super().can_copy()
        return super().can_copy() and ("change" in self.from_groups or PageRight.ADD in self.rights)

    def can_publish_subpage(self):
        if not self.is_limited:
            return super().can_publish_subpage()
        return self._ask(super().can_publish_subpage, self.from_groups) or self._for_all_children(PageRight.PUBLISH)

    def can_reorder_children(self):
        if not self.is_limited:
            return super().can_reorder_children()
        return self._ask(super().can_reorder_children, self.from_groups) or self._for_all_children(PageRight.PUBLISH)

    def can_view_revisions(self):
        """Wagtail shows the button to everybody, and refuses those who may not edit the page."""
        return super().can_view_revisions() and (not self.is_limited or self.can_edit())


def editable_keys(user, pages):
    """Keys of those of some plain ``pages`` whose editor opens to ``user``.

    A fixed number of queries. It sets what the pages know of their workflows; their types are the plugin's.
    """
    keys, others = set(), []
    for page in pages:
        page._current_workflow_states = []  # Wagtail would ask page by page
        if RolePermissionTester(user, page).can_edit():
            keys.add(page.pk)
        else:
            others.append(str(page.pk))
    if others:
        reviewable = TaskState.objects.reviewable_by(user).filter(
            workflow_state__base_content_type=get_default_page_content_type(), workflow_state__object_id__in=others
        )
        keys |= {int(key) for key in reviewable.values_list("workflow_state__object_id", flat=True)}
    return keys


class RolePagePermissionPolicy(PagePermissionPolicy):
    """Wagtail's policy; about one page of the plugin's it asks the page."""

    QUESTIONS = {
        "add": "can_add_subpage",
        "change": "can_edit",
        "delete": "can_delete",
        "publish": "can_publish",
        "lock": "can_lock",
        "unlock": "can_unlock",
    }

    def user_has_any_permission_for_instance(self, user, actions, instance):
        known = set(actions) & set(self.QUESTIONS)
        if known != set(actions) or not user.is_active or user.is_superuser:
            return super().user_has_any_permission_for_instance(user, actions, instance)
        tester = instance.permissions_for_user(user)
        return any(getattr(tester, self.QUESTIONS[action])() for action in known)
