"""A process of its own for tests of jobs: reads commands from its input, a JSON list a line, and answers each with one.

["start", names] · ["run", pk]: answers {"at": name} at each name that begins with "pause", and goes on at the next
line · ["look", pk] · ["stop", pk] · ["continue", pk] · ["work"] · ["clean"]
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  Django has to be set up first
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from wagtail.models import ModelLogEntry  # noqa: E402

from cases_cms.core.jobs import beside, runner, services  # noqa: E402
from cases_cms.core.jobs.handlers import register_job  # noqa: E402
from cases_cms.core.jobs.models import Job  # noqa: E402
from cases_cms.core.jobs.views import describe  # noqa: E402
from tests.cases_cms.core.jobs.work import WHOLE, MakeAllGroups  # noqa: E402

User = get_user_model()
NAME = "worker of a process"
PREFIX = "of a process "


def answer(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def pause(job, item):
    if "pause" in item.key:
        answer({"at": item.key.removeprefix(PREFIX)})
        sys.stdin.readline()


def user():
    return User.objects.get(username=NAME)


def start(names):
    from django.db import transaction

    with transaction.atomic():
        who = User.objects.create_superuser(NAME, "worker@example.org")
        job = services.start_job(WHOLE, {"names": [PREFIX + name for name in names]}, who)
        # Queued, it would be done at once by the tests' backend.
        transaction.get_connection().run_on_commit.clear()
    return job.pk


def look(pk):
    job = Job.objects.get(pk=pk)
    context = describe(job, user())
    return {
        "status": context["status"],
        "done": job.done,
        "message": job.message,
        "groups": Group.objects.filter(name__startswith=PREFIX).count(),
        "items": list(job.items.values_list("status", flat=True)),
        "log": list(ModelLogEntry.objects.for_instance(job).order_by("pk").values_list("action", "user__username")),
    }


def stop(pk):
    return services.stop_job(Job.objects.get(pk=pk), user()).stop_asked


def go_on(pk):
    services.continue_job(Job.objects.get(pk=pk), user())


def clean():
    """Remove what was made: on PostgreSQL the database is the tests' own."""
    jobs = Job.objects.filter(user__username=NAME)
    ModelLogEntry.objects.filter(object_id__in=[str(job.pk) for job in jobs], action__contains="job").delete()
    jobs.delete()
    Group.objects.filter(name__startswith=PREFIX).delete()
    User.objects.filter(username=NAME).delete()


def main():
    beside.INTERVAL = runner.PAUSE = 0
    register_job(WHOLE, MakeAllGroups)
    MakeAllGroups.before = staticmethod(pause)
    commands = {"start": start, "run": runner.run_job, "look": look, "stop": stop, "continue": go_on, "clean": clean}
    commands["work"] = lambda: call_command("run_jobs", verbosity=0)
    while line := sys.stdin.readline():
        command, *arguments = json.loads(line)
        answer(commands[command](*arguments))


main()
