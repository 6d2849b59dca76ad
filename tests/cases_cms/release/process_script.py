"""Run by tests in a process of its own, on a database of its own: ``build``, ``plan SECONDS``, ``abort [SECONDS]``,
``undo``, ``tell`` or ``signs``."""

import datetime
import json
import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402  after the setup
from wagtail.models import Page  # noqa: E402

from cases_cms.collection.models import CatalogueEntry  # noqa: E402
from cases_cms.demo.made_up_edition import YEAR, EditionMaker  # noqa: E402
from cases_cms.release import planning, releasing  # noqa: E402
from cases_cms.release.errors import ReleaseRefusedError  # noqa: E402
from cases_cms.release.models import EditionRelease, SchedulerSign  # noqa: E402


def plan(seconds):
    """Plan and confirm the release in so many seconds, as two people would."""
    at = (timezone.now() + datetime.timedelta(seconds=int(seconds))).replace(microsecond=0)
    EditionRelease.objects.filter(edition_key__in=_keys()).update(release_at=at, approved_at=timezone.now())


def say(service, before=None):
    """Do ``service`` as one of several who do so at once; prints what became of it.

    ``before`` waits until so many seconds before the planned time.
    """
    release = EditionRelease.objects.filter(edition_key__in=_keys()).get()
    if before is not None:
        time.sleep(max(0, (release.release_at - timezone.now()).total_seconds() - int(before)))
    try:
        service(release=release, user=None, reason="A mistake")
    except ReleaseRefusedError as error:
        sys.stdout.write(f"refused: {' '.join(error.reasons)}\n")
    else:
        sys.stdout.write("done\n")


def tell():
    """What became of it, as JSON."""
    release = EditionRelease.objects.filter(edition_key__in=_keys()).get()
    pages = Page.objects.filter(url_path__contains=f"/{YEAR}/")
    sys.stdout.write(
        json.dumps(
            {
                "state": release.state,
                "on_time": release.released_at is not None and release.released_at == release.release_at,
                "live": pages.filter(live=True).count(),
                "pages": pages.count(),
                "listed": CatalogueEntry.objects.filter(year=YEAR, language__in=("en", "zh-hans")).count(),
                "runs": sorted(release.runs.values_list("kind", "status")),
            }
        )
    )


def tell_signs():
    """The signs of schedulers, as JSON: the mode, seconds since it looked, whether it has ended."""
    now, found = timezone.now(), SchedulerSign.objects.all()
    told = [(one.mode, (now - one.looked_at).total_seconds(), bool(one.ended_at)) for one in found]
    sys.stdout.write(json.dumps(told))


def _keys():
    return Page.objects.filter(slug=str(YEAR)).values("translation_key")


if __name__ == "__main__":
    if sys.argv[1] == "build":
        EditionMaker().build(cases=3, stories=1)
    elif sys.argv[1] == "plan":
        plan(sys.argv[2])
    elif sys.argv[1] == "abort":
        say(planning.abort, *sys.argv[2:])
    elif sys.argv[1] == "undo":
        say(releasing.undo)
    elif sys.argv[1] == "signs":
        tell_signs()
    else:
        tell()
