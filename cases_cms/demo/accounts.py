"""The demonstration's accounts. Their passwords are public: production refuses them (core.auth)."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from wagtail.models import Locale

from cases_cms.core.conf import get_setting
from cases_cms.core.role_services import setup_roles
from cases_cms.core.roles import Role, RoleCode
from cases_cms.localization.models import LanguageRole


@dataclass(frozen=True)
class Account:
    """An account that the demonstration makes; ``code`` is the role it plays, none for the administrator."""

    username: str
    password: str
    role: str
    code: str = ""

    @property
    def is_superuser(self):
        return not self.code


ACCOUNTS = (
    Account("demo-admin", "demo-admin-wuzhen", "Administrator"),
    Account("demo-secretariat", "demo-secretariat-wuzhen", "Secretariat", RoleCode.SECRETARIAT),
    Account("demo-moderator", "demo-moderator-wuzhen", "Moderator", RoleCode.MODERATORS),
    Account("demo-editor", "demo-editor-wuzhen", "Editor", RoleCode.EDITORS),
    Account("demo-translator", "demo-translator-wuzhen", "Translator", RoleCode.TRANSLATORS),
    Account("demo-reviewer", "demo-reviewer-wuzhen", "Reviewer", RoleCode.TRANSLATORS),
)


#: Behind the name of each.
MARK = "(demo)"

#: Who translates into, and who reviews, every language there is; roles that are there stay as they are.
TRANSLATE, REVIEW = ("demo-translator",), ("demo-reviewer", "demo-secretariat")


def _give_languages(users):
    for locale in Locale.objects.all():
        for name in (*TRANSLATE, *REVIEW):
            LanguageRole.objects.get_or_create(
                user=users[name], locale=locale, defaults={"translates": name in TRANSLATE, "reviews": name in REVIEW}
            )


def make_accounts():
    """Set up the roles, and make the accounts that are missing; returns the administrator.

    An account that is there keeps its password.
    """
    setup_roles()
    groups = {role.code: role.group for role in Role.objects.select_related("group")}
    users = []
    for account in ACCOUNTS:
        user, is_new = get_user_model().objects.get_or_create(
            username=account.username,
            defaults={
                "email": f"{account.username}@{get_setting('DEMO_EMAIL_DOMAIN')}",
                "first_name": account.role,
                "last_name": MARK,
                "is_staff": account.is_superuser,
                "is_superuser": account.is_superuser,
            },
        )
        if is_new:
            user.set_password(account.password)
        user.last_name = user.last_name or MARK  # Wagtail's form of an account, with its language, asks for one
        user.save()
        if account.code:
            user.groups.set([groups[account.code]])
        users.append(user)
    _give_languages({user.username: user for user in users})
    return users[0]
