"""The one task of django-tasks: it does a job, if nobody else has it in hand."""

from django_tasks import task

from cases_cms.core.jobs.runner import run_job


@task()
def do_job(job_id):
    """Do job ``job_id``; returns its status, "" if there was nothing to take."""
    return run_job(job_id) or ""
