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


def threads_of(row, locale, path=None):
    """Comments with their ``.replies``, oldest first, of a language of a row, or of one segment. Two queries."""
    comments = SegmentComment.objects.filter(row=row, locale=locale).select_related("author", "resolved_by")
    if path is not None:
        comments = comments.filter(path=path)
    replies, threads = defaultdict(list), []
    for comment in comments:
        (replies[comment.parent_id] if comment.parent_id else threads).append(comment)
    for thread in threads:
        thread.replies = replies[thread.pk]
    return threads


def counts_by_path(row, locale):
    """``{path: (open comments, open questions)}``. One query."""
    counts = defaultdict(lambda: (0, 0))
    if row is None:
        return counts
    found = SegmentComment.objects.filter(row=row, locale=locale, parent=None, resolved_at=None)
    for path, is_question in found.values_list("path", "is_question"):
        comments, questions = counts[path]
        counts[path] = (comments + 1, questions + is_question)
    return counts
