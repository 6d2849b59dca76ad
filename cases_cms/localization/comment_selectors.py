"""Reading comments on segments, and who can be named in them."""

import re
from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db.models import Q

from cases_cms.localization.models import SegmentComment


def display_name(user):
    """What a person is called; "" for somebody who is gone."""
    return "" if user is None else user.get_full_name() or user.get_username()


def people():
    """Who works in the admin, by name: those who can be named in a comment."""
    model = get_user_model()
    return list(
        model.objects.filter(is_active=True)
        .filter(
            Q(is_superuser=True)
            | Q(groups__permissions__codename="access_admin")
            | Q(user_permissions__codename="access_admin")
        )
        .distinct()
        .order_by("first_name", "last_name", model.USERNAME_FIELD)
    )


def mentioned_in(text, users):
    """Those of ``users`` whom a text names: “@” and the name they log in with."""
    return [user for user in users if re.search(rf"@{re.escape(user.get_username())}(?![\w@-])", text)]


def threads_of(row, locale):
    """Comments with their ``.replies`` of a language of a row, oldest first. One query."""
    replies, threads = defaultdict(list), []
    for comment in SegmentComment.objects.filter(row=row, locale=locale).select_related("author", "resolved_by"):
        (replies[comment.parent_id] if comment.parent_id else threads).append(comment)
    for thread in threads:
        thread.replies = replies[thread.pk]
    return threads
