"""A worker process: takes jobs from the queue, and those that lost their worker."""

import logging
import signal

from django.conf import settings
from django.db import OperationalError, close_old_connections

from cases_cms.core.jobs import runner
from cases_cms.core.jobs.services import QUEUE, takeable_jobs

logger = logging.getLogger(__name__)


def work(*, watch=False, interval=1.0, said=lambda job, status: None, is_wanted=lambda: True):
    """Do the jobs there are; with ``watch`` go on, looking every ``interval`` seconds, until told to end.

    ``said(job, status)`` hears of each; no more are taken once ``is_wanted()`` is False. Returns how many this worker
    did itself.
    """
    done = 0
    while is_wanted() and not runner.ending.is_set():
        try:
            _empty_queue()
            for job in takeable_jobs():
                if runner.ending.is_set():
                    break
                status = runner.run_job(job.pk)
                if status is not None:
                    done += 1
                    said(job, status)
        except OperationalError:
            if not watch:
                raise
            logger.warning("The database is busy", exc_info=True)  # an all-or-nothing job of another worker's, say
        if not watch:
            break
        close_old_connections()
        runner.ending.wait(interval)
    return done


def _empty_queue():
    """Let django-tasks' database worker do what is queued, where that is the queue's backend."""
    if "DatabaseBackend" not in getattr(settings, "TASKS", {}).get(QUEUE, {}).get("BACKEND", ""):
        return
    from django_tasks_db.management.commands.db_worker import Worker  # only where a site has it

    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=QUEUE,
        startup_delay=False,
        max_tasks=None,
        worker_id="run_jobs",
    ).run()


def end_on_signals():
    """Stop after the item in hand when the process is told to end; at once when it is told again."""

    def end(number, frame):
        if runner.ending.is_set():
            raise SystemExit(130)
        runner.ending.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
