"""Who translates into which language, and who reviews; and the digest of what waits for each."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cases_cms.localization.flow import NotAllowedError
from cases_cms.localization.models import BoardCell, DigestRecord, LanguageRole
from cases_cms.localization.queue import OPEN
from cases_cms.localization.rights import forget_roles, may_manage


@transaction.atomic
def set_role(*, person, locale, translates, reviews, user):
    """Say what ``person`` does with translations into ``locale``; returns whether anything changed.

    Whoever translates into it no longer gives back what is not finished: it is nobody's.
    """
    if not may_manage(user):
        raise NotAllowedError
    role = LanguageRole.objects.select_for_update().filter(user=person, locale=locale).first()
    before = (role.translates, role.reviews) if role else (False, False)
    if before == (translates, reviews):
        return False
    if not (translates or reviews):
        role.delete()
    elif role is None:
        LanguageRole.objects.create(user=person, locale=locale, translates=translates, reviews=reviews)
    else:
        role.translates, role.reviews = translates, reviews
        role.save()
    if not translates:
        BoardCell.objects.filter(assignee=person, locale=locale, state__in=OPEN).update(assignee=None)
    data = {"language": locale.language_code, "translates": translates, "reviews": reviews}
    log(instance=person, action="cases_localization.role", user=user, data=data)
    forget_roles(person)
    return True


def take_day(person, day=None):
    """Whether the digest of ``day`` is still to be sent to ``person``; it is taken, so the next who asks hears no."""
    day = day or timezone.localdate()
    with transaction.atomic():
        record, is_new = DigestRecord.objects.select_for_update().get_or_create(user=person, defaults={"sent_on": day})
        if not is_new and record.sent_on >= day:
            return False
        record.sent_on = day
        record.save(update_fields=["sent_on"])
        return True
