"""Mails to people in the language of their account, sent on commit."""

from collections import defaultdict

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_admin_base_url

from cases_cms.core.languages import language_label
from cases_cms.core.periods import date_and_time


def name_of(user):
    """What people call ``user``."""
    return user.get_full_name() or user.get_username()


def language_of_person(user):
    """The language in which ``user`` sees the admin; what the admin does not speak is not asked for."""
    profile = getattr(user, "wagtail_userprofile", None)
    code = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
    permitted = [each for each, _name in getattr(settings, "WAGTAILADMIN_PERMITTED_LANGUAGES", settings.LANGUAGES)]
    return code if code in permitted else settings.LANGUAGE_CODE


def wants(user, notification):
    """Whether ``user`` wants mails of Wagtail's kind ``notification``; who never said does."""
    profile = getattr(user, "wagtail_userprofile", None)
    return bool(user.is_active and user.email) and (
        profile is None or getattr(profile, f"{notification}_notifications")
    )


def address(name, *args):
    """The address of a view of the admin, as a mail names it."""
    return (get_admin_base_url() or "") + reverse(name, args=args)


def send(user, template, subject, context):
    """Write one mail to ``user``: ``<template>.txt`` and ``.html`` and the ``subject()``, in the user's language."""
    with translation.override(language_of_person(user)):
        values = {"name": name_of(user), "site_name": settings.WAGTAIL_SITE_NAME, **context()}
        text = render_to_string(f"cases_cms/localization/mails/{template}.txt", values)
        mail = EmailMultiAlternatives(subject(), text, None, [user.email])
        mail.attach_alternative(render_to_string(f"cases_cms/localization/mails/{template}.html", values), "text/html")
    # An address that refuses mail does not undo what people decided.
    mail.send(fail_silently=True)


def line(cell):
    """What a mail says of a cell; in the language that is active."""
    deadline = date_and_time(timezone.localtime(cell.deadline)) if cell.deadline else ""
    return {
        "title": cell.row.title,
        "language": str(language_label(cell.locale.language_code)),
        "deadline": deadline,
        "is_late": bool(cell.deadline and cell.deadline < timezone.now()),
        "remark": cell.remark,
        "url": _url(cell),
    }


def _url(cell):
    try:
        return address("localization:translate", cell.translation_id)
    except NoReverseMatch:  # nothing was handed over yet
        return address("localization:queue")


def _later(user, template, subject, cells, by):
    def context():
        return {"lines": [line(cell) for cell in cells], "by": name_of(by), "queue": address("localization:queue")}

    transaction.on_commit(lambda: send(user, template, subject, context))


def assigned(cells, by):
    """Tell people what they got; one mail a person, none for what one took oneself."""
    given = defaultdict(list)
    for cell in cells:
        if cell.assignee is not None and cell.assignee != by and wants(cell.assignee, "submitted"):
            given[cell.assignee].append(cell)
    for person, theirs in given.items():
        _later(person, "assigned", _assigned_subject(len(theirs)), theirs, by)


def _assigned_subject(number):
    def subject():
        return ngettext("%(number)d translation is yours", "%(number)d translations are yours", number) % {
            "number": number
        }

    return subject


def _authors(cell, by, notification):
    people = {person for person in (cell.submitted_by, cell.assignee) if person is not None and person != by}
    return [person for person in people if wants(person, notification)]


def sent_back(cell, by):
    """Tell who submitted it, and who has it, that something is to change."""
    for person in _authors(cell, by, "rejected"):
        _later(person, "sent_back", lambda: _("Sent back: %(title)s") % {"title": cell.row.title}, [cell], by)


def approved(cell, by):
    """Tell them that it is approved."""
    for person in _authors(cell, by, "approved"):
        _later(person, "approved", lambda: _("Approved: %(title)s") % {"title": cell.row.title}, [cell], by)


def digest(person, lists):
    """Tell ``person`` what waits: ``lists`` are of ``queue.digest_of``. Sent at once."""

    def headings():
        return {"own": _("To translate"), "review": _("To review"), "questions": _("Questions to you")}

    def context():
        names = headings()
        parts = [
            {"title": names[code], "total": total, "more": total - len(cells), "lines": [line(cell) for cell in cells]}
            for code, cells, total in lists
            if cells
        ]
        return {"parts": parts, "queue": address("localization:queue")}

    total = sum(total for _code, _cells, total in lists)
    send(
        person,
        "digest",
        lambda: (
            ngettext("%(number)d translation waits for you", "%(number)d translations wait for you", total)
            % {"number": total}
        ),
        context,
    )
