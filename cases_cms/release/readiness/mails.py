"""Mails about single findings, in the language of each person, on commit."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_admin_base_url

from cases_cms.core.told import keep, read
from cases_cms.localization.mails import language_of_person, name_of
from cases_cms.release.selectors import source_of

#: Tasks that a mail names.
SHOWN = 10


def address_of(release, task=None):
    """The address of an edition's readiness, or of one Task, with the host."""
    base = get_admin_base_url() or ""
    if task is None:
        return f"{base}{reverse('release:readiness', args=[release.pk])}?person=me"
    return f"{base}{reverse('release:readiness_task', args=[release.pk])}?{task.address}"


def _title(task):
    """What the thing is called in the active language, in one line; the Task may have been made in another."""
    return " ".join(read(keep(task.title)).split())


def line(task):
    """A Task in one line, in the active language."""
    values = {"title": _title(task), "language": task.language_name, "kind": task.kind.label}
    return (_("%(title)s (%(language)s): %(kind)s") if task.language else _("%(title)s: %(kind)s")) % values


def _send(people, subject, context):
    def send():
        for user in people:
            if not (user.is_active and user.email):
                continue
            with translation.override(language_of_person(user)):
                values = {"name": name_of(user), "site_name": settings.WAGTAIL_SITE_NAME, **context()}
                title, text = subject(), render_to_string("cases_cms/release/mails/readiness.txt", values)
            # An address that refuses mail does not undo what people decided.
            EmailMultiAlternatives(title, text, None, [user.email]).send(fail_silently=True)

    if people:
        transaction.on_commit(send)


def assigned(release, person, by, tasks):
    """Tell ``person`` what was given to them."""
    source = source_of(release)
    if source is None:
        return

    def subject():
        sentence = ngettext(
            "Edition of %(year)s: %(count)s thing to do", "Edition of %(year)s: %(count)s things to do", len(tasks)
        )
        return sentence % {"year": source.year, "count": len(tasks)}

    def context():
        return {
            "lead": _("%(person)s gave you what stands between the edition and its release:") % {"person": name_of(by)},
            "lines": [line(task) for task in tasks[:SHOWN]],
            "more": len(tasks) - SHOWN,
            "url": address_of(release),
        }

    _send([person], subject, context)


def commented(release, task, people, by, text):
    """Tell ``people`` what was said of a Task."""
    source = source_of(release)
    if source is None:
        return

    def subject():
        return _("Edition of %(year)s: comment on “%(title)s”") % {
            "year": source.year,
            "title": _title(task),
        }

    def context():
        return {
            "lead": _("%(person)s wrote:") % {"person": name_of(by)},
            "text": text,
            "lines": [line(task)],
            "more": 0,
            "url": address_of(release, task),
        }

    _send(people, subject, context)
