"""The flow's part of Wagtail: the task that reviewers of a language decide, and when a person got the last digest."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class TranslationReviewTask(Task):
    """Is open to those who review the page's language; what they decide, ``localization.flow`` does.

    It finishes its workflow by itself: Wagtail would publish the page then, under a source that may not be public.
    """

    class Meta:
        verbose_name = _("translation review")
        verbose_name_plural = _("translation reviews")

    def on_action(self, task_state, user, action_name, comment="", **kwargs):
        from cases_cms.localization import flow  # it needs the models

        cell = flow.cell_of_state(task_state)
        if cell is None or action_name not in ("approve", "reject"):
            raise PermissionDenied
        try:
            if action_name == "approve":
                flow.approve(cell=cell, user=user)
            else:
                flow.send_back(cell=cell, user=user, reason=comment)
        except flow.FlowError as error:
            # Wagtail has no answer for this; AdminRulesMiddleware tells the person.
            raise ValidationError(str(error)) from error

    def user_can_access_editor(self, obj, user):
        from cases_cms.localization.rights import may_review

        return may_review(user, obj.locale_id)

    def get_actions(self, obj, user):
        from cases_cms.localization.rights import may_review

        if not may_review(user, obj.locale_id):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Approve"), False)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        from cases_cms.localization import workflow

        return workflow.reviewable(self, user)

    @classmethod
    def get_description(cls):
        return _("Those who review the page's language can approve this task")


class DigestRecord(models.Model):
    """The day for which a person got the digest: there is one a day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField()

    class Meta:
        verbose_name = _("digest of translations")
        verbose_name_plural = _("digests of translations")

    def __str__(self):
        return f"{self.user} · {self.sent_on}"
