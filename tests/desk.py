"""People at the desk, and what they see of it."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission


def make_user(name, *, actions=(), page=None, permissions=(), **values):
    """A user in a group of its own: page ``actions`` at and below ``page``, and ``permissions`` (app.codename)."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "secret", **values)
    group = Group.objects.create(name=name)
    user.groups.add(group)
    for label in ("wagtailadmin.access_admin", *permissions):
        app, codename = label.split(".")
        group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    for action in actions:
        GroupPagePermission.objects.create(
            group=group, page=page, permission=Permission.objects.get(codename=f"{action}_page")
        )
    return get_user_model().objects.get(pk=user.pk)


def make_admin(name="admin"):
    """A superuser."""
    return make_user(name, is_superuser=True)


def client_of(user, language="en"):
    """A client in which ``user`` is logged in, with the admin in ``language``."""
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def messages_of(response):
    """What the admin said, in order."""
    return [str(message).strip() for message in response.context["messages"]]


def rows_of(client, name, query=""):
    """Titles of the rows of the listing ``name``, in order."""
    response = client.get(f"{reverse(f'{name}:index')}?{query}")
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def bulk_url(page_type, action, pages, query=""):
    """Address of a bulk action on ``pages`` (pages, or what is sent for them)."""
    ids = "&".join(f"id={getattr(page, 'pk', page)}" for page in pages)
    address = reverse("wagtail_bulk_action", args=[*page_type.split("."), action])
    return f"{address}?{ids}&next=/admin/practice-cases/{query}"
