"""A translation in review is in a workflow of Wagtail's, too: its reports, its history, its dashboard know of it."""

from django.conf import settings
from django.db.models import IntegerField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    Page,
    TaskState,
    Workflow,
    WorkflowMixin,
    WorkflowState,
    WorkflowTask,
    get_default_page_content_type,
)
from wagtail.signals import task_approved, task_rejected

from cases_cms.localization.models import TranslationReviewTask
from cases_cms.localization.rights import may_review, reviewed_by

#: As Wagtail names what its first migrations make; a site may call them otherwise.
NAME = "Translation review"


def takes_part(target):
    """Whether translations of this kind go through a workflow: what has no draft cannot."""
    return (
        getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True)
        and isinstance(target, DraftStateMixin)
        and isinstance(target, WorkflowMixin)
    )


def review_workflow():
    """The first active workflow with an active review task; made if there is none."""
    place = (
        WorkflowTask.objects.filter(
            workflow__active=True, task__active=True, task__in=TranslationReviewTask.objects.values("pk")
        )
        .select_related("workflow")
        .order_by("pk")
        .first()
    )
    if place is not None:
        return place.workflow
    task = TranslationReviewTask.objects.filter(active=True).first() or TranslationReviewTask.objects.create(name=NAME)
    workflow = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def state_of(target):
    """The TaskState of the review that ``target`` is in; None if it is in none."""
    state = target.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS or state.current_task_state is None:
        return None
    task = state.current_task_state.task
    return state.current_task_state if isinstance(task.specific, TranslationReviewTask) else None


def is_elsewhere(target):
    """Whether another workflow goes on for ``target``: whoever has it decides first."""
    return takes_part(target) and target.workflow_in_progress and state_of(target) is None


def _forget(target):
    """What the object remembers of its workflow (Wagtail's prefetch)."""
    target.__dict__.pop("_current_workflow_states", None)


def begin(target, user):
    """Start the review of the latest draft of ``target``; one that was sent back, or is going on, ends.

    No signal says that a workflow began, or all superusers would get a mail for each page of an edition.
    """
    if not takes_part(target):
        return
    _forget(target)
    end(target, user)
    workflow = review_workflow()
    state = WorkflowState.objects.create(
        content_type=target.get_content_type(),
        base_content_type=target.get_base_content_type(),
        object_id=str(target.pk),
        workflow=workflow,
        status=WorkflowState.STATUS_IN_PROGRESS,
        requested_by=user,
    )
    task = TranslationReviewTask.objects.filter(workflow_tasks__workflow=workflow, active=True).first()
    state.current_task_state = task.start(state, user=user)
    state.save()
    log(
        instance=target,
        action="wagtail.workflow.start",
        user=user,
        revision=target.latest_revision,
        data={
            "workflow": {
                "id": workflow.pk,
                "title": workflow.name,
                "status": state.status,
                "next": {"id": task.pk, "title": task.name},
                "task_state_id": state.current_task_state_id,
            }
        },
    )


def decide(target, user, *, approved, comment=""):
    """End the review of ``target`` as decided. Nothing is published, and Wagtail writes no mail: the flow does both."""
    if not takes_part(target):
        return
    _forget(target)
    step = state_of(target)
    if step is None:
        return
    step.status = TaskState.STATUS_APPROVED if approved else TaskState.STATUS_REJECTED
    step.finished_at, step.finished_by, step.comment = timezone.now(), user, comment
    step.save()
    state = step.workflow_state
    state.status = WorkflowState.STATUS_APPROVED if approved else WorkflowState.STATUS_NEEDS_CHANGES
    state.save()
    step.log_state_change_action(user, "approve" if approved else "reject")
    signal = task_approved if approved else task_rejected
    signal.send(sender=TaskState, instance=step, user=user)


def end(target, user):
    """Cancel the review of ``target``, or one that was sent back; nothing happens if there is none."""
    if not takes_part(target):
        return
    _forget(target)
    state = target.current_workflow_state
    if state is not None and isinstance(state.current_task_state.task.specific, TranslationReviewTask):
        state.cancel(user=user)


def reviewable(task, user):
    """TaskStates of ``task`` that ``user`` may decide, by the languages of the pages; a fixed number of queries."""
    states = task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    if user.is_active and user.is_superuser:
        return states
    locales = reviewed_by(user)
    if not locales:
        return TaskState.objects.none()
    page_type = get_default_page_content_type()
    pages = (
        states.filter(workflow_state__base_content_type=page_type)
        .annotate(page_id=Cast("workflow_state__object_id", IntegerField()))
        .filter(page_id__in=Page.objects.filter(locale__in=locales).values("pk"))
    )
    others = [
        state.pk
        for state in states.exclude(workflow_state__base_content_type=page_type).select_related("workflow_state")
        if may_review(user, state.workflow_state.content_object.locale_id)
    ]
    return TaskState.objects.filter(Q(pk__in=pages.values("pk")) | Q(pk__in=others))
