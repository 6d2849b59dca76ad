"""Who takes up a finding, and what is said of it; each in one transaction, logged on the edition's page."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cases_cms.core.told import keep
from cases_cms.release.models import ReadinessComment, ReadinessItem
from cases_cms.release.readiness import mails
from cases_cms.release.rights import may_view
from cases_cms.release.selectors import source_of

MAX_LENGTH = 4000


def _demand(user):
    if not may_view(user):
        raise PermissionDenied


def _note(release, action, user, data):
    source = source_of(release)
    if source is not None:
        log(instance=source, action=f"cases_release.{action}", user=user, data=data)


def _item(release, identity):
    key, language, kind = identity
    item, _created = ReadinessItem.objects.get_or_create(release=release, thing_key=key, language=language, kind=kind)
    return item


@transaction.atomic
def assign(*, release, tasks, person, user):
    """Give Tasks to ``person`` (None: to nobody); returns how many changed hands. The person hears of it by mail.

    ValidationError for somebody who may not see the edition's release.
    """
    _demand(user)
    if person is not None and not (person.is_active and may_view(person)):
        raise ValidationError(_("This person does not see the release of editions."))
    changed = []
    for task in tasks:
        if task.assignee == person:
            continue
        item = _item(release, task.identity)
        item.assignee = person
        item.save(update_fields=["assignee"])
        task.item = item
        changed.append(task)
    if changed:
        titles = list(dict.fromkeys(task.title for task in changed))
        data = {
            "person": person.get_full_name() or person.get_username() if person else "",
            "tasks": len(changed),
            "titles": [keep(title) for title in titles[:5]],
        }
        _note(release, "assign", user, data)
        if person is not None and person != user:
            mails.assigned(release, person, user, changed)
    return len(changed)


@transaction.atomic
def add_comment(*, release, task, text, user):
    """Write something about a Task; returns the ReadinessComment. Who has it, and who wrote before, gets a mail.

    ValidationError if there is no text, or too much of it.
    """
    _demand(user)
    text = (text or "").replace("\x00", "").strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > MAX_LENGTH:
        raise ValidationError(_("At most %(count)s characters fit into one comment.") % {"count": MAX_LENGTH})
    item = _item(release, task.identity)
    before = [comment.user for comment in item.comments.select_related("user") if comment.user]
    comment = ReadinessComment.objects.create(item=item, user=user, text=text)
    _note(release, "comment", user, {"title": keep(task.title), "kind": task.kind.code, "language": task.language})
    people = {person.pk: person for person in [*before, item.assignee] if person and person != user}
    mails.commented(release, task, list(people.values()), user, text)
    return comment
