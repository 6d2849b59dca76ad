"""Background work in the admin: the list, a job with its progress, its files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases_cms.core.jobs.beside import is_whole, look
from cases_cms.core.jobs.enums import ACTIVE, ItemStatus, JobStatus
from cases_cms.core.jobs.handlers import Handler, handler_of
from cases_cms.core.jobs.models import Job, JobFile
from cases_cms.core.jobs.services import continue_job, is_abandoned, may_continue, stop_job

PAGE_SIZE = 50
#: Items of a job shown on a page.
ITEMS = 100
#: What the list of items can be narrowed to.
SHOWN = (ItemStatus.FAILED, ItemStatus.SKIPPED, ItemStatus.DONE, ItemStatus.WAITING)


def _handler(job):
    return handler_of(job.kind) or Handler()


def _job_for(request, pk):
    """The job, if the person may see it; 404 without, as for one that is not there."""
    job = get_object_or_404(Job.objects.select_related("user"), pk=pk)
    if not _handler(job).may_see(job, request.user):
        raise PermissionDenied
    return job


def describe(job, user):
    """What templates say of a job."""
    look(job)
    whole = is_whole(job)
    abandoned = is_abandoned(job)
    if abandoned and whole:
        job.done = job.skipped = 0  # what its worker told of, and took with it
    is_active = job.status in ACTIVE and not abandoned
    may_change = _handler(job).may_change(job, user)
    if abandoned:
        status = _("Interrupted")
    elif job.status == JobStatus.RUNNING and job.stop_asked:
        status = _("Stopping")
    elif job.status == JobStatus.DONE and job.failed:
        status = _("Done, with errors")
    else:
        status = job.get_status_display()
    return {
        "job": job,
        "status": status,
        "label": _handler(job).label or job.kind,
        "icon": _handler(job).icon,
        "is_active": is_active,
        "left": job.total - job.finished_items,
        "may_stop": may_change and job.status in ACTIVE and not job.stop_asked,
        "may_continue": may_change and may_continue(job),
        "is_whole": whole,
        "may_retry": may_change and not whole and job.failed and may_continue(job, failed_too=True),
    }


def _page(request, rows, size):
    return Paginator(rows, size).get_page(request.GET.get("p"))


@require_GET
@never_cache
def job_list(request):
    """The person's jobs, and everybody's for those who may see all."""
    jobs = Job.objects.select_related("user", "user__wagtail_userprofile")
    if not request.user.has_perm("cases_core.view_job"):
        jobs = jobs.filter(user=request.user)
    page = _page(request, jobs, PAGE_SIZE)
    context = {"page": page, "rows": [describe(job, request.user) for job in page]}
    return TemplateResponse(request, "cases_cms/jobs/list.html", context)


@require_GET
@never_cache
def job_page(request, pk):
    """A job: how far it is, its files, what became of its items."""
    job = _job_for(request, pk)
    chosen = request.GET.get("show", "")
    described = describe(job, request.user)
    items = job.items.order_by("number")
    if chosen in SHOWN:
        items = items.filter(status=chosen)
    counts = {
        ItemStatus.FAILED: job.failed,
        ItemStatus.SKIPPED: job.skipped,
        ItemStatus.DONE: job.done,
        ItemStatus.WAITING: job.total - job.finished_items,
    }
    handler, page = _handler(job), _page(request, items, ITEMS)
    context = {
        **described,
        "files": job.files.defer("data"),
        "items": page,
        "rows": [(item, *handler.told_of(item)) for item in page],
        "way_back": handler.way_back(job, request.user),
        "chosen": chosen if chosen in SHOWN else "",
        "filters": [(status.value, status.label, counts[status]) for status in SHOWN if counts[status]],
    }
    return TemplateResponse(request, "cases_cms/jobs/job.html", context)


@require_GET
@never_cache
def job_progress(request, pk):
    """The part of a job's page that changes while it runs, and whether it still does."""
    job = _job_for(request, pk)
    context = describe(job, request.user)
    html = render_to_string("cases_cms/jobs/progress.html", context, request=request)
    return JsonResponse({"html": html, "is_active": context["is_active"]})


@require_POST
def job_stop(request, pk):
    """Stop a job after the item in hand."""
    job = stop_job(_job_for(request, pk), request.user)
    if is_whole(job):
        messages.success(request, _("The work stops. Everything will be as it was before."))
    else:
        messages.success(request, _("The work stops after the item in hand. What is done stays done."))
    return redirect("cases_cms_job", pk)


@require_POST
def job_continue(request, pk):
    """Go on with a job; with “failed” what failed is tried again, too."""
    continue_job(_job_for(request, pk), request.user, failed_too=bool(request.POST.get("failed")))
    messages.success(request, _("The work goes on."))
    return redirect("cases_cms_job", pk)


@require_GET
@never_cache
def job_file(request, pk, file_pk):
    """A file of a job, to be saved."""
    job = _job_for(request, pk)
    file = get_object_or_404(JobFile, pk=file_pk, job=job)
    return HttpResponse(
        bytes(file.data),
        content_type=file.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, file.name),
            "X-Content-Type-Options": "nosniff",
        },
    )


urlpatterns = [
    path("cases/jobs/", job_list, name="cases_cms_jobs"),
    path("cases/jobs/<int:pk>/", job_page, name="cases_cms_job"),
    path("cases/jobs/<int:pk>/progress/", job_progress, name="cases_cms_job_progress"),
    path("cases/jobs/<int:pk>/stop/", job_stop, name="cases_cms_job_stop"),
    path("cases/jobs/<int:pk>/continue/", job_continue, name="cases_cms_job_continue"),
    path("cases/jobs/<int:pk>/files/<int:file_pk>/", job_file, name="cases_cms_job_file"),
]
