"""Comments and questions on segments: who wrote what, who hears of it by mail, what is settled."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.mail import send_mail
from wagtail.log_actions import log
from wagtail.models import Locale

from cases_cms.localization.comment_selectors import display_name, mentioned_in, people
from cases_cms.localization.models import BoardCell, SegmentComment
from cases_cms.localization.written import TAG, to_field

MAX_LENGTH = 4000


@transaction.atomic
def add_comment(*, row, locale, path, source_text, text, user, is_question=False, parent=None, address=""):
    """Store a comment on the segment at ``path``; returns it. Mails go out on commit.

    An answer belongs to the segment of its ``parent``. ``address`` (absolute) is where the mail leads to.
    ValidationError if there is no text, or too much of it.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValidationError(_("Write something first."))
    if len(text) > MAX_LENGTH:
        raise ValidationError(_("At most %(count)s characters fit into one comment.") % {"count": MAX_LENGTH})
    if parent is not None:
        parent = parent.parent or parent  # answers stand below the first comment, one level deep
        path, source_text, is_question = parent.path, parent.source_text, False
    comment = SegmentComment.objects.create(
        row=row,
        locale=locale,
        path=path,
        source_text=source_text,
        text=text,
        author=user,
        is_question=is_question,
        parent=parent,
    )
    comment.mentioned.set(mentioned_in(text, people()))
    _count_questions(row, locale)
    _log(row, locale, "cases_localization.comment", user)
    transaction.on_commit(lambda: send_comment(comment, address), robust=True)
    return comment


@transaction.atomic
def resolve_comment(*, comment, user, resolved=True):
    """Settle a comment with its answers, or open it again; returns it."""
    first = comment.parent or comment
    first.resolved_at = timezone.now() if resolved else None
    first.resolved_by = user if resolved else None
    first.save(update_fields=["resolved_at", "resolved_by"])
    _count_questions(first.row, first.locale)
    action = "cases_localization.resolve" if resolved else "cases_localization.reopen"
    _log(first.row, first.locale, action, user)
    return first


def recipients(comment):
    """Who hears of a comment: those named in it, its thread, and who has the translation; not its author."""
    found = {user.pk: user for user in comment.mentioned.all()}
    if comment.parent_id:
        thread = SegmentComment.objects.filter(Q(pk=comment.parent_id) | Q(parent_id=comment.parent_id))
        found.update((one.author_id, one.author) for one in thread.select_related("author") if one.author)
    cell = BoardCell.objects.filter(row=comment.row, locale=comment.locale).select_related("assignee").first()
    if cell and cell.assignee:
        found[cell.assignee_id] = cell.assignee
    found.pop(comment.author_id, None)
    return [user for user in found.values() if user.is_active and user.email]


def send_comment(comment, address):
    """One mail a recipient, in the language of their admin."""
    for user in recipients(comment):
        profile = getattr(user, "wagtail_userprofile", None)
        with override(profile.get_preferred_language() if profile else None):
            context = {
                "comment": comment,
                "author": display_name(comment.author),
                "language": Locale.objects.get(pk=comment.locale_id).get_display_name(),
                "is_mentioned": comment.mentioned.filter(pk=user.pk).exists(),
                "source": to_field(TAG.sub("", comment.source_text), is_rich=False),
                "address": address,
            }
            subject = _("%(kind)s on “%(title)s”") % {
                "kind": _("Question") if comment.is_question else _("Comment"),
                "title": " ".join(comment.row.title.split()),
            }
            body = render_to_string("cases_cms/localization/mail/comment.txt", context)
        send_mail(subject, body, [user.email])


def _count_questions(row, locale):
    questions = SegmentComment.objects.filter(
        row=row, locale=locale, is_question=True, parent=None, resolved_at=None
    ).count()
    BoardCell.objects.filter(row=row, locale=locale).update(questions=questions)


def _log(row, locale, action, user):
    model = row.content_type.model_class()
    things = model.objects.filter(translation_key=row.object_id)
    thing = things.filter(locale=locale).first() or things.filter(locale=row.locale).first()
    if thing is not None:
        log(instance=getattr(thing, "specific_deferred", thing), action=action, user=user)
