"""Authentication backends."""

from django.contrib.auth.backends import ModelBackend

from cases_cms.core.conf import get_setting


def is_demo_account(user):
    """Whether ``user`` was made by the demonstration: its address is in a domain that cannot exist."""
    return user.email.rpartition("@")[2].lower() == get_setting("DEMO_EMAIL_DOMAIN")


class NoDemoAccountsBackend(ModelBackend):
    """Refuses the demonstration's accounts, whose passwords are public; open sessions of theirs end, too."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and not is_demo_account(user)
