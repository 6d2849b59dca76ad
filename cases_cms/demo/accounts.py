"""The demonstration's accounts. Their passwords are public: production refuses them (core.auth)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """An account that the demonstration makes; ``groups`` are names of Wagtail's own groups."""

    username: str
    password: str
    role: str
    groups: tuple = ()
    is_superuser: bool = False


ACCOUNTS = (
    Account("demo-admin", "demo-admin-wuzhen", "Administrator", is_superuser=True),
    Account("demo-moderator", "demo-moderator-wuzhen", "Moderator", groups=("Moderators",)),
    Account("demo-editor", "demo-editor-wuzhen", "Editor", groups=("Editors",)),
)
